from datetime import timedelta

import pytest
from builders import NOON, bare, example, person
from given_when_then import given

from events.closing import CaseClosed, CaseReopened, FollowUpAgreed, PostClosureCheckDone, SafetyConfirmed
from events.concern import (
    CaseLinked,
    CaseOpened,
    CaseSplit,
    ConcernReceived,
    ImmediateMeasureTaken,
    IncidentIntervened,
    ObservationNoted,
    OwnerNotified,
    PartyRoleChanged,
    PrincipalAcknowledged,
    ReportedToPrincipal,
    SeverityAssessed,
)
from events.investigation import AnalysisConcluded, ConversationHeld, InvestigationPlanned, PupilHeard
from events.lists.measures import ClosingReason, Conclusion, ReopeningReason
from events.lists.people import PupilRole
from events.plan import MeasureAdded, MeasureEvaluated, MeasureExecuted, MeasureMissed, PlanAdopted, PlanEvaluated
from services.case_service.domain.case.commands import (
    ChangePartyRole,
    InterveneInIncident,
    LinkCase,
    OpenCase,
    ReceiveConcern,
    SplitCase,
)
from services.case_service.domain.case.state import Stage, stage
from services.case_service.domain.matter.commands import (
    CheckAfterClosure,
    CloseCase,
    ConfirmSafety,
    EvaluateMeasure,
    EvaluatePlan,
    ExecuteMeasure,
    HearPupil,
    ReopenCase,
)

PUPIL = person("pupil")
FRIEND = person("friend")
MEASURE = person("measure")

CONCERN = example(ConcernReceived)
OPENED = example(CaseOpened)
PLANNED = example(InvestigationPlanned)
HEARD = example(PupilHeard)
NOT_SAFE = example(AnalysisConcluded, pupil_is_safe=False)
MEASURED = example(MeasureAdded)
ADOPTED = example(PlanAdopted)
EVALUATED = example(MeasureEvaluated, conclusion=Conclusion.CONTINUED)
PLAN_WORKS = example(PlanEvaluated, pupil_is_safe=True)
PLAN_FAILS = example(PlanEvaluated, pupil_is_safe=False)
SAYS_SAFE = example(SafetyConfirmed, pupil_is_safe=True)
SAYS_NOT_SAFE = example(SafetyConfirmed, pupil_is_safe=False)
CLOSED = example(CaseClosed, reason=ClosingReason.SAFE)
REOPENED = example(CaseReopened, reason=ReopeningReason.RELAPSE)

TO_CLOSING = (CONCERN, OPENED, PLANNED, HEARD, NOT_SAFE, MEASURED, ADOPTED, EVALUATED, PLAN_WORKS, SAYS_SAFE, CLOSED)


def test_a_case_is_followed_from_the_first_concern_to_closing_and_reopening():
    steps = [
        (CONCERN, Stage.REPORTED),
        (example(ReportedToPrincipal), Stage.REPORTED),
        (OPENED, Stage.REPORTED),
        (PLANNED, Stage.UNDER_INVESTIGATION),
        (HEARD, Stage.UNDER_INVESTIGATION),
        (NOT_SAFE, Stage.UNDER_INVESTIGATION),
        (MEASURED, Stage.WITH_MEASURES),
        (ADOPTED, Stage.WITH_MEASURES),
        (example(MeasureExecuted), Stage.WITH_MEASURES),
        (EVALUATED, Stage.UNDER_EVALUATION),
        (PLAN_FAILS, Stage.WITH_MEASURES),
        (EVALUATED, Stage.UNDER_EVALUATION),
        (PLAN_WORKS, Stage.IN_FOLLOW_UP),
        (SAYS_SAFE, Stage.IN_FOLLOW_UP),
        (CLOSED, Stage.CLOSED),
        (example(PostClosureCheckDone), Stage.CLOSED),
        (REOPENED, Stage.REOPENED),
        (PLANNED, Stage.UNDER_INVESTIGATION),
    ]
    told = [event for event, _ in steps]
    waits_for = [stage(given(*told[: number + 1]).state) for number in range(len(told))]
    assert waits_for == [expected for _, expected in steps]


