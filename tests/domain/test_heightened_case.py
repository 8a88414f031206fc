"""A person who works at the school is suspected of offending a pupil (opplæringslova § 12-5)."""

import pytest
from builders import NOON, example, person
from given_when_then import given as given_stream

from events import Stream
from events.closing import CaseClosed, CaseReopened, FollowUpAgreed, SafetyConfirmed
from events.heightened import (
    AccusedExcluded,
    EmployeeInformedAndHeard,
    HeightenedCaseConcluded,
    HeightenedReportReceived,
    ObviousGroundlessnessAssessed,
    OwnerNotifiedOfHeightenedReport,
    PersonnelFileReferenced,
)
from events.investigation import PupilHeard
from events.lists.decisions import HeightenedOutcome
from events.lists.measures import PlanPart, ReopeningReason
from events.lists.people import Suspected
from events.plan import MeasureAdded, PlanAdopted, PlanEvaluated
from services.case_service.domain.heightened.commands import (
    ConcludeHeightenedCase,
    ExcludeAccused,
    InformAndHearEmployee,
    NotifyOwnerOfHeightenedReport,
    ReceiveHeightenedReport,
    ReferencePersonnelFile,
)
from services.case_service.domain.heightened.refusals import AnotherMatter, NotTheSuspected
from services.case_service.domain.heightened.state import Stage, stage
from services.case_service.domain.matter.commands import AdoptPlan, CloseCase, ConfirmSafety, ReopenCase
from services.case_service.domain.matter.refusals import AnotherPupilsWord, NotClosed, NotOpen

SUSPECTED = person("suspected_person")
OTHER = person("somebody else")

REPORT = example(HeightenedReportReceived)
LEADER = example(HeightenedReportReceived, suspected=Suspected.LEADER, received_by_owner=True)
NOT_GROUNDLESS = example(ObviousGroundlessnessAssessed, obviously_groundless=False)
GROUNDLESS = example(ObviousGroundlessnessAssessed, obviously_groundless=True)
OWNER_TOLD = example(OwnerNotifiedOfHeightenedReport)
EXCLUDED = example(AccusedExcluded, person=SUSPECTED)
EMPLOYEE_HEARD = example(EmployeeInformedAndHeard, person=SUSPECTED)
PUPIL_HEARD = example(PupilHeard)
GROUND_NOT_SAFE = example(HeightenedCaseConcluded, outcome=HeightenedOutcome.GROUNDED, pupil_is_safe=False)
NO_GROUND_NOT_SAFE = example(HeightenedCaseConcluded, outcome=HeightenedOutcome.NOT_GROUNDED, pupil_is_safe=False)
NO_GROUND_SAFE = example(HeightenedCaseConcluded, outcome=HeightenedOutcome.NOT_GROUNDED, pupil_is_safe=True)
MEASURED = example(MeasureAdded)
ADOPTED = example(PlanAdopted, parts=tuple(PlanPart))
SAFE = example(SafetyConfirmed, pupil_is_safe=True)
NOT_SAFE = example(SafetyConfirmed, pupil_is_safe=False)
CLOSED = example(CaseClosed)


def given(*events):
    return given_stream(*events, stream=Stream.HEIGHTENED_CASE)


def test_a_report_about_an_employee_is_followed_to_a_safe_pupil():
    steps = [
        (REPORT, Stage.REPORTED),
        (NOT_GROUNDLESS, Stage.UNDER_INVESTIGATION),
        (OWNER_TOLD, Stage.UNDER_INVESTIGATION),
        (EXCLUDED, Stage.UNDER_INVESTIGATION),
        (EMPLOYEE_HEARD, Stage.UNDER_INVESTIGATION),
        (PUPIL_HEARD, Stage.UNDER_INVESTIGATION),
        (GROUND_NOT_SAFE, Stage.AWAITING_PLAN),
        (example(PersonnelFileReferenced), Stage.AWAITING_PLAN),
        (MEASURED, Stage.WITH_MEASURES),
        (ADOPTED, Stage.WITH_MEASURES),
        (example(PlanEvaluated, pupil_is_safe=False), Stage.WITH_MEASURES),
        (SAFE, Stage.IN_FOLLOW_UP),
        (NOT_SAFE, Stage.WITH_MEASURES),
        (example(FollowUpAgreed), Stage.IN_FOLLOW_UP),
        (CLOSED, Stage.CLOSED),
        (PUPIL_HEARD, Stage.CLOSED),
        (example(CaseReopened, reason=ReopeningReason.NEW_REPORT), Stage.UNDER_INVESTIGATION),
    ]
    told = [event for event, _ in steps]
    assert [stage(given(*told[: number + 1]).state) for number in range(len(told))] == [expected for _, expected in steps]


def test_nothing_is_known_before_the_report():
    assert stage(given().state) is Stage.NOT_REPORTED


def test_the_municipality_leads_when_a_leader_is_suspected():
    state = given().when(ReceiveHeightenedReport(fact=LEADER)).then(LEADER).state
    assert state.record.led_by_owner
    assert state.record.received_by_owner


