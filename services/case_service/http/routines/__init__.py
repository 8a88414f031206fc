"""Plans and routines under document control: versions, who approved them, when they are looked at again, and who has read them."""

from services.case_service.http.routines import listing, mine, one, reading_asked, versions
from services.case_service.http.routines.blueprint import routine_pages

__all__ = ["listing", "mine", "one", "reading_asked", "routine_pages", "versions"]
