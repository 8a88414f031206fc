"""Who may see a matter and why, who has read it, and access in an emergency."""

from __future__ import annotations

from services.case_service.http.access import (
    changes,
    emergency,
    matter_page,
    pupil_report,
    reading_pages,
    review,
    signals,
    watch_page,
)
from services.case_service.http.access.blueprint import access

__all__ = ["access", "changes", "emergency", "matter_page", "pupil_report", "reading_pages", "review", "signals", "watch_page"]
