"""What a witness asks, and whoever wants to check: the newest checkpoint, and that it continues an older one."""

from services.case_service.http.integrity import asked
from services.case_service.http.integrity.blueprint import integrity

__all__ = ["asked", "integrity"]
