"""Which school a report is for: one of the reporter's own, never one that a form made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import abort

from events.lists.people import Role
from events.local_time import OSLO
from services.case_service.http.persons import current_person
from services.case_service.http.web import the_desk, the_web
from services.case_service.read_model import SchoolRow, StaffRow


def today() -> date:
    """The date in Norway."""
    return the_web().clock().astimezone(OSLO).date()


def running_schools() -> tuple[SchoolRow, ...]:
    """The municipality's schools that are not discontinued, by name."""
    return tuple(sorted((one for one in the_desk().read_model.schools() if one.discontinued_on is None), key=lambda one: one.name))


def own_schools() -> tuple[SchoolRow, ...]:
    """The schools at which the person who is logged in may report: where she works; for whoever works for all of them, all."""
    person, day = current_person(), today()
    own = person.schools_on(day)
    everywhere = any(held.at_school is None for held in person.roles_on(day))
    return tuple(one for one in running_schools() if everywhere or one.orgnr in own)


def chosen_school(form: Mapping[str, str], among: tuple[SchoolRow, ...]) -> SchoolRow | None:
    """The school that a form names, or the only one there is. 404 for one that is not among them."""
    wanted = form.get("school", "").strip()
    if not wanted:
        return among[0] if len(among) == 1 else None
    found = next((one for one in among if one.orgnr == wanted), None)
    return found if found is not None else abort(404)


def principal_of(orgnr: str) -> UUID | None:
    """Who receives the school's reports: its principal, else whoever else leads it."""
    school = the_desk().read_model.school(orgnr)
    if school is not None and school.principal is not None:
        return school.principal
    leading = leaders_of(orgnr)
    return leading[0].person if leading else None


def leaders_of(orgnr: str) -> tuple[StaffRow, ...]:
    """The school's leadership today, the principal first."""
    day = today()
    order = {Role.PRINCIPAL: 0, Role.DEPARTMENT_HEAD: 1, Role.AFTER_SCHOOL_LEADER: 2}

    def rank(row: StaffRow) -> int:
        held = (order[one.role] for one in row.roles if one.role in order and one.at_school == orgnr)
        return min(held, default=len(order))

    found = (row for row in the_desk().read_model.staff_at(orgnr, day) if rank(row) < len(order))
    return tuple(sorted(found, key=rank))
