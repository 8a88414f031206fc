"""The school's year: annual wheel, supervision plan, routines, state inspection (kommunelova § 25-1)."""

from datetime import date, time

import pytest
from builders import example, person
from given_when_then import given as given_in

from events import Stream
from events.lists.year import Term, Weekday, WheelScope, WheelTask
from events.wheel import (
    AnnualWheelOpened,
    ClassTalksHeld,
    CorrectionDeclared,
    InspectionOrderReceived,
    InspectionReportReceived,
    RequiredReadingSet,
    RoutineRead,
    RoutineVersioned,
    SupervisionAbsenceCovered,
    SupervisionPlanAdopted,
    SupervisionPost,
    WheelTaskDone,
    WheelTaskHandedOver,
    WheelTaskPlanned,
    WheelTaskPostponed,
)
from services.case_service.domain.refusals import DatesReversed, NumberTooLarge, NumberTooSmall
from services.case_service.domain.wheel.commands import (
    AdoptSupervisionPlan,
    CoverAbsence,
    DeclareCorrection,
    DoWheelTask,
    HandOverWheelTask,
    HoldClassTalks,
    OpenAnnualWheel,
    PlanWheelTask,
    PostponeWheelTask,
    ReadRoutine,
    ReceiveInspectionOrder,
    ReceiveInspectionReport,
    SetRequiredReading,
    VersionRoutine,
)
from services.case_service.domain.wheel.refusals import (
    AnotherKindOfTask,
    ClassTalksHeldAlready,
    CorrectionItemExists,
    CoveredByTheAbsent,
    NobodyToRead,
    NoClassTalk,
    PostEndsBeforeItBegins,
    PostponedToEarlier,
    TaskDoneAlready,
    TaskExists,
    UnknownCorrectionItem,
    UnknownSupervisionPlan,
    UnknownTask,
    VersionTaken,
    WheelOpenedAlready,
)
from services.case_service.domain.wheel.state import DeclaredCorrection, DoneTask, OpenCorrection, Opened, OpenTask

OPENED = example(AnnualWheelOpened, scope=WheelScope.SCHOOL, school_year_from=2025)
PLANNED = example(WheelTaskPlanned, kind=WheelTask.RISK_ANALYSIS, due_on=date(2025, 10, 1))
DONE = example(WheelTaskDone, kind=WheelTask.RISK_ANALYSIS)
POSTPONED = example(WheelTaskPostponed, kind=WheelTask.RISK_ANALYSIS, due_on=date(2025, 11, 1))
ORDERED = example(InspectionOrderReceived, due_on=date(2025, 12, 1))
DECLARED = example(CorrectionDeclared)
ADOPTED = example(SupervisionPlanAdopted, plan_version=2, valid_from=date(2025, 8, 18), valid_to=date(2026, 6, 19))


def given(*events):
    return given_in(*events, stream=Stream.ANNUAL_WHEEL)


def test_the_wheel_of_a_year_is_opened_once():
    outcome = given().when(OpenAnnualWheel(fact=OPENED)).then(OPENED)
    assert isinstance(outcome.state, Opened)
    assert outcome.state.school_year_from == 2025
    given(OPENED).when(OpenAnnualWheel(fact=OPENED)).then_refused(WheelOpenedAlready)


@pytest.mark.parametrize(("year", "refusal"), [(10**30, NumberTooLarge), (1899, NumberTooSmall)])
def test_the_wheel_is_of_a_year_that_schools_have_known(year, refusal):
    given().when(OpenAnnualWheel(fact=example(AnnualWheelOpened, school_year_from=year))).then_refused(refusal, "school_year_from")


def test_what_was_done_before_the_wheel_was_opened_is_kept():
    assert isinstance(given(PLANNED, OPENED).state.year.tasks[PLANNED.task], OpenTask)


def test_a_task_is_planned_for_a_day_and_done():
    given(OPENED).when(PlanWheelTask(fact=PLANNED)).then(PLANNED)
    given(OPENED, PLANNED).when(DoWheelTask(fact=DONE)).then(DONE)
    assert given(OPENED, PLANNED).state.year.tasks[PLANNED.task].due_on == PLANNED.due_on
    assert isinstance(given(OPENED, PLANNED, DONE).state.year.tasks[PLANNED.task], DoneTask)


