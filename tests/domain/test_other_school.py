"""Schools: who was principal, which plan applied and how many pupils there were on a given day."""

from datetime import date

import pytest
from builders import example, person
from given_when_then import given as given_in

from events import Stream
from events.organisation import (
    DeputyAppointed,
    KioskCodeIssued,
    KioskCodeRevoked,
    PrincipalAppointed,
    PupilCountReported,
    RulebookChosen,
    SchoolDayClosed,
    SchoolDayReopened,
    SchoolDiscontinued,
    SchoolMapPublished,
    SchoolRegistered,
    SchoolRenamed,
)
from services.case_service.domain.refusals import GradeUnknown, NothingSaid, NumberTooSmall
from services.case_service.domain.school.commands import (
    AppointDeputy,
    AppointPrincipal,
    ChooseRulebook,
    CloseSchoolDay,
    DiscontinueSchool,
    IssueKioskCode,
    PublishSchoolMap,
    RegisterSchool,
    RenameSchool,
    ReopenSchoolDay,
    ReportPupilCount,
    RevokeKioskCode,
)
from services.case_service.domain.school.refusals import (
    DayNotClosed,
    DiscontinuedAlready,
    GradesReversed,
    KioskCodeExists,
    MapVersionTaken,
    NotAnOrgnr,
    PostBeganAlready,
    SchoolNotRegistered,
    SchoolRegisteredAlready,
    UnknownKioskCode,
)
from services.case_service.domain.school.state import Deputy, Discontinued, KioskCode, NotRegistered, known_school

REGISTERED = example(SchoolRegistered, lowest_grade=1, highest_grade=7)
FIRST = example(PrincipalAppointed, principal=person("first principal"), from_date=date(2020, 8, 1))
SECOND = example(PrincipalAppointed, principal=person("second principal"), from_date=date(2025, 3, 1))
GONE = example(SchoolDiscontinued, on=date(2026, 7, 31))


def given(*events):
    return given_in(*events, stream=Stream.SCHOOL)


@pytest.mark.parametrize("orgnr", ["99988877", "9998887770", "99988877X", "999 888 777", "٩٩٩٨٨٨٧٧٧"])
def test_an_organisation_number_has_nine_digits(orgnr):
    given().when(RegisterSchool(fact=example(SchoolRegistered, orgnr=orgnr))).then_refused(NotAnOrgnr, "orgnr")


def test_an_invented_organisation_number_will_do():
    invented = example(SchoolRegistered, orgnr="123456789")
    given().when(RegisterSchool(fact=invented)).then(invented)


def test_the_lowest_grade_is_not_above_the_highest():
    reversed_grades = example(SchoolRegistered, lowest_grade=8, highest_grade=7)
    given().when(RegisterSchool(fact=reversed_grades)).then_refused(GradesReversed, "highest_grade")
    given().when(RegisterSchool(fact=example(SchoolRegistered, lowest_grade=0))).then_refused(GradeUnknown, "lowest_grade")
    one_grade = example(SchoolRegistered, lowest_grade=7, highest_grade=7)
    given().when(RegisterSchool(fact=one_grade)).then(one_grade)


def test_a_school_has_a_name():
    given().when(RegisterSchool(fact=example(SchoolRegistered, name=" "))).then_refused(NothingSaid, "name")


def test_a_school_is_registered_once_even_when_it_is_gone():
    given(REGISTERED).when(RegisterSchool(fact=REGISTERED)).then_refused(SchoolRegisteredAlready, "orgnr")
    given(REGISTERED, GONE).when(RegisterSchool(fact=REGISTERED)).then_refused(SchoolRegisteredAlready, "orgnr")