def test_the_school_leads_when_another_employee_is_suspected():
    assert not given(REPORT).state.record.led_by_owner


def test_a_report_about_a_leader_that_came_to_the_school_is_recorded_for_the_rulebook_to_report():
    to_the_school = example(HeightenedReportReceived, suspected=Suspected.LEADER, received_by_owner=False)
    given().when(ReceiveHeightenedReport(fact=to_the_school)).then(to_the_school)


def test_a_pupil_who_is_not_safe_gets_a_plan_also_when_no_ground_was_found():
    concluded = given(REPORT, NOT_GROUNDLESS, EMPLOYEE_HEARD).when(ConcludeHeightenedCase(fact=NO_GROUND_NOT_SAFE))
    assert stage(concluded.state) is Stage.AWAITING_PLAN
    planned = given(REPORT, NO_GROUND_NOT_SAFE, MEASURED).when(AdoptPlan(fact=ADOPTED)).then(ADOPTED)
    assert stage(planned.state) is Stage.WITH_MEASURES


def test_measures_that_already_run_when_the_case_is_concluded_go_on():
    assert stage(given(REPORT, MEASURED, NO_GROUND_NOT_SAFE).state) is Stage.WITH_MEASURES


def test_measures_do_not_end_the_investigation():
    assert stage(given(REPORT, EMPLOYEE_HEARD, MEASURED, ADOPTED, SAFE).state) is Stage.UNDER_INVESTIGATION


def test_a_safe_pupil_is_followed_up_when_no_ground_was_found():
    assert stage(given(REPORT, NO_GROUND_SAFE).state) is Stage.IN_FOLLOW_UP


def test_an_obviously_groundless_report_waits_for_closing_and_is_remembered():
    state = given(REPORT, GROUNDLESS).state
    assert stage(state) is Stage.FOUND_GROUNDLESS
    assert state.record.obviously_groundless
    given(REPORT, GROUNDLESS).when(CloseCase(fact=CLOSED)).then(CLOSED)


def test_an_assessment_written_after_the_conclusion_does_not_undo_it():
    assert stage(given(REPORT, GROUND_NOT_SAFE, GROUNDLESS).state) is Stage.AWAITING_PLAN


def test_the_municipality_is_told_of_a_report_that_was_found_groundless_too():
    given(REPORT, GROUNDLESS).when(NotifyOwnerOfHeightenedReport(fact=OWNER_TOLD)).then(OWNER_TOLD)


def test_the_record_holds_who_was_heard_and_shut_out():
    record = given(REPORT, OWNER_TOLD, EXCLUDED, EMPLOYEE_HEARD, EMPLOYEE_HEARD, example(PersonnelFileReferenced)).state.record
    assert record.owner_notified
    assert record.accused_excluded
    assert record.hearings_of_employee == 2
    assert record.has_personnel_file
    assert record.work.pupil == person("pupil")


def test_a_second_report_about_the_same_person_and_pupil_belongs_to_the_case():
    assert given(REPORT).when(ReceiveHeightenedReport(fact=REPORT)).then(REPORT).state.record.reports == 2


@pytest.mark.parametrize("field", ["pupil", "suspected_person"])
def test_a_report_about_somebody_else_is_a_case_of_its_own(field):
    other = example(HeightenedReportReceived, **{field: OTHER})
    given(REPORT).when(ReceiveHeightenedReport(fact=other)).then_refused(AnotherMatter, field)


def test_only_the_suspected_is_shut_out():
    given(REPORT).when(ExcludeAccused(fact=example(AccusedExcluded, person=OTHER))).then_refused(NotTheSuspected, "person")


def test_only_the_suspected_is_informed_and_heard_as_such():
    heard = example(EmployeeInformedAndHeard, person=OTHER)
    given(REPORT).when(InformAndHearEmployee(fact=heard)).then_refused(NotTheSuspected, "person")


def test_an_exclusion_recorded_before_the_report_is_kept():
    given().when(ExcludeAccused(fact=EXCLUDED), occurred_at=NOON).then(EXCLUDED)


def test_the_pupil_alone_says_whether_she_is_safe():
    said = example(SafetyConfirmed, pupil=OTHER)
    given(REPORT).when(ConfirmSafety(fact=said)).then_refused(AnotherPupilsWord, "pupil")


def test_a_heightened_case_is_closed_once_and_reopened_when_closed():
    given().when(CloseCase(fact=CLOSED)).then_refused(NotOpen)
    given(REPORT, CLOSED).when(CloseCase(fact=CLOSED)).then_refused(NotOpen)
    given(REPORT).when(ReopenCase(fact=example(CaseReopened))).then_refused(NotClosed)


def test_a_heightened_case_closed_in_error_goes_on_where_it_stood():
    in_error = example(CaseReopened, reason=ReopeningReason.CLOSED_IN_ERROR)
    assert stage(given(REPORT, NO_GROUND_NOT_SAFE, CLOSED, in_error).state) is Stage.AWAITING_PLAN


def test_a_personnel_file_is_referenced_only():
    referenced = example(PersonnelFileReferenced)
    given(REPORT).when(ReferencePersonnelFile(fact=referenced)).then(referenced)