def test_a_task_may_be_done_that_nobody_planned():
    unplanned = example(WheelTaskDone, task=None)
    assert given().when(DoWheelTask(fact=unplanned)).then(unplanned).state.year.done_unplanned == 1


def test_a_task_is_planned_once():
    given(PLANNED).when(PlanWheelTask(fact=PLANNED)).then_refused(TaskExists, "task")


@pytest.mark.parametrize("command", [DoWheelTask(fact=DONE), PostponeWheelTask(fact=POSTPONED)])
def test_a_plan_that_is_pointed_at_is_there(command):
    given(OPENED).when(command).then_refused(UnknownTask, "task")


@pytest.mark.parametrize("command", [DoWheelTask(fact=DONE), PostponeWheelTask(fact=POSTPONED)])
def test_a_task_is_done_once_and_then_not_put_off(command):
    given(PLANNED, DONE).when(command).then_refused(TaskDoneAlready, "task")


@pytest.mark.parametrize(
    "command",
    [
        DoWheelTask(fact=example(WheelTaskDone, kind=WheelTask.PUPIL_TALKS)),
        PostponeWheelTask(fact=example(WheelTaskPostponed, kind=WheelTask.PUPIL_TALKS)),
    ],
)
def test_a_task_is_done_or_put_off_as_what_it_was_planned_as(command):
    given(PLANNED).when(command).then_refused(AnotherKindOfTask, "kind")


def test_a_task_that_is_put_off_gets_a_later_date():
    outcome = given(PLANNED).when(PostponeWheelTask(fact=POSTPONED)).then(POSTPONED)
    assert outcome.state.year.tasks[PLANNED.task] == OpenTask(kind=PLANNED.kind, due_on=date(2025, 11, 1), times_postponed=1)
    same_day = example(WheelTaskPostponed, kind=PLANNED.kind, due_on=PLANNED.due_on)
    given(PLANNED).when(PostponeWheelTask(fact=same_day)).then_refused(PostponedToEarlier, "due_on")


def test_a_task_that_was_done_is_not_opened_by_putting_it_off_in_an_old_history():
    assert given(PLANNED, DONE, POSTPONED).state.year.tasks[PLANNED.task] == DoneTask(kind=PLANNED.kind)


def test_a_supervision_plan_has_a_new_version():
    given().when(AdoptSupervisionPlan(fact=ADOPTED)).then(ADOPTED)
    given(ADOPTED).when(AdoptSupervisionPlan(fact=ADOPTED)).then_refused(VersionTaken, "plan_version")


def test_a_supervision_plan_ends_after_it_begins():
    reversed_plan = example(SupervisionPlanAdopted, valid_from=date(2025, 9, 2), valid_to=date(2025, 9, 1))
    given().when(AdoptSupervisionPlan(fact=reversed_plan)).then_refused(DatesReversed, "valid_to")


def test_supervision_in_a_break_ends_after_it_begins():
    fine = SupervisionPost(place="Gate", weekday=Weekday.MONDAY, from_time=time(10), to_time=time(10, 15), person=person("guard"))
    turned = SupervisionPost(place="Gate", weekday=Weekday.FRIDAY, from_time=time(10), to_time=time(10), person=person("guard"))
    plan = example(SupervisionPlanAdopted, valid_to=None, posts=(fine, turned))
    given().when(AdoptSupervisionPlan(fact=plan)).then_refused(PostEndsBeforeItBegins, "posts.1.to_time")


def test_each_routine_counts_its_own_versions():
    first, other = example(RoutineVersioned), example(RoutineVersioned, routine=person("other routine"))
    given(first).when(VersionRoutine(fact=first)).then_refused(VersionTaken, "routine_version")
    given(first).when(VersionRoutine(fact=other)).then(other)
    second = example(RoutineVersioned, routine_version=2)
    given(first).when(VersionRoutine(fact=second)).then(second)


