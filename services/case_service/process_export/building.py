"""From the tenant's log to a log for process analysis. Reads facts; asks for no key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from events.base import Stream, event_type
from events.envelope import Recorded
from services.case_service.process_export.attributes import attributes
from services.case_service.process_export.concerned import OF_STREAM, Concerned, concerned
from services.case_service.process_export.log import ObjectType, ProcessEvent, ProcessLog, ProcessObject, Relation
from services.case_service.process_export.pseudonyms import Pseudonyms
from services.case_service.store import EventStore
from services.compliance.calendar import local_day

READ_AT_ONCE: Final = 5_000


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of the log. ``schools`` None means all; the days are those on which something happened, both included.

    ``heightened``: also heightened cases (§ 12-5), and what belongs to them. ``hidden``: cases that the reader must not know of.
    """

    schools: Collection[str] | None = None
    since: date | None = None
    until: date | None = None
    heightened: bool = False
    hidden: Collection[UUID] = frozenset()

    def takes(self, one: Recorded) -> bool:
        """Whether an event is exported."""
        envelope = one.envelope
        if envelope.stream not in OF_STREAM:
            return False
        if (envelope.case_id or one.stream_id) in self.hidden or one.stream_id in self.hidden:
            return False
        if self.schools is not None and envelope.school not in self.schools:
            return False
        day = local_day(envelope.occurred_at)
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class _Objects:
    """The objects that were met, with what they are to each other."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self._pseudonyms = pseudonyms
        self._found: dict[str, ObjectType] = {}
        self._relations: dict[str, dict[Relation, None]] = {}

    def meet(self, one: Concerned) -> Relation:
        """Take in an object; the relation of the event to it."""
        name = self._pseudonyms.of(one.type, one.id)
        self._found.setdefault(name, one.type)
        return Relation(name, one.qualifier)

    def meet_school(self, orgnr: str) -> Relation:
        """Take in a school, which goes by its public number."""
        name = f"{ObjectType.SCHOOL.value}-{orgnr}"
        self._found.setdefault(name, ObjectType.SCHOOL)
        return Relation(name, "school")

    def relate(self, own: str, others: Iterable[Relation]) -> None:
        """Say what the history of an event is to the other objects of the event."""
        known = self._relations.setdefault(own, {})
        for other in others:
            if other.object_id != own:
                known.setdefault(other)

    def all(self) -> tuple[ProcessObject, ...]:
        """The objects, by name."""
        return tuple(
            ProcessObject(id=name, type=kind, relations=tuple(self._relations.get(name, {})))
            for name, kind in sorted(self._found.items())
        )


def build_log(store: EventStore, wanted: Wanted, pseudonyms: Pseudonyms) -> ProcessLog:
    """What of the log is wanted. Raises TamperedError, UnreadableEventError, StoreUnavailableError."""
    if not wanted.heightened:  # nor the avvik, decisions and links that belong to one: they tell that there is one
        wanted = msgspec.structs.replace(wanted, hidden=_heightened(store).union(wanted.hidden))
    objects, events = _Objects(pseudonyms), list[ProcessEvent]()
    position = 0
    for one in _facts(store):
        position = one.position or position
        if wanted.takes(one):
            events.append(_event(one, objects, pseudonyms, wanted))
    return ProcessLog(events=tuple(events), objects=objects.all(), position=position)


def _heightened(store: EventStore) -> frozenset[UUID]:
    return frozenset(one.stream_id for one in _facts(store) if one.envelope.stream is Stream.HEIGHTENED_CASE)


def _facts(store: EventStore) -> Iterator[Recorded]:
    position = 0
    while found := store.facts_after(position, READ_AT_ONCE):
        yield from found
        position = found[-1].position or 0


def _event(one: Recorded, objects: _Objects, pseudonyms: Pseudonyms, wanted: Wanted) -> ProcessEvent:
    shown = [each for each in concerned(one) if each.id not in wanted.hidden]
    met = [objects.meet(each) for each in shown]
    if one.envelope.school is not None:
        met.append(objects.meet_school(one.envelope.school))
    relations = tuple(dict.fromkeys(met))
    objects.relate(relations[0].object_id, relations[1:])
    case = one.envelope.case_id or one.stream_id
    return ProcessEvent(
        id=pseudonyms.of_event(one.envelope.event_id),
        type=event_type(one.event).name,
        at=one.envelope.occurred_at,
        trace=pseudonyms.of(ObjectType.CASE, case),
        attributes=attributes(one),
        relations=relations,
    )
