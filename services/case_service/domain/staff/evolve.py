"""How a fact changes what is known of a member of staff. Never refuses."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from events.organisation import (
    PrivacyTrainingAttested,
    StaffMemberLeft,
    StaffMemberRegistered,
    StaffRoleAssigned,
    StaffRoleEnded,
)
from services.case_service.domain.staff.ending_roles import all_ended, ended, ends
from services.case_service.domain.staff.held_role import HeldRole
from services.case_service.domain.staff.state import Employed, Left, State, known_person

StaffFact: TypeAlias = StaffMemberRegistered | StaffRoleAssigned | StaffRoleEnded | PrivacyTrainingAttested | StaffMemberLeft


def evolve(state: State, fact: StaffFact) -> State:
    """What is known after ``fact``. Whoever is registered anew, or gets a role, after having left is back."""
    person = known_person(state)
    if isinstance(fact, StaffMemberRegistered):
        return Employed(person=fact.person) if person is None else replace(person, person=fact.person)
    if person is None:
        return state
    match fact:
        case StaffRoleAssigned():
            held = HeldRole(role=fact.role, at_school=fact.at_school, from_date=fact.from_date, to_date=fact.to_date)
            return replace(person, roles=(*person.roles, held))
        case StaffRoleEnded():
            concerned = ends(person.roles, fact.role, fact.at_school, fact.on)
            return _keep(state, replace(person, roles=ended(person.roles, concerned, fact.on)))
        case PrivacyTrainingAttested():
            return _keep(state, replace(person, trained_to=(*person.trained_to, fact.valid_to)))
        case StaffMemberLeft():
            return Left(before=replace(person, roles=all_ended(person.roles, fact.on)), on=fact.on)
        case _:
            assert_never(fact)


def _keep(state: State, person: Employed) -> State:
    return replace(state, before=person) if isinstance(state, Left) else person
