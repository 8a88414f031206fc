"""Reporting: a concern, an adult who offends, a physical intervention; by staff, at a kiosk, by pupils and guardians."""

from services.case_service.http.reporting import (
    adult,
    choose,
    concern,
    conversation,
    dialogue,
    heightened,
    kiosk,
    kiosk_codes,
    on_behalf,
    owner_inbox,
    physical,
    physical_matter,
    receipts,
    tell,
)
from services.case_service.http.reporting.blueprint import reporting

__all__ = [
    "adult",
    "choose",
    "concern",
    "conversation",
    "dialogue",
    "heightened",
    "kiosk",
    "kiosk_codes",
    "on_behalf",
    "owner_inbox",
    "physical",
    "physical_matter",
    "receipts",
    "reporting",
    "tell",
]
