"""What a matter's access stream tells: what was given, ended, denied and taken, and who read what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from events.access import AccessDenialLifted, AccessDenied, AccessGranted, AccessRemoved, BreakGlassUsed, ContentRead
from events.envelope import Recorded
from events.lists.access import DenialGround, Purpose, RemovalGround
from events.lists.people import Role


class GivenAccess(msgspec.Struct, frozen=True, kw_only=True):
    """A grant: to whom, in which role, for what, by whom and since when; how it ended, when it has.

    ``by_owner``: the school owner gave it, and nobody below her takes it away.
    """

    grant: UUID
    person: UUID
    role: Role
    purpose: Purpose
    until: date | None
    reason: str | None
    by: UUID
    at: datetime
    by_owner: bool = False
    ended: RemovalGround | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it opens the matter on a day."""
        return self.ended is None and (self.until is None or day <= self.until)


class Shut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is shut out: on what ground, by whom and since when.

    ``by_owner``: the school owner decided it, once at least, and nobody below her lets the person in again.
    """

    person: UUID
    ground: DenialGround
    by: UUID
    at: datetime
    by_owner: bool = False


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """Access that somebody took in an emergency, with the reason."""

    person: UUID
    until: datetime
    reason: str
    at: datetime


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """One reading. ``events`` is how many were shown; None stands for all up to the version."""

    person: UUID
    role: Role
    purpose: Purpose
    at: datetime
    version: int
    events: int | None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The access to one matter as its stream tells it."""

    given: tuple[GivenAccess, ...] = ()
    shut: tuple[Shut, ...] = ()
    taken: tuple[Taken, ...] = ()


def told(recorded: Sequence[Recorded]) -> Told:
    """What the events of an access stream tell."""
    given: dict[UUID, GivenAccess] = {}
    shut: dict[tuple[UUID, DenialGround], Shut] = {}
    taken: list[Taken] = []
    for one in recorded:
        by, at = one.envelope.actor.ref, one.envelope.recorded_at
        by_owner = one.envelope.actor.role is Role.SCHOOL_OWNER
        match one.event:
            case AccessGranted() as fact:
                given[fact.grant] = GivenAccess(
                    grant=fact.grant,
                    person=fact.person,
                    role=fact.role,
                    purpose=fact.purpose,
                    until=fact.until,
                    reason=fact.reason,
                    by=by,
                    at=at,
                    by_owner=by_owner,
                )
            case AccessRemoved() as fact if fact.grant in given:
                given[fact.grant] = msgspec.structs.replace(given[fact.grant], ended=fact.ground)
            case AccessDenied() as fact:
                key = (fact.person, fact.ground)
                if not (key in shut and shut[key].by_owner):
                    shut[key] = Shut(person=fact.person, ground=fact.ground, by=by, at=at, by_owner=by_owner)
            case AccessDenialLifted() as fact:
                shut.pop((fact.person, fact.ground), None)
            case BreakGlassUsed() as fact:
                taken.append(Taken(person=fact.person, until=fact.until, reason=fact.reason, at=at))
            case _:
                pass  # what else stands there opens and shuts nothing
    return Told(given=tuple(given.values()), shut=tuple(shut.values()), taken=tuple(taken))


def read_of(one: Recorded) -> Read:
    """A reading as it is shown. ``one`` holds a ContentRead."""
    fact = one.event
    assert isinstance(fact, ContentRead)  # noqa: S101 - the streams of readings hold nothing else
    return Read(
        person=fact.person,
        role=one.envelope.actor.role,
        purpose=fact.purpose,
        at=one.envelope.recorded_at,
        version=fact.up_to_version,
        events=len(fact.of_events) or None,
    )
