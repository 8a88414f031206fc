"""Turns the references of another system into our ids: the same reference gives the same id, every time.

A person is the same in all cases of the tenant; a measure, a request or an order item belongs to its case.
"""

from __future__ import annotations

from enum import Enum
from uuid import NAMESPACE_URL, UUID, uuid5

ROOT = uuid5(NAMESPACE_URL, "https://varde.invalid/import")


class RefKind(Enum):
    """What a reference in an event's data points at."""

    PERSON = "person"
    CASE = "case"
    IN_CASE = "in_case"


CASE_FIELDS = frozenset({"other_case", "new_case", "pupil_case", "case", "about_stream", "of_stream", "to_stream", "of_subject"})
IN_CASE_FIELDS = {
    "about_event": "event",
    "best_interest_assessment": "event",
    "because_of": "event",
    "breach": "breach",
    "concerns_decision": "decision",
    "corrected_event": "event",
    "decision": "decision",
    "evidence_events": "event",
    "grant": "grant",
    "inspection": "inspection",
    "item": "item",
    "items": "item",
    "measure": "measure",
    "measures": "measure",
    "of_events": "event",
    "referral": "referral",
    "replaces": "measure",
    "request": "request",
    "routine": "routine",
    "task": "task",
}
"""Fields that name something inside the case, and what: "measure" and "measures" name the same things."""


def kind_of(field: str) -> RefKind:
    """What the field of that name refers to. Every other field of type UUID names a person."""
    if field in CASE_FIELDS:
        return RefKind.CASE
    return RefKind.IN_CASE if field in IN_CASE_FIELDS else RefKind.PERSON


class Refs:
    """The ids of one tenant for the references of its earlier systems."""

    def __init__(self, tenant: str) -> None:
        self._space = uuid5(ROOT, tenant)

    def case(self, ref: str) -> UUID:
        """The id of a case."""
        return _given(ref) or uuid5(self._space, f"case:{ref}")

    def person(self, ref: str) -> UUID:
        """The id of a person: pupil, guardian, employee or authority."""
        return _given(ref) or uuid5(self._space, f"person:{ref}")

    def matter(self, case: str, stream: str, ref: str) -> UUID:
        """The id of a stream beside the case, such as an enforcement case."""
        return uuid5(self.case(case), f"{stream}:{ref}")

    def field(self, case: str, name: str, ref: str) -> UUID:
        """The id that a reference in the field ``name`` stands for."""
        match kind_of(name):
            case RefKind.PERSON:
                return self.person(ref)
            case RefKind.CASE:
                return self.case(ref)
            case RefKind.IN_CASE:
                return _given(ref) or uuid5(self.case(case), f"{IN_CASE_FIELDS[name]}:{ref}")

    def line(self, case: str, canonical: bytes) -> UUID:
        """The id of the event on one line, from what the line says, so that a second import adds nothing."""
        return uuid5(self.case(case), "line:" + canonical.hex())


def _given(ref: str) -> UUID | None:
    try:
        return UUID(ref)
    except ValueError:
        return None
