"""/admin/kassasjon: what has lapsed, disposal by two people, holds, and requests for erasure."""

from services.case_service.http.disposal import erasures, holds, one, overview, proposing
from services.case_service.http.disposal.blueprint import disposal_pages

__all__ = ["disposal_pages", "erasures", "holds", "one", "overview", "proposing"]
