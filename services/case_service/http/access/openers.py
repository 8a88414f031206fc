"""Who can open a matter today, and on what ground: asked of the same table that decides, for everybody who works there."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from events.lists.people import Role
from events.local_time import OSLO
from services.case_service.http.case_access import Matter, current_person, decision_of
from services.case_service.http.languages import t
from services.case_service.http.persons import standing_on
from services.case_service.http.web import the_desk, the_web
from services.case_service.read_model import MatterRow, StaffRow
from services.case_service.rights import SHUT_OUT, Action, Decision, Person, Reason

WATCHING: Final = frozenset({Role.SCHOOL_OWNER, Role.OWNER_ADVISER, Role.DATA_PROTECTION_OFFICER, Role.AUDITOR})


class Opener(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can open a matter, or would if it were not for ``decision.why``."""

    person: UUID
    name: str
    roles: tuple[Role, ...]
    decision: Decision


def colleagues(row: MatterRow) -> tuple[StaffRow, ...]:
    """Everybody who works at the matter's school or for the municipality today, once each."""
    desk, today = the_desk(), today_in_norway()
    at_school = desk.read_model.staff_at(row.school, today) if row.school is not None else ()
    found = {one.person: one for one in (*at_school, *desk.read_model.staff_of_municipality(today))}
    return tuple(found.values())


def those_to_shut_out(matter: Matter) -> tuple[StaffRow, ...]:
    """Those whom the one who opened the matter can shut out of it.

    Who watches over a school is shut out by the owner alone: else its leader could take a case out of sight and figures.
    """
    found, today = colleagues(matter.row), today_in_norway()
    if matter.decision.role is Role.SCHOOL_OWNER:
        return found

    def watches(one: StaffRow) -> bool:
        return any(held.at_school is None and held.role in WATCHING and held.holds_on(today) for held in one.roles)

    return tuple(one for one in found if not watches(one))


def may_change_what_the_owner_decided() -> bool:
    """Whether the one who is logged in holds the owner's own level: what was decided there is changed there alone."""
    return Role.SCHOOL_OWNER in current_person().roles_at(None, today_in_norway())


def openers(row: MatterRow) -> tuple[Opener, ...]:
    """Who can open content of the matter, and who is shut out of it, by name."""
    found = (_opener(one, row) for one in colleagues(row))
    known = SHUT_OUT | {Reason.NOT_TRAINED}
    return tuple(sorted((one for one in found if one.decision.allowed or one.decision.why in known), key=lambda one: one.name))


def today_in_norway() -> date:
    """Today on Norwegian calendars."""
    return the_web().clock().astimezone(OSLO).date()


def _opener(staff: StaffRow, row: MatterRow) -> Opener:
    today = today_in_norway()
    roles, trained = standing_on(staff, today)
    person = Person(id=staff.person, login="", name="", roles=roles, trained=trained, second_factor=True)
    here = person.roles_at(row.school, today)
    return Opener(
        person=staff.person,
        name=the_desk().names.staff(staff.person) or t("access.unknown_name"),
        roles=tuple(role for role in Role if role in here),
        decision=decision_of(person, row, Action.SEE_CONTENT),
    )
