"""Letters out of a matter: chosen, filled in, changed, looked at and sent; and how the municipality words them."""

from services.case_service.http.letters import choosing, drafting, previewing, writing
from services.case_service.http.letters.blueprint import letter_pages

__all__ = ["choosing", "drafting", "letter_pages", "previewing", "writing"]
