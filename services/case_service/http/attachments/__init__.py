"""Files beside the events of a matter: put in, and handed out to those who may read the matter."""

from services.case_service.http.attachments import adding, handing_out
from services.case_service.http.attachments.blueprint import attachment_pages

__all__ = ["adding", "attachment_pages", "handing_out"]
