"""Invented people and matters for the tests of rights."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from events.base import Stream
from events.lists.people import Role
from services.case_service.domain.staff.held_role import HeldRole
from services.case_service.rights import Access, Action, Decision, Kind, Person, Subject, may

NOW = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SCHOOL, OTHER_SCHOOL = "900000101", "900000102"

SOMEBODY = UUID(int=1)
SOMEBODY_ELSE = UUID(int=2)
PUPIL = UUID(int=10)
OTHER_PUPIL = UUID(int=11)
GUARDIAN = UUID(int=20)
MATTER = UUID(int=100)

IN_MUNICIPALITY = frozenset(
    {
        Role.SCHOOL_OWNER,
        Role.OWNER_ADVISER,
        Role.HUMAN_RESOURCES,
        Role.ARCHIVIST,
        Role.DATA_PROTECTION_OFFICER,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
        Role.SYSTEM,
        Role.STATSFORVALTER,
        Role.UDIR,
        Role.EDUCATIONAL_PSYCHOLOGY_SERVICE,
        Role.SCHOOL_NURSE,
    }
)


def held(role: Role, at: str | None = SCHOOL, since: date = date(2026, 8, 1), to: date | None = None) -> HeldRole:
    return HeldRole(role=role, at_school=at, from_date=since, to_date=to)


def staff(*roles: Role | HeldRole, **other: Any) -> Person:
    """Somebody trained, with a second factor, confirmed a minute ago."""
    given = tuple(role if isinstance(role, HeldRole) else held(role, None if role in IN_MUNICIPALITY else SCHOOL) for role in roles)
    person = Person(
        id=SOMEBODY,
        login="noen",
        name="Noen",
        roles=given,
        trained=True,
        second_factor=True,
        stepped_up_at=NOW - timedelta(minutes=1),
    )
    return replace(person, **other)


def guardian(*children: UUID) -> Person:
    return Person(
        id=GUARDIAN,
        login="mor",
        name="Mor",
        kind=Kind.GUARDIAN,
        second_factor=True,
        stepped_up_at=NOW,
        children=frozenset(children),
    )


def pupil(who: UUID = PUPIL) -> Person:
    return Person(id=who, login="elev", name="Elev", kind=Kind.PUPIL, second_factor=True, stepped_up_at=NOW)


def in_role(role: Role) -> Person:
    """A person of a role, who has nothing to do with any matter."""
    if role is Role.GUARDIAN:
        return guardian()
    return pupil(OTHER_PUPIL) if role is Role.PUPIL else staff(role)


def matter(stream: Stream = Stream.CASE, **known: Any) -> Subject:
    return Subject(stream=stream, stream_id=MATTER, school=known.pop("school", SCHOOL), pupil=known.pop("pupil", PUPIL), **known)


def deciding(person: Person, action: Action, subject: Subject, access: Access | None = None, at: datetime = NOW) -> Decision:
    return may(person, action, subject, access or Access(), at)


def allowed(person: Person, subject: Subject, access: Access | None = None, at: datetime = NOW) -> set[Action]:
    """Everything that the person may do."""
    return {action for action in Action if deciding(person, action, subject, access, at).allowed}
