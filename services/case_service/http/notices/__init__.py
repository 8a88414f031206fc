"""Notices: what waits for the one who is logged in, what she wants by e-mail, and her calendar's secret address."""

from services.case_service.http.notices import calendar_feed, listing
from services.case_service.http.notices.blueprint import notices

__all__ = ["calendar_feed", "listing", "notices"]
