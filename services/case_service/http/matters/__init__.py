"""The pages of one matter: the case page with its timeline, duties, plan, parties, documents, and each event."""

from services.case_service.http.matters import case_page, documents_page, duties_page, event_page, parties_page, plan_page
from services.case_service.http.matters.blueprint import matter_pages

__all__ = ["case_page", "documents_page", "duties_page", "event_page", "matter_pages", "parties_page", "plan_page"]
