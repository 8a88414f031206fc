"""Turns the references of another system into our ids: the same reference gives the same id, every time.

A person is the same in all cases of the tenant; a measure, a request or an order item belongs to its case.
"""

from __future__ import annotations

import hmac
from enum import Enum
from uuid import UUID

import msgspec


class RefKind(Enum):
    """What a reference in an event's data points at."""

    PERSON = "person"
    CASE = "case"
    IN_CASE = "in_case"


CASE_FIELDS = frozenset(
    {
        "other_case",
        "new_case",
        "pupil_case",
        "to_case",
        "case",
        "about_stream",
        "from_stream",
        "of_stream",
        "to_stream",
        "of_subject",
    }
)
IN_CASE_FIELDS = {
    "about_event": "event",
    "backup": "backup",
    "batch": "export",
    "best_interest_assessment": "event",
    "because_of": "event",
    "breach": "breach",
    "concerns_decision": "decision",
    "corrected_event": "event",
    "decision": "decision",
    "disposal": "disposal",
    "evidence_events": "event",
    "grant": "grant",
    "hold": "hold",
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
    "webhook": "webhook",
}
"""Fields that name something inside the case, and what: "measure" and "measures" name the same things."""


def kind_of(field: str) -> RefKind:
    """What the field of that name refers to. Every other field of type UUID names a person."""
    if field in CASE_FIELDS:
        return RefKind.CASE
    return RefKind.IN_CASE if field in IN_CASE_FIELDS else RefKind.PERSON


class Refs:
    """The ids of one tenant for the references of its earlier systems.

    They are made with a secret ``key``: a birth number used as reference, or a short text in a line, cannot be
    found again by trying. A reference that looks like one of our own ids is no exception, so that a file cannot
    aim at a history that did not come from it.
    """

    def __init__(self, tenant: str, key: bytes) -> None:
        self._tenant = tenant
        self._key = key

    def case(self, ref: str) -> UUID:
        """The id of a case."""
        return self._id("case", ref)

    def person(self, ref: str) -> UUID:
        """The id of a person: pupil, guardian, employee or authority."""
        return self._id("person", ref)

    def matter(self, case: str, stream: str, ref: str) -> UUID:
        """The id of a stream beside the case, such as an enforcement case."""
        return self._id("matter", case, stream, ref)

    def field(self, case: str, name: str, ref: str) -> UUID:
        """The id that a reference in the field ``name`` stands for."""
        match kind_of(name):
            case RefKind.PERSON:
                return self.person(ref)
            case RefKind.CASE:
                return self.case(ref)
            case RefKind.IN_CASE:
                return self._id("in case", case, IN_CASE_FIELDS[name], ref)

    def line(self, case: str, canonical: bytes) -> UUID:
        """The id of the event on one line, from what the line says, so that a second import adds nothing."""
        return self._id("line", case, canonical.hex())

    def _id(self, *parts: str) -> UUID:
        """A UUID of version 8 (RFC 9562 § 5.8) from HMAC-SHA-256 over the tenant and the parts, each with its length."""
        message = msgspec.msgpack.encode((self._tenant, *parts))
        number = int.from_bytes(hmac.digest(self._key, message, "sha256")[:16], "big")
        return UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | 0x8 << 76 | 0x2 << 62)
