"""In which role somebody acts when she records something outside a matter that she opened."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from events.lists.people import Role
from events.local_time import OSLO
from services.case_service.rights.person import Kind, Person

LEADERS: Final = frozenset(
    {Role.PRINCIPAL, Role.DEPARTMENT_HEAD, Role.AFTER_SCHOOL_LEADER, Role.CASE_HANDLER, Role.SCHOOL_OWNER, Role.OWNER_ADVISER}
)
"""Who records on behalf of people that work at the school without an account."""


def acting_role(person: Person, school: str | None, at: datetime) -> Role | None:
    """The role that says most about why she acts at a school (None: for the municipality); None when she has none there."""
    match person.kind:
        case Kind.GUARDIAN:
            return Role.GUARDIAN
        case Kind.PUPIL:
            return Role.PUPIL
        case Kind.STAFF:
            order = tuple(Role)
            return max(person.roles_at(school, at.astimezone(OSLO).date()), key=order.index, default=None)


def may_act_for_others(role: Role) -> bool:
    """Whether somebody in this role records for others."""
    return role in LEADERS
