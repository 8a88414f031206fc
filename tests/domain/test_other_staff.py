"""Members of staff: who had which role at which school on which day (opplæringsforskrifta § 20-2)."""

from datetime import date

import pytest
from builders import example, person
from given_when_then import given as given_in

from events import Stream
from events.lists.people import Role
from events.organisation import (
    PrivacyTrainingAttested,
    StaffMemberLeft,
    StaffMemberRegistered,
    StaffRoleAssigned,
    StaffRoleEnded,
)
from services.case_service.domain.refusals import DatesReversed
from services.case_service.domain.school.refusals import NotAnOrgnr
from services.case_service.domain.staff.commands import (
    AssignStaffRole,
    AttestPrivacyTraining,
    EndStaffRole,
    RecordStaffMemberLeft,
    RegisterStaffMember,
)
from services.case_service.domain.staff.refusals import (
    AttestedByHerself,
    LeftAlready,
    NotAStaffRole,
    RoleNotHeld,
    StaffNotRegistered,
    StaffRegisteredAlready,
)
from services.case_service.domain.staff.state import Employed, Left, NotRegistered, had_role, roles_on

HERE, THERE = "999888777", "999888776"
AUGUST, OCTOBER, CHRISTMAS, NEW_YEAR = date(2025, 8, 1), date(2025, 10, 1), date(2025, 12, 24), date(2026, 1, 1)

REGISTERED = example(StaffMemberRegistered)
LEFT = example(StaffMemberLeft, on=OCTOBER)


def given(*events):
    return given_in(*events, stream=Stream.STAFF_MEMBER)


def assigned(role=Role.PRINCIPAL, *, at=HERE, from_date=AUGUST, to_date=None):
    return example(StaffRoleAssigned, role=role, at_school=at, from_date=from_date, to_date=to_date)


def ended(role=Role.PRINCIPAL, *, at=HERE, on=OCTOBER):
    return example(StaffRoleEnded, role=role, at_school=at, on=on)


def test_a_role_is_held_at_its_school_from_its_first_day_to_its_last():
    state = given(REGISTERED, assigned(to_date=OCTOBER)).state
    days = (date(2025, 7, 31), AUGUST, OCTOBER, date(2025, 10, 2))
    assert [had_role(state, Role.PRINCIPAL, HERE, day) for day in days] == [False, True, True, False]
    assert not had_role(state, Role.PRINCIPAL, THERE, AUGUST)
    assert not had_role(state, Role.EMPLOYEE, HERE, AUGUST)


def test_a_role_in_the_municipality_is_at_no_school():
    state = given(REGISTERED, assigned(Role.SCHOOL_OWNER, at=None)).state
    assert had_role(state, Role.SCHOOL_OWNER, None, CHRISTMAS)
    assert not had_role(state, Role.SCHOOL_OWNER, HERE, CHRISTMAS)


def test_several_roles_at_several_schools_are_told_apart():
    state = given(REGISTERED, assigned(), assigned(Role.OBSERVER, at=THERE), ended()).state
    assert {(held.role, held.at_school) for held in roles_on(state, AUGUST)} == {(Role.PRINCIPAL, HERE), (Role.OBSERVER, THERE)}
    assert {(held.role, held.at_school) for held in roles_on(state, CHRISTMAS)} == {(Role.OBSERVER, THERE)}


def test_an_ended_role_was_still_held_on_its_last_day():
    outcome = given(REGISTERED, assigned()).when(EndStaffRole(fact=ended())).then(ended())
    assert had_role(outcome.state, Role.PRINCIPAL, HERE, OCTOBER)
    assert not had_role(outcome.state, Role.PRINCIPAL, HERE, date(2025, 10, 2))


def test_a_role_that_ends_before_it_begins_is_never_held():
    state = given(REGISTERED, assigned(from_date=NEW_YEAR), ended(on=OCTOBER)).state
    assert roles_on(state, date(2026, 6, 1)) == ()


def test_ending_a_role_leaves_the_same_role_later_as_it_was():
    state = given(REGISTERED, assigned(to_date=CHRISTMAS), assigned(from_date=NEW_YEAR), ended(on=OCTOBER)).state
    assert roles_on(state, CHRISTMAS) == ()
    assert had_role(state, Role.PRINCIPAL, HERE, NEW_YEAR)


