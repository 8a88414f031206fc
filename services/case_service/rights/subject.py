"""What must be known of a matter, and of the access to it, before a right can be decided. No name, no text."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from events.base import Stream
from events.lists.access import DenialGround, Purpose
from events.lists.people import Role, Suspected
from events.local_time import OSLO


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A matter, as far as rights depend on it.

    ``assigned`` are those who carry a measure, a talk, an observation or another task of it; ``reported_by`` those who reported it;
    ``guardians`` the adults who act for its pupil. ``personnel_reference``: a reference to a personnel file stands in it.
    ``pupil_is_fifteen``: from then on a decision must release what guardians are shown.
    ``may_hide_somebody``: something that cannot be read may say that somebody is shut out.
    """

    stream: Stream
    stream_id: UUID
    school: str | None
    pupil: UUID | None = None
    serious: bool = False
    owner_notified: bool = False
    suspected: Suspected | None = None
    suspected_persons: frozenset[UUID] = frozenset()
    case_handler: UUID | None = None
    assigned: frozenset[UUID] = frozenset()
    reported_by: frozenset[UUID] = frozenset()
    guardians: frozenset[UUID] = frozenset()
    personnel_reference: bool = False
    pupil_is_fifteen: bool = False
    may_hide_somebody: bool = False


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Access that was given to one person for a purpose, until the end of a local day (None: until it is taken away)."""

    person: UUID
    role: Role
    purpose: Purpose
    until: date | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Whether it has not run out."""
        return self.until is None or moment.astimezone(OSLO).date() <= self.until


class Denial(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is shut out, whatever role or grant says."""

    person: UUID
    ground: DenialGround


class Emergency(msgspec.Struct, frozen=True, kw_only=True):
    """Access that somebody took in an emergency, until a moment."""

    person: UUID
    until: datetime


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """What was given, denied and taken for one matter."""

    grants: tuple[Grant, ...] = ()
    denials: tuple[Denial, ...] = ()
    emergencies: tuple[Emergency, ...] = ()

    def grants_of(self, person: UUID, at: datetime) -> tuple[Grant, ...]:
        """The grants that hold for a person at a moment."""
        return tuple(grant for grant in self.grants if grant.person == person and grant.holds_at(at))

    def ground_against(self, person: UUID) -> DenialGround | None:
        """Why a person is shut out; None when she is not."""
        return next((denial.ground for denial in self.denials if denial.person == person), None)

    def emergency_of(self, person: UUID, at: datetime) -> bool:
        """Whether access that she took in an emergency still holds."""
        return any(taken.person == person and at < taken.until for taken in self.emergencies)
