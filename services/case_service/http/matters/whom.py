"""What the ids in a matter's facts are called for the one who reads: names of people, titles of measures, numbers of events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from events.base import Stream
from events.envelope import Actor, Recorded
from events.lists.people import Role
from events.plan import MeasureAdded
from services.case_service.forms import Refers
from services.case_service.http.belonging import found_in_the_case
from services.case_service.http.case_access import may_open
from services.case_service.http.languages import current_language, t
from services.case_service.http.matter import Matter
from services.case_service.http.matters.blueprint import address, event_address
from services.case_service.http.web import the_desk
from services.case_service.reading import Shown
from texts import label
from texts.case_number import case_number

MADE_BY: Final = {
    Refers.DECISION: "decision",
    Refers.REFERRAL: "referral",
    Refers.REQUEST: "request",
    Refers.ORDER_ITEM: "item",
}
"""What is made by one event and pointed at by later ones: the field that holds its id in the event that made it."""


class Whom:
    """Answers for one matter during one request; every name is looked up once."""

    def __init__(self, matter: Matter) -> None:
        self._matter = matter
        self._people: dict[tuple[str, UUID], str] = {}

    @cached_property
    def numbers(self) -> Mapping[UUID, int]:
        """The number of each event that she sees."""
        return {one.envelope.event_id: number for number, one in enumerate(self._matter.recorded, start=1)}

    @cached_property
    def measures(self) -> Mapping[UUID, Recorded]:
        """The event that added each measure."""
        return {one.event.measure: one for one in self._matter.recorded if isinstance(one.event, MeasureAdded)}

    def __call__(self, refers: Refers, id_: UUID, _: Mapping[str, Any]) -> Shown | None:
        """What the id is called."""
        find: Callable[[UUID], Shown | None] | None = {
            Refers.STAFF: self._staff,
            Refers.PUPIL: lambda one: Shown(self.pupil(one)),
            Refers.GUARDIAN: lambda one: Shown(self.guardian(one)),
            Refers.ANYBODY: lambda one: Shown(self.anybody(one)),
            Refers.MEASURE: self._measure,
            Refers.EVENT: self._event,
            Refers.ASSESSMENT: self._event,
            Refers.CASE: self._case,
            Refers.MATTER: self._case,
        }.get(refers)
        if find is not None:
            return find(id_)
        return self._made(MADE_BY[refers], id_) if refers in MADE_BY else None

    def staff(self, person: UUID) -> str:
        """The name of somebody who works at the school or for the municipality."""
        return self._named("staff", person, the_desk().names.staff) or t("reading.nobody")

    def pupil(self, pupil: UUID) -> str:
        """The name of a pupil."""
        return self._named("pupil", pupil, self._matter.pupil_name) or t("reading.pupil")

    def guardian(self, guardian: UUID) -> str:
        """The name of an adult who acts for a pupil of the matter."""
        return self._named("guardian", guardian, self._guardian) or label(Role.GUARDIAN, current_language())

    def anybody(self, person: UUID) -> str:
        """The name of somebody of whom it is not known what she is: pupils of the matter first, then staff, then guardians."""
        row = self._matter.row
        if person == row.pupil or person in row.subjects:
            return self.pupil(person)
        found = self._named("staff", person, the_desk().names.staff) or self._named("guardian", person, self._guardian)
        return found or (self.pupil(person) if self._known_pupil(person) else t("reading.nobody"))

    def actor(self, actor: Actor) -> str:
        """Who recorded something: name, or the role where the name would say nothing."""
        if actor.role is Role.SYSTEM:
            return "Varde"
        names = {Role.PUPIL: self.pupil, Role.GUARDIAN: self.guardian}
        if actor.role in names:
            return names[actor.role](actor.ref)
        return self._named("staff", actor.ref, the_desk().names.staff) or label(actor.role, current_language())

    def _named(self, kind: str, id_: UUID, find: Callable[[UUID], str]) -> str:
        if (kind, id_) not in self._people:
            self._people[kind, id_] = find(id_)
        return self._people[kind, id_]

    def _staff(self, person: UUID) -> Shown:
        return Shown(self.staff(person))

    def _guardian(self, guardian: UUID) -> str:
        pupils = dict.fromkeys([self._matter.row.pupil, *self._matter.row.subjects])
        found = (the_desk().names.guardian(pupil, guardian) for pupil in pupils if pupil is not None)
        return next((name for name in found if name), "")

    def _known_pupil(self, person: UUID) -> bool:
        return the_desk().read_model.pupil(person) is not None

    def _measure(self, measure: UUID) -> Shown:
        added = self.measures.get(measure)
        if added is None or not isinstance(added.event, MeasureAdded):
            return Shown(t("reading.measure"))
        return Shown(self._matter.text(added.event.title), event_address(self._matter.row, added.envelope.event_id))

    def _event(self, event: UUID) -> Shown | None:
        number = self.numbers.get(event)
        if number is not None:
            return Shown(t("reading.event", number=number), event_address(self._matter.row, event))
        return self._event_of_the_case(event) if self._matter.row.stream is Stream.ENFORCEMENT else None

    def _event_of_the_case(self, event: UUID) -> Shown | None:
        """What answers an order stands in the case, and is named to those who may read it there."""
        elsewhere = found_in_the_case(self._matter, {event}).get(event)
        if elsewhere is None:
            return None
        return Shown(t(f"event.{elsewhere.recorded.topic}"), event_address(elsewhere.row, event))

    def _made(self, field: str, id_: UUID) -> Shown | None:
        first = next((one for one in self._matter.recorded if getattr(one.event, field, None) == id_), None)
        if first is None:
            return None
        return Shown(t(f"event.{first.topic}"), event_address(self._matter.row, first.envelope.event_id))

    def _case(self, stream_id: UUID) -> Shown:
        row = the_desk().read_model.matter(stream_id)
        if row is None or not may_open(row):
            return Shown(t("reading.another_matter"))
        return Shown(t("matter.number", number=case_number(stream_id)), address(row))