@pytest.mark.parametrize("events", [(), (assigned(at=THERE),), (assigned(Role.EMPLOYEE),), (assigned(to_date=date(2025, 9, 1)),)])
def test_a_role_that_was_not_held_does_not_end_unless_an_earlier_system_says_so(events):
    given(REGISTERED, *events).when(EndStaffRole(fact=ended())).then_refused(RoleNotHeld, "role")
    outcome = given(REGISTERED, *events).when(EndStaffRole(fact=ended()), history=True).then(ended())
    assert outcome.state == given(REGISTERED, *events).state


@pytest.mark.parametrize("role", [Role.PUPIL, Role.GUARDIAN, Role.SYSTEM])
def test_pupils_guardians_and_the_system_are_no_staff(role):
    given(REGISTERED).when(AssignStaffRole(fact=assigned(role))).then_refused(NotAStaffRole, "role")


def test_a_role_is_at_a_school_with_an_organisation_number():
    given(REGISTERED).when(AssignStaffRole(fact=assigned(at="the school by the church"))).then_refused(NotAnOrgnr, "at_school")


def test_a_role_does_not_end_before_it_begins():
    reversed_dates = assigned(from_date=OCTOBER, to_date=AUGUST)
    given(REGISTERED).when(AssignStaffRole(fact=reversed_dates)).then_refused(DatesReversed, "to_date")


def test_whoever_leaves_has_no_role_any_more():
    state = given(REGISTERED, assigned(), assigned(Role.OBSERVER, at=THERE, from_date=NEW_YEAR), LEFT).state
    assert isinstance(state, Left)
    assert had_role(state, Role.PRINCIPAL, HERE, OCTOBER)
    assert roles_on(state, date(2025, 10, 2)) == ()
    assert roles_on(state, date(2026, 6, 1)) == ()


def test_a_role_that_had_ended_is_not_made_longer_by_leaving():
    state = given(REGISTERED, assigned(to_date=date(2025, 9, 1)), LEFT).state
    assert not had_role(state, Role.PRINCIPAL, HERE, date(2025, 9, 2))


def test_whoever_gets_a_role_after_having_left_is_back():
    state = given(REGISTERED, assigned(), LEFT, assigned(from_date=NEW_YEAR)).state
    assert isinstance(state, Employed)
    assert [had_role(state, Role.PRINCIPAL, HERE, day) for day in (AUGUST, CHRISTMAS, NEW_YEAR)] == [True, False, True]


def test_whoever_has_left_may_be_registered_anew_and_her_past_stays():
    outcome = given(REGISTERED, assigned(), LEFT).when(RegisterStaffMember(fact=REGISTERED)).then(REGISTERED)
    assert isinstance(outcome.state, Employed)
    assert had_role(outcome.state, Role.PRINCIPAL, HERE, AUGUST)


def test_a_role_may_be_ended_after_she_left():
    state = given(REGISTERED, assigned(), LEFT, ended(on=date(2025, 9, 1))).state
    assert isinstance(state, Left)
    assert not had_role(state, Role.PRINCIPAL, HERE, date(2025, 9, 2))


def test_a_member_of_staff_is_registered_once_and_leaves_once():
    given(REGISTERED).when(RegisterStaffMember(fact=REGISTERED)).then_refused(StaffRegisteredAlready, "person")
    given(REGISTERED, LEFT).when(RecordStaffMemberLeft(fact=LEFT)).then_refused(LeftAlready, "on")


@pytest.mark.parametrize(
    "command",
    [
        AssignStaffRole(fact=assigned()),
        EndStaffRole(fact=ended()),
        AttestPrivacyTraining(fact=example(PrivacyTrainingAttested)),
        RecordStaffMemberLeft(fact=LEFT),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_known_of_anybody_before_she_is_registered(command):
    given().when(command).then_refused(StaffNotRegistered)
    assert given(command.fact).state == NotRegistered()
    assert roles_on(given(command.fact).state, OCTOBER) == ()


def test_training_is_attested_by_somebody_else():
    own_word = example(PrivacyTrainingAttested, attested_by=REGISTERED.person)
    given(REGISTERED).when(AttestPrivacyTraining(fact=own_word)).then_refused(AttestedByHerself, "attested_by")
    given(REGISTERED).when(AttestPrivacyTraining(fact=own_word), history=True).then(own_word)


@pytest.mark.parametrize("valid_to", [None, CHRISTMAS])
def test_the_last_day_of_a_training_is_known(valid_to):
    attested = example(PrivacyTrainingAttested, attested_by=person("data protection officer"), valid_to=valid_to)
    outcome = given(REGISTERED).when(AttestPrivacyTraining(fact=attested)).then(attested)
    assert given(REGISTERED).state.trained_to == ()
    assert outcome.state.trained_to == (valid_to,)