def test_nothing_is_known_of_a_case_before_the_first_fact():
    assert stage(given().state) is Stage.NOT_OPENED


def test_a_case_can_be_opened_without_a_recorded_concern():
    assert stage(given().when(OpenCase(fact=OPENED)).then(OPENED).state) is Stage.REPORTED


def test_an_incident_with_physical_intervention_is_one_fact():
    incident = example(IncidentIntervened, physical_intervention=True)
    given().when(InterveneInIncident(fact=incident)).then(incident)


@pytest.mark.parametrize("late", [CONCERN, HEARD, PLANNED, example(ObservationNoted), example(ConversationHeld)])
def test_what_is_documented_late_never_takes_a_case_back(late):
    assert stage(given(CONCERN, OPENED, MEASURED, ADOPTED, late).state) is Stage.WITH_MEASURES


@pytest.mark.parametrize("late", [CONCERN, HEARD, MEASURED, example(SeverityAssessed)])
def test_what_is_documented_after_closing_is_recorded_and_the_case_stays_closed(late):
    assert stage(given(CONCERN, OPENED, CLOSED, late).state) is Stage.CLOSED


def test_a_pupil_heard_after_closing_is_recorded():
    after_closing = given(*TO_CLOSING).when(HearPupil(fact=HEARD), now=NOON + timedelta(days=400))
    after_closing.then(HEARD)


def test_measures_carried_out_before_any_investigation_are_recorded():
    assert stage(given(CONCERN, OPENED, example(MeasureMissed)).state) is Stage.WITH_MEASURES


def test_closing_against_the_pupils_own_word_is_recorded_for_the_rulebook_to_warn_of():
    closing = example(CaseClosed, pupil_agrees=False)
    given(CONCERN, OPENED, SAYS_NOT_SAFE).when(CloseCase(fact=closing)).then(closing)


def test_a_pupil_who_says_she_is_not_safe_takes_a_case_out_of_follow_up():
    assert stage(given(CONCERN, OPENED, MEASURED, PLAN_WORKS, SAYS_NOT_SAFE).state) is Stage.WITH_MEASURES


def test_a_pupil_who_is_not_safe_and_has_no_running_measure_is_investigated_again():
    ended = example(MeasureEvaluated, conclusion=Conclusion.ENDED)
    assert stage(given(CONCERN, OPENED, MEASURED, ended, PLAN_WORKS, SAYS_NOT_SAFE).state) is Stage.UNDER_INVESTIGATION


def test_an_investigation_that_finds_the_pupil_safe_leads_to_follow_up():
    safe = example(AnalysisConcluded, pupil_is_safe=True)
    assert stage(given(CONCERN, OPENED, PLANNED, safe).state) is Stage.IN_FOLLOW_UP


def test_an_analysis_written_late_leaves_running_measures_running():
    safe = example(AnalysisConcluded, pupil_is_safe=True)
    assert stage(given(CONCERN, OPENED, MEASURED, safe).state) is Stage.WITH_MEASURES


def test_follow_up_that_was_agreed_puts_a_case_in_follow_up():
    assert stage(given(CONCERN, OPENED, MEASURED, example(FollowUpAgreed)).state) is Stage.IN_FOLLOW_UP


def test_a_measure_evaluated_during_follow_up_does_not_end_the_follow_up():
    assert stage(given(CONCERN, OPENED, MEASURED, PLAN_WORKS, EVALUATED).state) is Stage.IN_FOLLOW_UP


def test_a_case_closed_in_error_goes_on_where_it_stood():
    in_error = example(CaseReopened, reason=ReopeningReason.CLOSED_IN_ERROR)
    given(CONCERN, OPENED, MEASURED, CLOSED).when(ReopenCase(fact=in_error)).then(in_error)
    assert stage(given(CONCERN, OPENED, MEASURED, CLOSED, in_error).state) is Stage.WITH_MEASURES


