"""Plans and routines as their own events tell of them. Pure: from what was recorded to what pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events import Recorded
from events.envelope import Attachment
from events.lists.people import Role
from events.lists.year import RoutineKind
from events.wheel import RequiredReadingSet, RoutineRead, RoutineVersioned
from services.compliance.calendar import local_day


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A version, as it was approved. ``file`` is the document itself; ``sha256`` is what its content must give."""

    number: int
    kind: RoutineKind
    title: str | None
    changes: str | None
    approved_by: UUID
    approved_on: date
    next_revision_on: date | None
    file: Attachment | None
    sha256: str | None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """That those in some roles are to read a version by a day."""

    roles: tuple[Role, ...]
    due_on: date
    asked_by: UUID


class Routine(msgspec.Struct, frozen=True, kw_only=True):
    """A plan or routine with its versions, the oldest first. What was read is kept by version and person."""

    routine: UUID
    versions: tuple[Version, ...]
    asked: Mapping[int, Asked] = {}
    reads: Mapping[tuple[int, UUID], date] = {}

    @property
    def latest(self) -> Version:
        """The version that holds."""
        return self.versions[-1]

    @property
    def asked_now(self) -> Asked | None:
        """Who is to read the version that holds; None when nobody was asked to."""
        return self.asked.get(self.latest.number)

    def read_by(self, person: UUID) -> date | None:
        """When somebody confirmed having read the version that holds."""
        return self.reads.get((self.latest.number, person))

    def version(self, number: int) -> Version | None:
        """A version by its number."""
        return next((one for one in self.versions if one.number == number), None)

    def revision_overdue(self, on: date) -> bool:
        """Whether it should have been looked at again before a day; the day itself is still in time."""
        due = self.latest.next_revision_on
        return due is not None and due < on


def kept_routines(recorded: Iterable[Recorded]) -> tuple[Routine, ...]:
    """The routines that a stream tells of, in the order in which they were first approved."""
    found: dict[UUID, Routine] = {}
    asked: dict[UUID, dict[int, Asked]] = {}
    for one in recorded:
        match one.event:
            case RoutineVersioned(routine=routine):
                before = found.get(routine)
                versions = () if before is None else before.versions
                found[routine] = Routine(routine=routine, versions=(*versions, _version(one, one.event, versions)))
            case RequiredReadingSet() as fact:
                by_version = asked.setdefault(fact.routine, {})
                by_version[fact.routine_version] = Asked(roles=fact.roles, due_on=fact.due_on, asked_by=one.envelope.actor.ref)
    return tuple(replace(one, asked=asked.get(one.routine, {})) for one in found.values())


def reads_of(recorded: Iterable[Recorded]) -> dict[UUID, dict[tuple[int, UUID], date]]:
    """Who has read which version when, by routine: also of routines that are kept elsewhere. The first reading counts."""
    found: dict[UUID, dict[tuple[int, UUID], date]] = {}
    for one in recorded:
        match one.event:
            case RoutineRead(routine=routine, routine_version=version, person=person):
                found.setdefault(routine, {}).setdefault((version, person), local_day(one.envelope.occurred_at))
    return found


def _version(one: Recorded, fact: RoutineVersioned, before: tuple[Version, ...]) -> Version:
    files = one.envelope.attachments
    return Version(
        number=fact.routine_version,
        kind=fact.kind,
        title=fact.title or (before[-1].title if before else None),
        changes=fact.changes,
        approved_by=fact.approved_by,
        approved_on=local_day(one.envelope.occurred_at),
        next_revision_on=fact.next_revision_on,
        file=files[0] if files else None,
        sha256=fact.sha256,
    )