def test_an_ordered_correction_is_followed_until_it_is_declared():
    given().when(ReceiveInspectionOrder(fact=ORDERED)).then(ORDERED)
    given(ORDERED).when(DeclareCorrection(fact=DECLARED)).then(DECLARED)
    ordered, declared = (given(*events).state.year.corrections for events in ((ORDERED,), (ORDERED, DECLARED)))
    assert ordered == {(ORDERED.inspection, ORDERED.item): OpenCorrection(due_on=ORDERED.due_on)}
    assert declared == {(ORDERED.inspection, ORDERED.item): DeclaredCorrection(due_on=ORDERED.due_on)}


def test_a_correction_may_be_declared_again_when_the_first_was_not_enough():
    given(ORDERED, DECLARED).when(DeclareCorrection(fact=DECLARED)).then(DECLARED)


def test_an_inspection_orders_an_item_once():
    given(ORDERED).when(ReceiveInspectionOrder(fact=ORDERED)).then_refused(CorrectionItemExists, "item")
    elsewhere = example(InspectionOrderReceived, inspection=person("another inspection"))
    given(ORDERED).when(ReceiveInspectionOrder(fact=elsewhere)).then(elsewhere)


def test_nothing_is_declared_corrected_that_was_not_ordered():
    given().when(DeclareCorrection(fact=DECLARED)).then_refused(UnknownCorrectionItem, "item")


@pytest.mark.parametrize(("findings", "refusal"), [(-1, NumberTooSmall), (10**30, NumberTooLarge)])
def test_findings_are_counted(findings, refusal):
    report = example(InspectionReportReceived, findings=findings)
    given().when(ReceiveInspectionReport(fact=report)).then_refused(refusal, "findings")


def test_a_post_is_covered_under_a_plan_that_exists_by_somebody_else():
    plan, cover = example(SupervisionPlanAdopted), example(SupervisionAbsenceCovered)
    given(plan).when(CoverAbsence(fact=cover)).then(cover)
    given().when(CoverAbsence(fact=cover)).then_refused(UnknownSupervisionPlan, "plan_version")
    given().when(CoverAbsence(fact=cover), history=True).then(cover)
    alone = example(SupervisionAbsenceCovered, substitute=cover.absent)
    given(plan).when(CoverAbsence(fact=alone)).then_refused(CoveredByTheAbsent, "substitute")


def test_it_is_known_who_is_to_read_what_and_who_has():
    required, read = example(RequiredReadingSet), example(RoutineRead)
    outcome = given(required).when(ReadRoutine(fact=read)).then(read)
    assert outcome.state.year.required_reading == {(required.routine, 1): required.due_on}
    assert outcome.state.year.read == {(read.routine, 1, read.person)}


def test_required_reading_is_required_of_somebody():
    given().when(SetRequiredReading(fact=example(RequiredReadingSet, roles=()))).then_refused(NobodyToRead, "roles")


def test_a_task_that_is_not_done_gets_another_responsible():
    handed = example(WheelTaskHandedOver, task=PLANNED.task, kind=WheelTask.RISK_ANALYSIS)
    given(OPENED, PLANNED).when(HandOverWheelTask(fact=handed)).then(handed)
    given(OPENED).when(HandOverWheelTask(fact=handed)).then_refused(UnknownTask, "task")
    given(OPENED, PLANNED, DONE).when(HandOverWheelTask(fact=handed)).then_refused(TaskDoneAlready, "task")


def test_the_talks_of_a_class_are_recorded_once_in_each_term():
    autumn = example(ClassTalksHeld, kind=WheelTask.PUPIL_TALKS, term=Term.AUTUMN, grade=4, class_name="4A")
    spring = example(ClassTalksHeld, kind=WheelTask.PUPIL_TALKS, term=Term.SPRING, grade=4, class_name="4A")
    given(OPENED, autumn).when(HoldClassTalks(fact=spring)).then(spring)
    given(OPENED, autumn).when(HoldClassTalks(fact=autumn)).then_refused(ClassTalksHeldAlready, "class_name")


def test_what_is_recorded_class_by_class_is_a_talk():
    fact = example(ClassTalksHeld, kind=WheelTask.RISK_ANALYSIS, term=Term.AUTUMN, grade=4)
    given(OPENED).when(HoldClassTalks(fact=fact)).then_refused(NoClassTalk, "kind")
