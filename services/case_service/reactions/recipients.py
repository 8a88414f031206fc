"""Who is to be told: always people who may see the matter, and never the one who did it or is suspected."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final
from uuid import UUID

from events.base import Stream
from events.lists.people import Role
from services.case_service.read_model import MatterRow, ReadModel
from services.case_service.rights import STILL_LET_IN

OWNERS: Final = frozenset({Role.SCHOOL_OWNER, Role.OWNER_ADVISER})
LEADERS: Final = frozenset({Role.PRINCIPAL})


class Recipients:
    """Answers by post; ``on`` is the local day."""

    def __init__(self, model: ReadModel) -> None:
        self._model = model

    def principals(self, school: str | None, on: date) -> tuple[UUID, ...]:
        """The school's principal, and whoever else has the role there."""
        if school is None:
            return ()
        row = self._model.school(school)
        appointed = (row.principal,) if row is not None and row.principal is not None else ()
        return _unique((*appointed, *self._with_role(school, LEADERS, on)))

    def owners(self, on: date) -> tuple[UUID, ...]:
        """Those who answer for all schools."""
        return self._with_role(None, OWNERS, on)

    def protection_officers(self, on: date) -> tuple[UUID, ...]:
        """The data protection officer."""
        return self._with_role(None, frozenset({Role.DATA_PROTECTION_OFFICER}), on)

    def with_roles(self, roles: Collection[Role], school: str | None, on: date) -> tuple[UUID, ...]:
        """Those who hold one of the roles at a school; asked for the municipality (None): there and at any of its schools."""
        places = [school] if school is not None else [None, *(one.orgnr for one in self._model.schools())]
        return _unique(person for place in places for person in self._with_role(place, roles, on))

    def principals_of(self, matter: MatterRow, on: date) -> tuple[UUID, ...]:
        """The principals who may know of a matter: none where a leader of the school is suspected."""
        if any(one.led_by_owner for one in self._with_case(matter)):
            return ()
        return self.allowed(matter, self.principals(matter.school, on))

    def leading(self, matter: MatterRow, on: date) -> tuple[UUID, ...]:
        """Those who lead a matter: the handler, else the principal, and where none of them may (or is there) the owner."""
        if any(one.led_by_owner for one in self._with_case(matter)):
            return self.allowed(matter, self.owners(on))
        handler = matter.case_handler
        working = () if handler is None or not self._works_at(matter.school, handler, on) else (handler,)
        return self.allowed(matter, working) or self.principals_of(matter, on) or self.allowed(matter, self.owners(on))

    def allowed(self, matter: MatterRow, people: Iterable[UUID]) -> tuple[UUID, ...]:
        """Those of ``people`` who are not shut out of the matter, as whoever opens it would be.

        That is who was denied it or the case that it belongs to, who is suspected there or in another case of the pupil, and who
        is the pupil's guardian; and where an event that may say so cannot be read, everybody but the school owner.
        """
        wanted = _unique(people)
        if not wanted:
            return ()
        if self._model.may_hide_somebody(matter):
            wanted = tuple(person for person in wanted if self._answers_for_all(person))
        rows = self._with_case(matter)
        shut_out = {person for row in rows for person in row.suspected_persons}
        shut_out |= {denial.person for row in rows for denial in self._model.access(row.stream_id).denials}
        for pupil in {row.pupil for row in rows if row.pupil is not None}:
            about_adults = self._model.matters(pupil=pupil, streams=(Stream.HEIGHTENED_CASE,), open_only=True).rows
            shut_out |= {person for row in about_adults for person in row.suspected_persons}
            shut_out |= {one.guardian for one in self._model.guardians_of(pupil)}
        return tuple(person for person in wanted if person not in shut_out)

    def _with_case(self, matter: MatterRow) -> tuple[MatterRow, ...]:
        """A matter and the case that it belongs to, where that is another."""
        case = None if matter.case_id == matter.stream_id else self._model.matter(matter.case_id)
        return (matter,) if case is None else (matter, case)

    def _answers_for_all(self, person: UUID) -> bool:
        row = self._model.staff(person)
        return row is not None and any(held.role in STILL_LET_IN and held.at_school is None for held in row.roles)

    def _works_at(self, school: str | None, person: UUID, on: date) -> bool:
        """Whether somebody has a role at the school or in the municipality; whom no event knows is taken to."""
        row = self._model.staff(person)
        if row is None:
            return True
        here = any(held.holds_on(on) and held.at_school in {school, None} for held in row.roles)
        return here and (row.left_on is None or row.left_on >= on)

    def _with_role(self, school: str | None, roles: Collection[Role], on: date) -> tuple[UUID, ...]:
        staff = self._model.staff_of_municipality(on) if school is None else self._model.staff_at(school, on)
        return tuple(
            row.person
            for row in staff
            if (row.left_on is None or row.left_on >= on)
            and any(held.role in roles and held.at_school == school and held.holds_on(on) for held in row.roles)
        )


def _unique(people: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(people))