def test_a_reopened_case_can_be_closed_again():
    given(*TO_CLOSING, REOPENED).when(CloseCase(fact=CLOSED)).then(CLOSED)


def test_the_check_after_closing_keeps_the_pupils_last_word():
    check = example(PostClosureCheckDone, pupil_is_safe=False)
    outcome = given(*TO_CLOSING).when(CheckAfterClosure(fact=check)).then(check)
    assert outcome.state.record.work.says_safe is False


def test_a_case_remembers_what_later_decisions_need():
    assessed = example(SeverityAssessed, serious=True)
    danger = example(ImmediateMeasureTaken, danger_to_life_or_health=True)
    handler = example(PrincipalAcknowledged)
    record = given(CONCERN, OPENED, assessed, example(OwnerNotified), danger, handler, HEARD, MEASURED).state.record
    assert record.serious
    assert record.owner_notified
    assert record.danger_to_life_or_health
    assert record.case_handler == person("case_handler")
    assert record.work.protected_at_once
    assert record.work.heard == {PUPIL}
    assert list(record.work.running) == [MEASURE]


def test_a_measure_remembers_how_it_went():
    evaluated = example(MeasureEvaluated, conclusion=Conclusion.ENDED)
    work = given(CONCERN, OPENED, MEASURED, example(MeasureExecuted), example(MeasureMissed), evaluated).state.record.work
    measure = work.measures[MEASURE]
    assert (measure.executed, measure.missed, measure.evaluated) == (1, 1, 1)
    assert measure.evaluate_on == evaluated.next_evaluation_on
    assert not work.running


def test_a_measure_that_another_one_replaces_no_longer_runs():
    other = example(MeasureAdded, measure=person("better measure"), replaces=MEASURE)
    assert list(given(OPENED, MEASURED, other).state.record.work.running) == [person("better measure")]


def test_a_second_pupil_gets_a_case_of_her_own_and_stays_known_in_this_one():
    split = example(CaseSplit, pupil=FRIEND, pupil_role=PupilRole.AFFECTED)
    outcome = given(CONCERN, OPENED).when(SplitCase(fact=split)).then(split)
    assert outcome.state.record.linked_cases == {split.new_case}
    assert outcome.state.record.work.roles == {PUPIL: OPENED.pupil_role, FRIEND: PupilRole.AFFECTED}


def test_a_pupil_who_turns_out_to_have_offended_too_changes_role():
    both = example(PartyRoleChanged, pupil_role=PupilRole.BOTH)
    outcome = given(CONCERN, OPENED).when(ChangePartyRole(fact=both)).then(both)
    assert outcome.state.record.work.roles[PUPIL] is PupilRole.BOTH


def test_the_other_pupils_case_is_linked():
    link = example(CaseLinked)
    assert given(CONCERN, OPENED).when(LinkCase(fact=link)).then(link).state.record.linked_cases == {link.other_case}


def test_a_concern_that_was_written_down_a_year_late_is_recorded():
    given().when(ReceiveConcern(fact=CONCERN), occurred_at=NOON - timedelta(days=365), known_at=NOON).then(CONCERN)


def test_a_measure_can_be_carried_out_and_evaluated_after_closing():
    closed = given(CONCERN, OPENED, MEASURED, CLOSED)
    closed.when(ExecuteMeasure(fact=example(MeasureExecuted))).then_recorded()
    closed.when(EvaluateMeasure(fact=EVALUATED)).then_recorded()


def test_a_plan_that_an_earlier_system_evaluated_without_showing_it_is_recorded():
    given(OPENED).when(EvaluatePlan(fact=PLAN_WORKS), history=True).then(PLAN_WORKS)


def test_a_pupil_is_asked_before_it_is_recorded_whom_the_case_is_about():
    given(CONCERN).when(ConfirmSafety(fact=SAYS_SAFE)).then(SAYS_SAFE)


def test_a_fact_that_stands_where_it_should_not_is_still_read():
    assert stage(given(CLOSED, CLOSED, REOPENED, REOPENED, bare(MeasureExecuted)).state) is Stage.WITH_MEASURES
