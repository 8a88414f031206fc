"""Members of staff as administration lists and offers them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from events.lists.people import Role
from services.case_service.domain.staff.held_role import HeldRole
from services.case_service.forms import Choice
from services.case_service.http.admin.history import name_of, place_name
from services.case_service.http.admin.office import today
from services.case_service.http.languages import current_language, t
from services.case_service.http.web import the_desk
from services.case_service.read_model import StaffRow
from texts import label

LEADING: Final = frozenset({Role.PRINCIPAL, Role.DEPARTMENT_HEAD, Role.AFTER_SCHOOL_LEADER, Role.CASE_HANDLER})


def in_service(rows: Iterable[StaffRow]) -> tuple[StaffRow, ...]:
    """Those who have not left."""
    day = today()
    return tuple(row for row in rows if row.left_on is None or day <= row.left_on)


def held_now(row: StaffRow) -> tuple[HeldRole, ...]:
    """The roles of today, and those that begin later."""
    day = today()
    return tuple(sorted((one for one in row.roles if one.to_date is None or day <= one.to_date), key=_place))


def role_text(held: HeldRole) -> str:
    """A role and where it holds."""
    role = label(held.role, current_language())
    return t("admin.role_at", role=f"{role[:1].upper()}{role[1:]}", place=place_name(held.at_school))


def is_trained(row: StaffRow) -> bool:
    """Whether an attested training holds today."""
    return any(last is None or today() <= last for last in row.trained_to)


def has_role(person: UUID, role: Role) -> bool:
    """Whether somebody holds a role in the municipality as a whole, today or later."""
    row = the_desk().read_model.staff(person)
    return row is not None and any(one.role is role and one.at_school is None for one in held_now(row))


def staff_choices(orgnr: str) -> tuple[Choice, ...]:
    """Those who may come to lead a school: who works there first, then who leads elsewhere, and who has no role yet."""
    desk = the_desk()
    here = {row.person for row in desk.read_model.staff_at(orgnr, today())}
    found = [
        Choice(
            value=str(row.person),
            text=name_of(row.person),
            group=t("admin.people.here") if row.person in here else t("admin.people.elsewhere"),
        )
        for row in in_service(desk.read_model.everyone())
        if row.person in here or not held_now(row) or any(held.role in LEADING or held.at_school is None for held in held_now(row))
    ]
    return tuple(sorted(found, key=lambda one: (one.group != t("admin.people.here"), one.text.casefold())))


def school_choices() -> tuple[Choice, ...]:
    """The schools that run, by name."""
    rows = (one for one in the_desk().read_model.schools() if one.discontinued_on is None)
    return tuple(Choice(value=one.orgnr, text=one.name) for one in sorted(rows, key=lambda one: one.name.casefold()))


def _place(held: HeldRole) -> tuple[bool, str, int]:
    return held.at_school is not None, held.at_school or "", -tuple(Role).index(held.role)
