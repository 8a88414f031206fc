"""What is decided on commands about a member of staff."""

from __future__ import annotations

from typing import Final, assert_never

from events.base import Event
from events.lists.people import FAMILY, Role
from events.organisation import StaffRoleEnded
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances
from services.case_service.domain.school.orgnr import check_orgnr
from services.case_service.domain.staff.commands import (
    AssignStaffRole,
    AttestPrivacyTraining,
    EndStaffRole,
    RecordStaffMemberLeft,
    RegisterStaffMember,
    StaffCommand,
)
from services.case_service.domain.staff.ending_roles import ends
from services.case_service.domain.staff.refusals import (
    AttestedByHerself,
    LeftAlready,
    NotAStaffRole,
    RoleNotHeld,
    StaffNotRegistered,
    StaffRegisteredAlready,
)
from services.case_service.domain.staff.state import Employed, Left, State, known_person

NOT_STAFF: Final = FAMILY | {Role.SYSTEM}


def decide(command: StaffCommand, state: State, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    person = known_person(state)
    match command:
        case RegisterStaffMember():
            if isinstance(state, Employed):
                raise StaffRegisteredAlready("person", person=state.person)
        case AssignStaffRole(fact=fact):
            _registered(person)
            check_orgnr("at_school", fact.at_school)
            if fact.role in NOT_STAFF:
                raise NotAStaffRole("role")
        case EndStaffRole(fact=fact):
            _check_ending(_registered(person), fact, circumstances)
        case AttestPrivacyTraining(fact=fact):
            if fact.attested_by == _registered(person).person and not circumstances.history:
                raise AttestedByHerself("attested_by")
        case RecordStaffMemberLeft():
            _registered(person)
            if isinstance(state, Left):
                raise LeftAlready("on", on=state.on)
        case _:
            assert_never(command)
    return (command.fact,)


def _registered(person: Employed | None) -> Employed:
    if person is None:
        raise StaffNotRegistered
    return person


def _check_ending(person: Employed, fact: StaffRoleEnded, circumstances: Circumstances) -> None:
    """An earlier system may have lost when a role began."""
    if not circumstances.history and not ends(person.roles, fact.role, fact.at_school, fact.on):
        raise RoleNotHeld("role", on=fact.on)
