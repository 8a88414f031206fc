"""What the ids in a copy are called for the one who gets it: by the same rules as the texts, or a masked name would stand here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from events.envelope import Actor, Recorded
from events.lists.people import Role
from events.plan import MeasureAdded
from services.case_service.forms import Refers
from services.case_service.packages.known import Known
from services.case_service.packages.redaction import Copy, Mask
from services.case_service.reading import Shown
from texts import Language, label, text
from texts.case_number import case_number


class NamesInCopy:
    """Answers for one copy. ``named``: whether pupils other than ``own`` are called by their names.

    ``mask`` takes out what was masked by hand wherever it stands: also in the names of those who recorded something.
    """

    def __init__(
        self,
        known: Known,
        copies: tuple[Copy, ...],
        *,
        own: UUID | None,
        named: bool,
        language: Language,
        mask: Mask = str,
    ) -> None:
        self._known = known
        self._copies = tuple(one for one in copies if one.why is None)
        self._own = own
        self._named = named
        self._language = language
        self._mask = mask

    def __call__(self, refers: Refers, id_: UUID, _: Mapping[str, Any]) -> Shown | None:
        """What the id is called."""
        find: Callable[[UUID], str] | None = {
            Refers.STAFF: self.staff,
            Refers.PUPIL: self.pupil,
            Refers.GUARDIAN: self.guardian,
            Refers.ANYBODY: self.anybody,
            Refers.MEASURE: self._measure,
            Refers.EVENT: self._event,
            Refers.ASSESSMENT: self._event,
            Refers.CASE: self._case,
            Refers.MATTER: self._case,
        }.get(refers)
        found = "" if find is None else find(id_)
        return Shown(found) if found else None

    def staff(self, person: UUID) -> str:
        """The name of somebody who works at the school or for the municipality."""
        return self._mask(self._known.desk.names.staff(person)) or self._t("reading.nobody")

    def pupil(self, pupil: UUID) -> str:
        """The name of a pupil, or "another pupil"."""
        if pupil != self._own and not self._named:
            return self._t("access.another_pupil")
        return self._mask(self._known.desk.names.pupil(pupil)) or self._t("reading.pupil")

    def guardian(self, guardian: UUID) -> str:
        """The name of an adult who acts for a pupil who may be named."""
        pupils = (self._own, self._known.row.pupil, *self._known.row.subjects) if self._named else (self._own,)
        names = (self._known.desk.names.guardian(pupil, guardian) for pupil in pupils if pupil is not None)
        return self._mask(next((name for name in names if name), label(Role.GUARDIAN, self._language)))

    def anybody(self, person: UUID) -> str:
        """The name of somebody of whom it is not known what she is."""
        if self._known.desk.read_model.pupil(person) is not None:
            return self.pupil(person)
        return self._mask(self._known.desk.names.staff(person)) or self.guardian(person)

    def actor(self, actor: Actor) -> str:
        """Who recorded something, and in which role."""
        if actor.role is Role.SYSTEM:
            return "Varde"
        role = label(actor.role, self._language)
        known = {Role.PUPIL: self.pupil, Role.GUARDIAN: self.guardian}.get(actor.role, self._known.desk.names.staff)
        name = self._mask(known(actor.ref))
        return role if not name or name.casefold() == role.casefold() else f"{name} ({role})"

    @cached_property
    def _measures(self) -> Mapping[UUID, str]:
        return {one.recorded.event.measure: one.recorded.event.title for one in self._copies if _is_measure(one.recorded)}  # type: ignore[attr-defined]

    @cached_property
    def _numbers(self) -> Mapping[UUID, int]:
        return {one.id: one.number for one in self._copies}

    def _measure(self, measure: UUID) -> str:
        return self._measures.get(measure) or self._t("reading.measure")

    def _event(self, event: UUID) -> str:
        number = self._numbers.get(event)
        return "" if number is None else self._t("reading.event", number=number)

    def _case(self, stream_id: UUID) -> str:
        own = {row.stream_id for row in (self._known.row, *self._known.beside)}
        return self._t("matter.number", number=case_number(stream_id)) if stream_id in own else self._t("reading.another_matter")

    def _t(self, key: str, **values: object) -> str:
        return text(key, self._language, **values)


def _is_measure(one: Recorded) -> bool:
    return isinstance(one.event, MeasureAdded)