@pytest.mark.parametrize(
    "command",
    [
        RenameSchool(fact=example(SchoolRenamed)),
        ReportPupilCount(fact=example(PupilCountReported)),
        AppointPrincipal(fact=FIRST),
        CloseSchoolDay(fact=example(SchoolDayClosed)),
        ReopenSchoolDay(fact=example(SchoolDayReopened)),
        ChooseRulebook(fact=example(RulebookChosen)),
        DiscontinueSchool(fact=GONE),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_known_of_a_school_before_it_is_registered(command):
    given().when(command).then_refused(SchoolNotRegistered)
    assert given(command.fact).state == NotRegistered()


def test_a_school_is_closed_for_good_once_and_what_was_known_stays():
    given(REGISTERED, GONE).when(DiscontinueSchool(fact=GONE)).then_refused(DiscontinuedAlready, "on")
    assert known_school(given(REGISTERED, GONE).state).orgnr == REGISTERED.orgnr


def test_pupils_are_counted_from_nought():
    given().when(RegisterSchool(fact=example(SchoolRegistered, pupils=-1))).then_refused(NumberTooSmall, "pupils")
    counted = example(PupilCountReported, pupils=-1)
    given(REGISTERED).when(ReportPupilCount(fact=counted)).then_refused(NumberTooSmall, "pupils")


def test_every_principal_is_known_by_the_day_on_which_she_took_up_the_post():
    state = given(REGISTERED, SECOND, FIRST).state
    assert state.principals == {FIRST.from_date: FIRST.principal, SECOND.from_date: SECOND.principal}


def test_a_principal_who_is_recorded_late_is_known_of_a_school_that_is_gone():
    state = given(REGISTERED, FIRST, GONE, SECOND).state
    assert isinstance(state, Discontinued)
    assert state.before.principals == {FIRST.from_date: FIRST.principal, SECOND.from_date: SECOND.principal}


def test_two_principals_do_not_take_up_the_post_on_the_same_day():
    rival = example(PrincipalAppointed, principal=person("rival"), from_date=FIRST.from_date)
    given(REGISTERED, FIRST).when(AppointPrincipal(fact=rival)).then_refused(PostBeganAlready, "from_date")
    given(REGISTERED, FIRST).when(AppointPrincipal(fact=FIRST)).then(FIRST)


def test_every_plan_is_known_by_the_day_from_which_it_was_chosen():
    law, local = (example(RulebookChosen, rulebook=name, from_date=day) for name, day in PLANS)
    assert given(REGISTERED, local, law).state.rulebooks == {day: name for name, day in PLANS}


PLANS = (("first plan", date(2024, 8, 1)), ("second plan", date(2025, 8, 1)))


def test_the_number_of_pupils_is_known_by_the_day_of_each_count():
    counts = [
        example(PupilCountReported, counted_on=date(year, 10, 1), pupils=pupils) for year, pupils in ((2024, 210), (2025, 199))
    ]
    assert given(REGISTERED, *counts).state.pupils == {one.counted_on: one.pupils for one in counts}


def test_a_renamed_school_is_the_same_school_with_its_closed_days():
    closed = example(SchoolDayClosed, day=date(2025, 11, 14))
    school = known_school(given(REGISTERED, closed, example(SchoolRenamed, name="A new name")).state)
    assert (school.name, school.orgnr, dict(school.closed_days)) == ("A new name", REGISTERED.orgnr, {closed.day: closed.kind})


def test_a_day_that_was_closed_by_mistake_is_open_again_and_can_be_closed_anew():
    closed, other = (example(SchoolDayClosed, day=date(2025, 11, day)) for day in (14, 17))
    reopened = example(SchoolDayReopened, day=closed.day)
    state = given(REGISTERED, closed, other).when(ReopenSchoolDay(fact=reopened)).then(reopened).state
    assert dict(state.closed_days) == {other.day: other.kind}
    again = given(REGISTERED, closed, reopened).when(CloseSchoolDay(fact=closed)).then(closed).state
    assert dict(again.closed_days) == {closed.day: closed.kind}


def test_a_day_on_which_the_school_is_not_closed_is_not_reopened():
    reopened = example(SchoolDayReopened, day=date(2025, 11, 14))
    given(REGISTERED).when(ReopenSchoolDay(fact=reopened)).then_refused(DayNotClosed, "day")
    closed = example(SchoolDayClosed, day=reopened.day)
    given(REGISTERED, closed, reopened).when(ReopenSchoolDay(fact=reopened)).then_refused(DayNotClosed, "day")


def test_a_deputy_does_the_principals_work_from_a_day_to_a_day():
    appointed = example(DeputyAppointed, from_date=date(2025, 9, 15), to_date=date(2025, 9, 19))
    state = given(REGISTERED).when(AppointDeputy(fact=appointed)).then(appointed).state
    assert state.deputies == (Deputy(person=appointed.deputy, from_date=appointed.from_date, to_date=appointed.to_date),)


def test_a_code_for_reporting_without_an_account_has_a_last_day_and_may_be_revoked():
    issued, revoked = example(KioskCodeIssued, valid_to=date(2025, 12, 1)), example(KioskCodeRevoked)
    given_out = given(REGISTERED).when(IssueKioskCode(fact=issued)).then(issued).state
    assert given_out.kiosk_codes == {issued.code_hash: KioskCode(valid_to=issued.valid_to)}
    gone = given(REGISTERED, issued).when(RevokeKioskCode(fact=revoked)).then(revoked).state
    assert gone.kiosk_codes == {issued.code_hash: KioskCode(valid_to=issued.valid_to, revoked=True)}


def test_a_code_is_issued_once_and_revoked_once():
    issued, revoked = example(KioskCodeIssued), example(KioskCodeRevoked)
    given(REGISTERED, issued).when(IssueKioskCode(fact=issued)).then_refused(KioskCodeExists)
    given(REGISTERED).when(RevokeKioskCode(fact=revoked)).then_refused(UnknownKioskCode)
    given(REGISTERED, issued, revoked).when(RevokeKioskCode(fact=revoked)).then_refused(UnknownKioskCode)


def test_maps_follow_each_other():
    first, second = example(SchoolMapPublished, map_version=1), example(SchoolMapPublished, map_version=2)
    given(REGISTERED, first).when(PublishSchoolMap(fact=second)).then(second)
    given(REGISTERED, second).when(PublishSchoolMap(fact=second)).then_refused(MapVersionTaken, "map_version")
