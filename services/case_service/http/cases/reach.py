"""Which matters somebody can have to do with: what a list looks among before each one's right is decided."""

from __future__ import annotations

from uuid import UUID

import msgspec

from events.lists.people import Role
from services.case_service.http.case_access import current_person
from services.case_service.http.rights import SEES_ALL_SCHOOLS
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.compliance.calendar import local_day

MOST = 500
"""Of one person's own matters; nobody handles so many."""


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """All schools, or some whole schools, or single matters: the first of them that is given."""

    everywhere: bool = False
    schools: frozenset[str] = frozenset()
    matters: frozenset[UUID] = frozenset()


def current_reach() -> Reach:
    """What the person who is logged in can have to do with today."""
    person, desk = current_person(), the_desk()
    held = person.roles_on(local_day(desk.clock()))
    if any(one.at_school is None and one.role in SEES_ALL_SCHOOLS for one in held):
        return Reach(everywhere=True)
    led = led_schools()
    own = own_matters(person.id)
    if not led:
        return Reach(matters=frozenset(row.stream_id for row in own))
    return Reach(schools=led | {row.school for row in own if row.school is not None})


def led_schools() -> frozenset[str]:
    """The schools that the person who is logged in leads today."""
    held = current_person().roles_on(local_day(the_desk().clock()))
    return frozenset(one.at_school for one in held if one.role is Role.PRINCIPAL and one.at_school is not None)


def own_matters(person: UUID) -> tuple[MatterRow, ...]:
    """The matters that somebody handles, has a task in, or was given access to."""
    model = the_desk().read_model
    granted = (model.matter(one) for one in model.granted_to(person))
    rows = (*model.matters(handler=person, limit=MOST).rows, *model.works_with(person, limit=MOST), *granted)
    return tuple({row.stream_id: row for row in rows if row is not None}.values())
