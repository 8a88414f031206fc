"""What lists and rights ask of the read model: facts alone, never a name or a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from events.base import Stream
from events.lists.access import DenialGround, Purpose
from events.lists.decisions import AvvikGrade, AvvikKind
from events.lists.people import GuardianKind, PupilRole, Role, Suspected
from services.case_service.domain.staff.held_role import HeldRole

RowT = TypeVar("RowT")


class StaffRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works at a school or for the municipality. ``trained_to``: last days of attested training, None without end.

    Not ``whole``: something that was recorded of her cannot be read, and she holds no role until it can.
    """

    person: UUID
    roles: tuple[HeldRole, ...] = ()
    trained_to: tuple[date | None, ...] = ()
    left_on: date | None = None
    whole: bool = True


class SchoolRow(msgspec.Struct, frozen=True, kw_only=True):
    """A school, as it is now."""

    orgnr: str
    name: str
    lowest_grade: int
    highest_grade: int
    municipality: str
    principal: UUID | None = None
    rulebook: str | None = None
    pupils: int | None = None
    discontinued_on: date | None = None


class GuardianRow(msgspec.Struct, frozen=True, kw_only=True):
    """An adult who acts for a pupil."""

    guardian: UUID
    kind: GuardianKind
    verified: bool


class PupilRow(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil: where she goes to school now (None: at none), in which grade, and who acts for her."""

    pupil: UUID
    orgnr: str | None = None
    grade: int | None = None
    from_date: date | None = None
    guardians: tuple[GuardianRow, ...] = ()


class MatterRow(msgspec.Struct, frozen=True, kw_only=True):
    """One stream that people handle: a case, a heightened case, a physical intervention, an enforcement case, an avvik, a survey.

    ``stage`` is the name of what its state waits for. ``responsible`` are those who carry a measure, a talk, an observation or a
    task of it, ``reported_by`` those who reported it or recorded its first event. ``first_known_at`` is when the first employee
    knew. ``subjects`` are all pupils that it is known to concern, ``concern`` is the kind of the first concern, if there is one.
    ``joined_to`` is the case that carries it on; ``reporter_code`` the keyed hash by which a reporter without login is known again.
    """

    stream: Stream
    stream_id: UUID
    case_id: UUID
    school: str | None
    stage: str
    version: int
    position: int
    first_known_at: datetime
    started_at: datetime
    last_event_at: datetime
    pupil: UUID | None = None
    pupil_role: PupilRole | None = None
    subjects: tuple[UUID, ...] = ()
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    acknowledged_at: datetime | None = None
    serious: bool | None = None
    danger: bool = False
    owner_notified: bool = False
    owner_acknowledged: bool = False
    suspected: Suspected | None = None
    suspected_persons: tuple[UUID, ...] = ()
    case_handler: UUID | None = None
    responsible: tuple[UUID, ...] = ()
    reported_by: tuple[UUID, ...] = ()
    linked: tuple[UUID, ...] = ()
    joined_to: UUID | None = None
    reporter_code: str | None = None
    unanswered_messages: int = 0
    concern: str | None = None
    personnel_reference: bool = False

    @property
    def heightened(self) -> bool:
        """Whether somebody who works at the school is suspected (§ 12-5)."""
        return self.stream is Stream.HEIGHTENED_CASE

    @property
    def led_by_owner(self) -> bool:
        """Whether the municipality leads it: somebody in the school's leadership is suspected (§ 12-5 andre ledd)."""
        return self.suspected is Suspected.LEADER

    @property
    def is_open(self) -> bool:
        """Whether it is not closed, and not carried on by another case."""
        return self.closed_at is None and self.joined_to is None


class GrantRow(msgspec.Struct, frozen=True, kw_only=True):
    """Access that was given."""

    grant: UUID
    person: UUID
    role: Role
    purpose: Purpose
    until: date | None = None


class DenialRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is shut out."""

    person: UUID
    ground: DenialGround


class EmergencyRow(msgspec.Struct, frozen=True, kw_only=True):
    """Access that somebody took in an emergency."""

    person: UUID
    until: datetime


class AccessRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was given, denied and taken for one matter."""

    grants: tuple[GrantRow, ...] = ()
    denials: tuple[DenialRow, ...] = ()
    emergencies: tuple[EmergencyRow, ...] = ()


class ObligationRow(msgspec.Struct, frozen=True, kw_only=True):
    """An obligation with its verdict at the moment of the question (see services.compliance.verdicts)."""

    obligation_id: str
    rule_id: str
    rulebook: str
    kind: str
    duty: str | None
    miss: str
    case_id: UUID
    stream: Stream
    stream_id: UUID
    school: str | None
    key: str | None
    opened_by: UUID
    opened_at: datetime
    due_at: datetime | None
    silence_at: datetime | None
    discharged_by: UUID | None
    discharged_at: datetime | None
    released_at: datetime | None
    closed_at: datetime | None
    verdict: str

    @property
    def limit(self) -> datetime | None:
        """By when it is to be done; for "as soon as possible", when silence begins to count against it."""
        return self.due_at or self.silence_at


class AvvikRow(msgspec.Struct, frozen=True, kw_only=True):
    """An avvik: what it is about, how far its treatment has come, and when the next measure is due."""

    stream_id: UUID
    school: str | None
    stage: str
    version: int
    raised_at: datetime
    kind: AvvikKind | None = None
    grade: AvvikGrade | None = None
    rule: str | None = None
    obligation: str | None = None
    about_stream: UUID | None = None
    responsible: UUID | None = None
    due_on: date | None = None
    external_system: str | None = None
    external_reference: str | None = None
    closed_at: datetime | None = None


class Page(msgspec.Struct, Generic[RowT], frozen=True, kw_only=True):
    """One page of a list, and the mark after which the next one begins (None: there is none)."""

    rows: Sequence[RowT]
    next: str | None = None
