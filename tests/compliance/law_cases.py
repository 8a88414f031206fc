"""Matters handled by the book, told from any Monday, so that both editions of the Act can be asked about them."""

from __future__ import annotations

from datetime import date, timedelta

from events.archive import Archived
from events.base import Stream
from events.best_interest import BestInterestAssessed
from events.closing import CaseClosed, PostClosureCheckDone, SafetyConfirmed
from events.concern import (
    CaseOpened,
    ConcernReceived,
    IncidentIntervened,
    OwnerNotified,
    RaisedWithPrincipal,
    ReportedToPrincipal,
    SeverityAssessed,
)
from events.enforcement import (
    AccountSent,
    CoerciveFineImposed,
    CoerciveFineStopped,
    ComplaintToUdirLodged,
    DeadlineExtended,
    InformedOfEnforcementRight,
    OrderItemCompleted,
    OrderItemIssued,
    StatsforvalterDecisionReceived,
    StatsforvalterFollowUpSent,
    StatsforvalterRequestedInformation,
)
from events.heightened import (
    AccusedExcluded,
    EmployeeInformedAndHeard,
    HeightenedCaseConcluded,
    HeightenedReportReceived,
    OwnerNotifiedOfHeightenedReport,
)
from events.intervention import (
    InterventionReportedToGuardians,
    InterventionReportedToMunicipality,
    InterventionReportedToPrincipal,
    PhysicalInterventionRecorded,
)
from events.investigation import AnalysisConcluded, InvestigationPlanned, KickoffMeetingHeld, PupilHeard
from events.lists.concern import Concern
from events.lists.decisions import Complainant, DecisionKind, DecisionMaker, ExclusionUnit, StatsforvalterDecision
from events.lists.investigation import HearingOutcome
from events.lists.measures import ClosingReason, Effect, PlanPart, Weight
from events.lists.people import Reporter, Suspected
from events.lists.year import WheelScope, WheelTask
from events.plan import FollowUpHeld, MeasureAdded, MeasureEvaluated, MeasureExecuted, PlanAdopted, PlanEvaluated
from events.reactions import IndividualDecisionMade, InformationSharedOnSchoolChange
from events.survey import NonAnonymousSurveyAssessed, NonAnonymousSurveyRun, SurveyAnswersVerified
from events.wheel import CorrectionDeclared, InspectionOrderReceived, SupervisionPlanAdopted
from tests.compliance.plan_cases import Story, Task, matter, name, year


class Days:
    """Days counted from a Monday."""

    def __init__(self, monday: date) -> None:
        self.monday = monday

    def day(self, n: int) -> date:
        """The n-th day, the Monday being day 0."""
        return self.monday + timedelta(days=n)

    def at(self, n: int, clock: str) -> str:
        """A local time on the n-th day."""
        return f"{self.day(n)} {clock}"


def pupils_case(days: Days) -> Story:
    """A pupil tells, is heard, gets a plan that works at the second try, and is safe."""
    day, at = days.day, days.at
    first, second = name("first measure"), name("second measure")
    return matter(
        "case",
        ("incident", at(0, "09:00"), IncidentIntervened, {}),
        ("concern", at(0, "10:00"), ConcernReceived, {"reporter": Reporter.PUPIL, "concern": Concern.BULLYING}),
        ("opened", at(0, "10:30"), CaseOpened, {}),
        ("report", at(0, "11:00"), ReportedToPrincipal, {}),
        ("raised", at(0, "11:30"), RaisedWithPrincipal, {}),
        ("heard", at(0, "12:00"), PupilHeard, {"outcome": HearingOutcome.STATED_VIEW, "weight": Weight.HEAVY}),
        ("severity", at(0, "13:00"), SeverityAssessed, {"serious": True}),
        ("owner", at(0, "14:00"), OwnerNotified, {}),
        ("investigation", at(1, "10:00"), InvestigationPlanned, {"finish_by": day(4)}),
        ("kickoff", at(2, "10:00"), KickoffMeetingHeld, {"guardians_present": True}),
        ("informed", at(7, "09:00"), InformedOfEnforcementRight, {"guardians_informed": True}),
        ("analysis", at(4, "10:00"), AnalysisConcluded, {"pupil_is_safe": False}),
        ("best interest", at(7, "09:30"), BestInterestAssessed, {}),
        ("plan", at(7, "10:00"), PlanAdopted, {"parts": tuple(PlanPart), "pupil_participated": True, "evaluate_on": day(28)}),
        _measure("measure", at(7, "10:05"), first, day(8), day(21)),
        ("executed", at(8, "23:00"), MeasureExecuted, {"measure": first}),
        ("followed", at(14, "10:00"), FollowUpHeld, {}),
        (
            "evaluation",
            at(21, "23:00"),
            MeasureEvaluated,
            {"measure": first, "effect": Effect.DOES_NOT_WORK, "pupil_participated": True, "next_evaluation_on": day(35)},
        ),
        _measure("new measure", at(22, "10:00"), second, day(22), day(35), day(29)),
        ("new executed", at(29, "23:00"), MeasureExecuted, {"measure": second}),
        ("plan evaluated", at(28, "23:00"), PlanEvaluated, {}),
        ("evaluation again", at(35, "23:00"), MeasureEvaluated, {"measure": first, "pupil_participated": True}),
        ("new evaluation", at(35, "10:00"), MeasureEvaluated, {"measure": second, "pupil_participated": True}),
        ("safe", at(40, "10:00"), SafetyConfirmed, {"pupil_is_safe": True}),
        ("closed", at(41, "10:00"), CaseClosed, {"reason": ClosingReason.SAFE}),
        ("asked again", at(97, "23:00"), PostClosureCheckDone, {}),
        ("archived", at(41 + 1820, "23:00"), Archived, {}),
    )


