"""Filling in forms: every fact of a matter, in the order that a school works, with drafts, corrections and the plan builder."""

from services.case_service.http.record import beginning, correcting, draft_pages, form, menu, plan_page, school_map
from services.case_service.http.record.blueprint import record_pages

__all__ = ["beginning", "correcting", "draft_pages", "form", "menu", "plan_page", "record_pages", "school_map"]
