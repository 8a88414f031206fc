"""The principal's inbox: new concerns with the clock from the first employee's knowledge, and one page to handle each."""

from services.case_service.http.inbox import handling_page, listing
from services.case_service.http.inbox.blueprint import inbox

__all__ = ["handling_page", "inbox", "listing"]