def _measure(
    label: str, at: str, measure: object, from_date: date, evaluate_on: date, to_date: date | None = None
) -> tuple[object, ...]:
    facts = {
        "measure": measure,
        "from_date": from_date,
        "to_date": to_date,
        "evaluate_on": evaluate_on,
        "executor": name("teacher"),
    }
    return (label, at, MeasureAdded, facts)


def suspicions(days: Days) -> Story:
    """An employee is suspected, with ground; and a leader."""
    at = days.at
    employee = matter(
        "employee",
        (
            "h report",
            at(0, "12:00"),
            HeightenedReportReceived,
            {"suspected": Suspected.EMPLOYEE, "received_by_owner": False, "suspected_on": days.day(0)},
        ),
        ("h owner", at(0, "13:00"), OwnerNotifiedOfHeightenedReport, {}),
        ("h excluded", at(0, "13:30"), AccusedExcluded, {}),
        ("h told", at(1, "23:00"), EmployeeInformedAndHeard, {}),
        ("h concluded", at(2, "08:00"), HeightenedCaseConcluded, {"pupil_is_safe": False}),
        ("h best interest", at(2, "09:00"), BestInterestAssessed, {}),
        ("h plan", at(3, "23:00"), PlanAdopted, {"parts": tuple(PlanPart), "pupil_participated": True}),
        stream=Stream.HEIGHTENED_CASE,
    )
    leader = matter(
        "leader",
        ("l report", at(0, "12:00"), HeightenedReportReceived, {"suspected": Suspected.LEADER, "received_by_owner": True}),
        ("l owner", at(0, "13:00"), OwnerNotifiedOfHeightenedReport, {}),
        ("l excluded", at(0, "13:30"), AccusedExcluded, {}),
        ("l told", at(1, "10:00"), EmployeeInformedAndHeard, {}),
        stream=Stream.HEIGHTENED_CASE,
    )
    return employee + leader


def enforcement(days: Days) -> Story:
    """Statsforvalteren asks twice, orders, and warns with a fine that never comes to run."""
    day, at = days.day, days.at
    one, two = name("first request"), name("second request")
    return matter(
        "enforcement",
        ("request", at(0, "10:00"), StatsforvalterRequestedInformation, {"request": one, "answer_by": day(10)}),
        ("account", at(10, "23:00"), AccountSent, {"request": one}),
        ("second request", at(11, "10:00"), StatsforvalterRequestedInformation, {"request": two, "answer_by": day(20)}),
        ("extended", at(15, "10:00"), DeadlineExtended, {"request": two, "answer_by": day(25)}),
        ("second account", at(25, "23:00"), AccountSent, {"request": two}),
        (
            "decision",
            at(40, "10:00"),
            StatsforvalterDecisionReceived,
            {"decision": StatsforvalterDecision.ORDER_TO_CORRECT, "due_on": day(60)},
        ),
        ("item", at(40, "10:01"), OrderItemIssued, {"item": name("item"), "due_on": day(60)}),
        ("item done", at(60, "23:00"), OrderItemCompleted, {"item": name("item")}),
        ("follow-up", at(60, "23:30"), StatsforvalterFollowUpSent, {}),
        ("complaint", at(61, "23:00"), ComplaintToUdirLodged, {"complainant": Complainant.GUARDIAN}),
        ("fine", at(62, "10:00"), CoerciveFineImposed, {"runs_from": day(70)}),
        ("fine stopped", at(70, "23:00"), CoerciveFineStopped, {}),
    )


