"""Who is to be told: always people who may see the matter, and never the one who did it or is suspected."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final
from uuid import UUID

from events.lists.people import Role
from services.case_service.read_model import MatterRow, ReadModel

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

    def leading(self, matter: MatterRow, on: date) -> tuple[UUID, ...]:
        """Those who lead a matter: the handler, else the principal; the owner where the school's leadership is suspected."""
        if matter.led_by_owner:
            return self.allowed(matter, self.owners(on))
        handler = (matter.case_handler,) if matter.case_handler is not None else ()
        return self.allowed(matter, handler or self.principals(matter.school, on))

    def allowed(self, matter: MatterRow, people: Iterable[UUID]) -> tuple[UUID, ...]:
        """Those of ``people`` who are not suspected in the matter and not shut out of it."""
        shut_out = {*matter.suspected_persons, *(denial.person for denial in self._model.access(matter.stream_id).denials)}
        return tuple(person for person in _unique(people) if person not in shut_out)

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
