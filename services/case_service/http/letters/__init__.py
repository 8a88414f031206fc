"""Letters out of a matter: chosen, filled in, changed, looked at and sent; and how the municipality words them."""

from services.case_service.http.letters import (
    case_report,
    choosing,
    drafting,
    family_letter,
    plan_copy,
    previewing,
    template_pages,
    writing,
)
from services.case_service.http.letters.blueprint import letter_pages, letter_templates

__all__ = [
    "case_report",
    "choosing",
    "drafting",
    "family_letter",
    "letter_pages",
    "letter_templates",
    "plan_copy",
    "previewing",
    "template_pages",
    "writing",
]