def decisions(days: Days) -> Story:
    """Exclusions within their limits, and a change of school that the owner decides."""
    fair = {
        "basis_in_school_rules": True,
        "milder_means_considered": True,
        "pupil_heard": True,
        "informs_of_complaint": True,
        "by": DecisionMaker.PRINCIPAL,
        "kind": DecisionKind.EXCLUSION,
    }
    told = [
        ("rest of the day", {"grade": 5, "unit": ExclusionUnit.REST_OF_DAY, "guardians_told_before": True}),
        ("three days", {"grade": 9, "unit": ExclusionUnit.DAYS, "length": 3.0}),
        ("two hours", {"grade": 9, "unit": ExclusionUnit.CLOCK_HOURS, "length": 2.0, "by": DecisionMaker.TEACHER}),
        ("change of school", {"kind": DecisionKind.SCHOOL_CHANGE, "by": DecisionMaker.SCHOOL_OWNER}),
    ]
    return matter(
        "decisions",
        ("weighed", days.at(0, "09:00"), BestInterestAssessed, {}),
        *((label, days.at(1, "10:00"), IndividualDecisionMade, fair | {"decision": name(label)} | facts) for label, facts in told),
    )


def interventions(days: Days) -> Story:
    """One that is repeated and one that is particularly serious, each reported to all who shall know."""
    story = Story([])
    for mark, repeated in (("repeated", True), ("serious", False)):
        story += matter(
            mark,
            (
                f"{mark} intervention",
                days.at(0, "10:00"),
                PhysicalInterventionRecorded,
                {"repeated": repeated, "particularly_serious": not repeated},
            ),
            (f"{mark} to principal", days.at(0, "11:00"), InterventionReportedToPrincipal, {}),
            (f"{mark} to parents", days.at(0, "12:00"), InterventionReportedToGuardians, {}),
            (f"{mark} to municipality", days.at(0, "13:00"), InterventionReportedToMunicipality, {}),
        )
    return story


def change_of_school(days: Days) -> Story:
    """The pupil moves, and the new school gets what it needs."""
    return matter(
        "moved",
        ("moved", days.at(0, "10:00"), CaseClosed, {"reason": ClosingReason.MOVED_SCHOOL}),
        ("shared", days.at(0, "09:00"), InformationSharedOnSchoolChange, {"necessity_assessed": True}),
        ("archived too", days.at(20, "10:00"), Archived, {}),
    )


def survey(days: Days) -> Story:
    """A survey that is not anonymous, within its limits."""
    assessed = {"names_pupils_in_negative_relations": False, "suitable": True, "least_intrusive": True}
    return matter(
        "survey",
        ("survey assessed", days.at(0, "10:00"), NonAnonymousSurveyAssessed, assessed),
        ("survey run", days.at(3, "10:00"), NonAnonymousSurveyRun, {}),
        ("survey checked", days.at(5, "10:00"), SurveyAnswersVerified, {}),
    )


def the_year(days: Days) -> Story:
    """The school year of the Monday, with what the law asks of it."""
    first = days.monday.year
    council = Task("council", WheelTask.COUNCIL_INFORMATION, f"{first + 1}-07-31 23:00", "", scope=WheelScope.MUNICIPALITY)
    report = Task(
        "report on control", WheelTask.INTERNAL_CONTROL_REPORT, f"{first + 1}-07-31 23:00", "", scope=WheelScope.MUNICIPALITY
    )
    supervision = matter(
        "school year",
        ("supervision", f"{first}-08-15 08:00", SupervisionPlanAdopted, {}),
        ("inspection", days.at(0, "10:00"), InspectionOrderReceived, {"item": name("finding"), "due_on": days.day(30)}),
        ("corrected", days.at(30, "23:00"), CorrectionDeclared, {"item": name("finding")}),
    )
    return year(council, report, opened=f"{first}-08-01 08:00", first_year=first) + supervision
