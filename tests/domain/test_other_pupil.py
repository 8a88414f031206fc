"""Pupils: where they go to school and who acts for them on a given day; who they are, the state does not know."""

from datetime import date

import pytest
from builders import example, person
from given_when_then import given as given_in

from events import Stream
from events.pupil import (
    GuardianRegistered,
    GuardianRemoved,
    PupilEnrolled,
    PupilIdentityCorrected,
    PupilLeftSchool,
    PupilRegistered,
)
from services.case_service.domain.pupil.commands import (
    CorrectPupilIdentity,
    EnrolPupil,
    RecordPupilLeftSchool,
    RegisterGuardian,
    RegisterPupil,
    RemoveGuardian,
)
from services.case_service.domain.pupil.refusals import (
    NotEnrolledThere,
    PupilNotRegistered,
    PupilRegisteredAlready,
    UnknownGuardian,
)
from services.case_service.domain.pupil.state import NotRegistered, enrolment_on, guardians_on
from services.case_service.domain.refusals import GradeUnknown, NothingSaid
from services.case_service.domain.school.refusals import NotAnOrgnr

HERE, THERE = "999888777", "999888776"
REGISTERED = example(PupilRegistered)
LEFT = example(PupilLeftSchool, orgnr=HERE, on=date(2025, 11, 30))
GUARDIAN = example(GuardianRegistered)
REMOVED = example(GuardianRemoved, on=date(2025, 10, 1))


def given(*events):
    return given_in(*events, stream=Stream.PUPIL)


def enrolled(orgnr=HERE, grade=4, from_date=date(2025, 8, 18)):
    return example(PupilEnrolled, orgnr=orgnr, grade=grade, from_date=from_date)


def test_a_pupil_is_registered_once():
    given().when(RegisterPupil(fact=REGISTERED)).then(REGISTERED)
    given(REGISTERED).when(RegisterPupil(fact=REGISTERED)).then_refused(PupilRegisteredAlready)


def test_an_identity_is_corrected_and_has_a_name():
    corrected = example(PupilIdentityCorrected)
    given(REGISTERED).when(CorrectPupilIdentity(fact=corrected)).then(corrected)
    blank = example(PupilIdentityCorrected, name="")
    given(REGISTERED).when(CorrectPupilIdentity(fact=blank)).then_refused(NothingSaid, "name")


def test_no_state_holds_a_name():
    state = given(REGISTERED, enrolled(), GUARDIAN).state
    assert REGISTERED.name not in repr(state)
    assert GUARDIAN.name not in repr(state)


@pytest.mark.parametrize(
    "command",
    [
        CorrectPupilIdentity(fact=example(PupilIdentityCorrected)),
        EnrolPupil(fact=enrolled()),
        RecordPupilLeftSchool(fact=LEFT),
        RegisterGuardian(fact=GUARDIAN),
        RemoveGuardian(fact=REMOVED),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_known_of_a_pupil_before_she_is_registered(command):
    given().when(command).then_refused(PupilNotRegistered)
    assert given(command.fact).state == NotRegistered()
    assert enrolment_on(given(command.fact).state, date(2025, 9, 1)) is None
    assert guardians_on(given(command.fact).state, date(2025, 9, 1)) == {}


def test_a_pupil_attends_in_a_grade_from_a_day_to_a_day():
    state = given(REGISTERED, enrolled(), LEFT).state
    assert enrolment_on(state, date(2025, 8, 17)) is None
    assert enrolment_on(state, date(2025, 11, 30)).orgnr == HERE
    assert enrolment_on(state, date(2025, 12, 1)) is None


def test_the_grade_is_that_of_the_last_enrolment():
    state = given(REGISTERED, enrolled(grade=5, from_date=date(2026, 8, 17)), enrolled(grade=4)).state
    assert [enrolment_on(state, day).grade for day in (date(2026, 6, 1), date(2026, 9, 1))] == [4, 5]


def test_a_pupil_who_changes_school_attends_the_new_one():
    state = given(REGISTERED, enrolled(), enrolled(THERE, from_date=date(2025, 12, 1)), LEFT).state
    assert [enrolment_on(state, day).orgnr for day in (date(2025, 11, 1), date(2026, 1, 10))] == [HERE, THERE]


@pytest.mark.parametrize("before", [(), (enrolled(THERE),), (enrolled(from_date=date(2025, 12, 1)),), (enrolled(), LEFT)])
def test_a_pupil_leaves_a_school_that_she_attended_unless_an_earlier_system_lost_it(before):
    late = example(PupilLeftSchool, orgnr=HERE, on=date(2025, 12, 1)) if LEFT in before else LEFT
    given(REGISTERED, *before).when(RecordPupilLeftSchool(fact=late)).then_refused(NotEnrolledThere, "orgnr")
    given(REGISTERED, *before).when(RecordPupilLeftSchool(fact=late), history=True).then(late)


@pytest.mark.parametrize(
    "command",
    [EnrolPupil(fact=enrolled("the old school")), RecordPupilLeftSchool(fact=example(PupilLeftSchool, orgnr="the old school"))],
)
def test_a_school_is_named_by_its_organisation_number(command):
    given(REGISTERED).when(command).then_refused(NotAnOrgnr, "orgnr")


def test_a_pupil_attends_a_known_grade():
    given(REGISTERED).when(EnrolPupil(fact=enrolled(grade=14))).then_refused(GradeUnknown, "grade")


def test_a_guardian_acts_for_the_pupil_until_she_is_removed():
    state = given(REGISTERED, GUARDIAN, REMOVED).state
    assert set(guardians_on(state, date(2025, 10, 1))) == {GUARDIAN.guardian}
    assert guardians_on(state, date(2025, 10, 2)) == {}


def test_a_guardian_may_be_registered_anew_once_the_basis_is_verified():
    unverified = example(GuardianRegistered, verified=False)
    given(REGISTERED, unverified).when(RegisterGuardian(fact=GUARDIAN)).then(GUARDIAN)
    assert guardians_on(given(REGISTERED, unverified, GUARDIAN).state, date(2025, 10, 1))[GUARDIAN.guardian].verified


@pytest.mark.parametrize("before", [(), (GUARDIAN, REMOVED), (example(GuardianRegistered, guardian=person("another")),)])
def test_only_a_guardian_who_acts_for_the_pupil_is_removed(before):
    given(REGISTERED, *before).when(RemoveGuardian(fact=REMOVED)).then_refused(UnknownGuardian, "guardian")
    assert given(REGISTERED, *before, REMOVED).state == given(REGISTERED, *before).state
