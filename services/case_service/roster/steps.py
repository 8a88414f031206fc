"""What an import would do, person by person, with what it would leave alone and why."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from events.base import Stream
from services.case_service.domain.command import Command


class Change(StrEnum):
    """What would become of somebody."""

    STAFF_ADDED = "staff_added"
    STAFF_BACK = "staff_back"
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    STAFF_LEFT = "staff_left"
    PUPIL_ADDED = "pupil_added"
    PUPIL_BACK = "pupil_back"
    PUPIL_MOVED = "pupil_moved"
    PUPIL_CHANGED = "pupil_changed"
    IDENTITY_CORRECTED = "identity_corrected"
    PUPIL_LEFT = "pupil_left"
    GUARDIAN_ADDED = "guardian_added"
    GUARDIAN_ENDED = "guardian_ended"


ENDS = frozenset({Change.ROLE_ENDED, Change.STAFF_LEFT, Change.PUPIL_LEFT, Change.GUARDIAN_ENDED})
"""Changes by which somebody loses something."""


class Note(StrEnum):
    """Why something in the register, or in Varde, is left as it is."""

    SCHOOL_UNKNOWN = "school_unknown"
    SCHOOL_NOT_IN_FILE = "school_not_in_file"
    LEADER_BY_HAND = "leader_by_hand"
    ROLE_TAKEN_BACK = "role_taken_back"
    STAFF_LEFT_BY_HAND = "staff_left_by_hand"
    STAFF_BY_HAND = "staff_by_hand"
    PROTECTED = "protected"
    ROLE_IN_MUNICIPALITY = "role_in_municipality"
    NAME_DIFFERS = "name_differs"
    SAME_PERSON_TWICE = "same_person_twice"
    PUPIL_WITHOUT_GRADE = "pupil_without_grade"
    PUPIL_BY_HAND = "pupil_by_hand"
    NO_GUARDIAN_ROLE = "no_guardian_role"
    GUARDIAN_ENDED_BEFORE = "guardian_ended_before"
    GUARDIAN_ON_OTHER_BASIS = "guardian_on_other_basis"


class Order(msgspec.Struct, frozen=True):
    """One command, and the school that it is about."""

    command: Command[Any]
    school: str | None = None


class Told(msgspec.Struct, frozen=True):
    """One change, as the plan shows it: who, where, and what it turns on (a role, a grade, another's name)."""

    change: Change
    name: str
    school: str | None = None
    what: str = ""


class Noted(msgspec.Struct, frozen=True):
    """One thing that is left as it is."""

    note: Note
    name: str
    school: str | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """All that would happen in one person's history; ``version`` is how long the history was when the plan was made."""

    stream: Stream
    stream_id: UUID
    version: int
    orders: tuple[Order, ...]
    told: tuple[Told, ...]


class LargeEnd(msgspec.Struct, frozen=True, kw_only=True):
    """A school that would lose many at once: ``ended`` of ``before`` staff, pupils or guardians' ties."""

    school: str
    what: str
    ended: int
    before: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would do on a day. ``unchanged`` counts those that are as the register says, by kind."""

    on: date
    steps: tuple[Step, ...]
    notes: tuple[Noted, ...]
    large_ends: tuple[LargeEnd, ...]
    unchanged: Mapping[str, int]

    @property
    def counts(self) -> Mapping[Change, int]:
        """How often each change would be made."""
        found = Counter(told.change for step in self.steps for told in step.told)
        return {change: found[change] for change in Change if found[change]}

    def mark(self, key: bytes) -> str:
        """A keyed mark of exactly this plan: another plan, or the same on a history that moved, has another one."""
        said = msgspec.msgpack.encode([(one.stream_id, one.version, _said(one)) for one in self.steps])
        return hmac.digest(key, said, "sha256").hex()


def _said(step: Step) -> list[Any]:
    return [[type(order.command).__name__, order.school, msgspec.to_builtins(order.command)] for order in step.orders]
