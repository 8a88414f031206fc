"""Bærum's plan: the case as it prescribes it, and one case for each rule that breaks that rule alone."""

from __future__ import annotations

from datetime import date

import pytest

from events.base import Stream
from events.best_interest import BestInterestAssessed
from events.closing import CaseClosed, FollowUpAgreed, SafetyConfirmed
from events.concern import (
    CaseOpened,
    ConcernReceived,
    ImmediateMeasureTaken,
    IncidentIntervened,
    OwnerNotified,
    ReceiptLetterSent,
    ReportedToPrincipal,
    SeverityAssessed,
)
from events.heightened import (
    EmployeeInformedAndHeard,
    HeightenedCaseConcluded,
    HeightenedReportReceived,
    OwnerNotifiedOfHeightenedReport,
    PersonnelFileReferenced,
)
from events.intervention import InterventionReportedToMunicipality, PhysicalInterventionRecorded
from events.investigation import (
    AnalysisConcluded,
    BullyingChecklistCompleted,
    ConversationHeld,
    InvestigationPlanned,
    KickoffMeetingHeld,
    PupilHeard,
)
from events.lists.concern import Concern, OwnerChannel, SeverityCriterion
from events.lists.decisions import HeightenedOutcome, SanctionScope
from events.lists.investigation import ConversationKind
from events.lists.measures import ClosingReason, Effect, MeasureLevel, PlanPart, Target
from events.lists.people import Suspected
from events.lists.year import Term, WheelTask
from events.plan import (
    ContactRhythmAgreed,
    FollowUpHeld,
    InterventionTeamAppointed,
    MeasureAdded,
    MeasureEvaluated,
    PlanAdopted,
    PlanDrafted,
    PlanEvaluated,
)
from events.reactions import Referred, SanctionApplied
from services.compliance.verdicts import Verdict
from tests.compliance.plan_cases import (
    Task,
    both,
    changed,
    judged,
    matter,
    moved,
    name,
    not_kept,
    rulebook,
    too_late,
    without,
    year,
)

BAERUM = rulebook("baerum")
PLAN = {"parts": tuple(PlanPart), "pupil_participated": True, "guardians_participated": True, "evaluate_on": date(2025, 10, 6)}


def measure(label, at, level, target=Target.EXPOSED):
    facts = {"measure": name(label), "level": level, "target": target, "from_date": date.fromisoformat(at[:10])}
    return (label, at, MeasureAdded, facts)


def evaluation(of, at, effect=Effect.WORKS):
    return (f"evaluation of {of}", at, MeasureEvaluated, {"measure": name(of), "effect": effect})


CASE = matter(
    "case",
    ("incident", "2025-09-01 10:00", IncidentIntervened, {"solved_on_the_spot": False}),
    ("concern", "2025-09-01 10:05", ConcernReceived, {"concern": Concern.BULLYING}),
    ("opened", "2025-09-01 10:10", CaseOpened, {"danger_to_life_or_health": True}),
    ("protected", "2025-09-01 11:10", ImmediateMeasureTaken, {}),
    ("report", "2025-09-01 11:00", ReportedToPrincipal, {}),
    ("talk", "2025-09-01 11:30", ConversationHeld, {"kind": ConversationKind.EXPOSED_PUPIL}),
    (
        "severity",
        "2025-09-01 13:30",
        SeverityAssessed,
        {"serious": True, "criteria": (SeverityCriterion.DANGER_TO_LIFE_OR_HEALTH,)},
    ),
    ("owner", "2025-09-01 14:00", OwnerNotified, {"channel": OwnerChannel.KVALITETSPORTALEN}),
    ("investigation", "2025-09-01 15:00", InvestigationPlanned, {}),
    ("parents", "2025-09-01 23:00", ConversationHeld, {"kind": ConversationKind.GUARDIANS_OF_EXPOSED}),
    (
        "letter",
        "2025-09-01 23:30",
        ReceiptLetterSent,
        {"kickoff_meeting_on": date(2025, 9, 3), "informs_of_enforcement_right": True},
    ),
    ("offender", "2025-09-02 09:00", ConversationHeld, {"kind": ConversationKind.OFFENDING_PUPIL}),
    ("offender's parents", "2025-09-02 15:00", ConversationHeld, {"kind": ConversationKind.GUARDIANS_OF_OFFENDING}),
    ("kickoff", "2025-09-03 09:00", KickoffMeetingHeld, {"routine_explained": True}),
    ("checklist", "2025-09-03 12:00", BullyingChecklistCompleted, {}),
    ("sanction", "2025-09-04 09:00", SanctionApplied, {"scope": SanctionScope.INDIVIDUAL}),
    ("analysis", "2025-09-05 10:00", AnalysisConcluded, {}),
    ("team", "2025-09-05 12:00", InterventionTeamAppointed, {}),
    ("draft", "2025-09-05 13:00", PlanDrafted, {}),
    ("best interest", "2025-09-08 09:00", BestInterestAssessed, {}),
    ("plan", "2025-09-08 10:00", PlanAdopted, PLAN),
    measure("pupil's measure", "2025-09-08 10:05", MeasureLevel.INDIVIDUAL),
    measure("group's measure", "2025-09-08 10:05", MeasureLevel.GROUP, Target.OFFENDING),
    measure("school's measure", "2025-09-08 10:05", MeasureLevel.SYSTEM, Target.WHOLE_SCHOOL),
    ("rhythm", "2025-09-08 11:00", ContactRhythmAgreed, {}),
    ("follow-up", "2025-09-15 11:00", FollowUpHeld, {}),
    evaluation("pupil's measure", "2025-10-06 10:00", Effect.DOES_NOT_WORK),
    evaluation("group's measure", "2025-10-06 10:00"),
    evaluation("school's measure", "2025-10-20 23:00"),
    measure("new measure", "2025-10-06 23:00", MeasureLevel.INDIVIDUAL),
    ("plan evaluated", "2025-10-06 12:00", PlanEvaluated, {"effect": Effect.DOES_NOT_WORK}),
    ("referral", "2025-10-07 12:00", Referred, {}),
    evaluation("new measure", "2025-11-03 10:00"),
    ("safe", "2025-11-28 10:00", SafetyConfirmed, {"pupil_is_safe": True}),
    ("after it stopped", "2025-11-28 11:00", FollowUpAgreed, {}),
    ("closed", "2025-12-01 10:00", CaseClosed, {"reason": ClosingReason.SAFE}),
)


def the_plan(mark):
    """What the plan asks of every written plan, also when an adult was suspected."""
    return (
        (f"{mark} analysis", "2025-10-08 09:00", AnalysisConcluded, {}),
        (f"{mark} best interest", "2025-10-08 09:30", BestInterestAssessed, {}),
        (f"{mark} plan", "2025-10-08 23:00", PlanAdopted, PLAN),
        measure(f"{mark} pupil's measure", "2025-10-08 23:05", MeasureLevel.INDIVIDUAL),
        measure(f"{mark} group's measure", "2025-10-08 23:05", MeasureLevel.GROUP),
        measure(f"{mark} school's measure", "2025-10-08 23:05", MeasureLevel.SYSTEM),
        (f"{mark} rhythm", "2025-10-09 11:00", ContactRhythmAgreed, {}),
        (f"{mark} follow-up", "2025-10-15 11:00", FollowUpHeld, {}),
        evaluation(f"{mark} pupil's measure", "2025-11-03 10:00"),
        evaluation(f"{mark} group's measure", "2025-11-03 10:00"),
        evaluation(f"{mark} school's measure", "2025-11-03 10:00"),
    )


def suspicion(mark, suspected, outcome, *more):
    """A report against somebody who works at the school, as annex 11:2 tells it."""
    by_leader = suspected is Suspected.LEADER
    return matter(
        mark,
        (f"{mark} report", "2025-10-06 09:00", HeightenedReportReceived, {"suspected": suspected, "received_by_owner": by_leader}),
        (f"{mark} owner", "2025-10-06 11:00", OwnerNotifiedOfHeightenedReport, {"channel": OwnerChannel.KVALITETSPORTALEN}),
        (f"{mark} told", "2025-10-06 23:00", EmployeeInformedAndHeard, {"conversation_number": 1}),
        (f"{mark} pupil", "2025-10-07 09:00", PupilHeard, {"offered_trusted_adult": True}),
        (f"{mark} told again", "2025-10-07 12:00", EmployeeInformedAndHeard, {"conversation_number": 2}),
        (f"{mark} concluded", "2025-10-08 08:00", HeightenedCaseConcluded, {"outcome": outcome, "pupil_is_safe": False}),
        *the_plan(mark),
        *more,
        stream=Stream.HEIGHTENED_CASE,
    )


GROUNDED = suspicion(
    "grounded",
    Suspected.EMPLOYEE,
    HeightenedOutcome.GROUNDED,
    ("personnel", "2025-10-10 09:00", PersonnelFileReferenced, {}),
)
NOT_GROUNDED = suspicion("not grounded", Suspected.EMPLOYEE, HeightenedOutcome.NOT_GROUNDED)
LEADER = suspicion("leader", Suspected.LEADER, HeightenedOutcome.NOT_GROUNDED)
INTERVENTION = matter(
    "intervention",
    ("intervention", "2025-11-03 10:00", PhysicalInterventionRecorded, {"particularly_serious": True}),
    ("intervention as avvik", "2025-11-03 12:00", InterventionReportedToMunicipality, {}),
)

AUGUST = ("2025-08-31 23:00", "2025-09-01 00:30")
AUTUMN = ("2025-12-31 23:00", "2026-01-01 00:30")
SPRING = ("2026-06-30 23:00", "2026-07-01 00:30")
TWICE = {
    "class-wellbeing": WheelTask.CLASS_WELLBEING_SURVEY,
    "pupil-talks": WheelTask.PUPIL_TALKS,
    "development-talks": WheelTask.DEVELOPMENT_TALKS,
    "parent-meeting": WheelTask.PARENT_MEETING,
    "pupil-council": WheelTask.INFORM_PUPIL_COUNCIL,
    "plan-evaluated": WheelTask.PLAN_REVISION,
}
TASKS = (
    Task("baerum.staff-know-the-duties", WheelTask.STAFF_REVIEW_OF_DUTIES, *AUGUST),
    Task("baerum.school-rules-made-known", WheelTask.REVIEW_OF_SCHOOL_RULES, *AUGUST),
    Task("baerum.parents-informed", WheelTask.INFORM_PARENTS, "2025-09-30 23:00", "2025-10-01 00:30"),
    Task("baerum.supervision-plan", WheelTask.SUPERVISION_PLAN, *AUGUST),
    *(Task(f"baerum.{rule}-autumn", kind, *AUTUMN, Term.AUTUMN) for rule, kind in TWICE.items()),
    *(Task(f"baerum.{rule}-spring", kind, *SPRING, Term.SPRING) for rule, kind in TWICE.items()),
    Task("baerum.elevundersokelsen", WheelTask.ELEVUNDERSOKELSEN, *AUTUMN),
    Task("baerum.survey-reviewed", WheelTask.SURVEY_REVIEW, "2026-02-28 23:00", "2026-03-01 00:30"),
)

STORY = CASE + GROUNDED + NOT_GROUNDED + LEADER + INTERVENTION + year(*TASKS)

NO_OWN_LEVEL = both(
    changed("pupil's measure", level=MeasureLevel.GROUP),
    changed("new measure", level=MeasureLevel.GROUP),
)
ASSESSED_LATER = both(changed("opened", danger_to_life_or_health=False), moved("protected", "2025-09-01 14:31"))

BREAKS = {
    "baerum.written-report-at-once": (Verdict.LATE, moved("concern", "2025-08-31 23:30")),
    "baerum.unsolved-incident-reported": (Verdict.NOT_DOCUMENTED, moved("incident", "2025-09-01 11:05")),
    "baerum.serious-case-as-avvik": (Verdict.NOT_DOCUMENTED, changed("owner", channel=OwnerChannel.TELEPHONE)),
    "baerum.investigated-at-once": (Verdict.LATE, moved("investigation", "2025-09-02 00:30")),
    "baerum.talk-with-exposed-at-once": (Verdict.LATE, moved("talk", "2025-09-02 00:30")),
    "baerum.talk-with-exposed-parents-same-day": (Verdict.LATE, moved("parents", "2025-09-02 00:30")),
    "baerum.receipt-letter": (Verdict.LATE, moved("letter", "2025-09-02 00:30")),
    "baerum.talk-with-offender": (Verdict.NOT_DOCUMENTED, without("offender")),
    "baerum.one-offender-at-a-time": (Verdict.OVERDUE, changed("offender", one_at_a_time=False)),
    "baerum.talk-with-offender-parents-same-day": (Verdict.LATE, moved("offender's parents", "2025-09-03 00:30")),
    "baerum.kickoff-meeting-on-its-date": (Verdict.LATE, moved("kickoff", "2025-09-04 00:30")),
    "baerum.routine-explained": (Verdict.OVERDUE, changed("kickoff", routine_explained=False)),
    "baerum.checklist-on-bullying": (Verdict.NOT_DOCUMENTED, without("checklist")),
    "baerum.conclusion-from-the-investigation": (Verdict.OVERDUE, without("analysis")),
    "baerum.protected-at-once-when-opened": (Verdict.LATE, moved("protected", "2025-09-01 11:11")),
    "baerum.protected-at-once-when-assessed": (Verdict.LATE, ASSESSED_LATER),
    "baerum.team-appointed": (Verdict.NOT_DOCUMENTED, without("team")),
    "baerum.draft-of-the-plan": (Verdict.NOT_DOCUMENTED, without("draft", "plan")),
    "baerum.pupil-and-parents-shape-measures": (Verdict.OVERDUE, changed("plan", guardians_participated=False)),
    "baerum.plan-holds-minimum": (Verdict.OVERDUE, changed("plan", evaluate_on=None)),
    "baerum.measure-at-individual-level": (Verdict.NOT_DOCUMENTED, NO_OWN_LEVEL),
    "baerum.measure-at-group-level": (Verdict.NOT_DOCUMENTED, changed("group's measure", level=MeasureLevel.INDIVIDUAL)),
    "baerum.measure-at-system-level": (Verdict.NOT_DOCUMENTED, changed("school's measure", level=MeasureLevel.GROUP)),
    "baerum.measure-for-offender": (Verdict.NOT_DOCUMENTED, changed("group's measure", target=Target.CLASS)),
    "baerum.best-interest-of-the-pupil": (Verdict.LATE, moved("best interest", "2025-09-08 10:01")),
    "baerum.follow-up-talks": (Verdict.NOT_DOCUMENTED, without("follow-up")),
    "baerum.contact-rhythm-agreed": (Verdict.NOT_DOCUMENTED, without("rhythm")),
    "baerum.evaluated-within-six-weeks": (Verdict.LATE, moved("evaluation of school's measure", "2025-10-21 00:30")),
    "baerum.new-measures-when-no-better": (Verdict.LATE, moved("new measure", "2025-10-07 00:30")),
    "baerum.others-brought-in": (Verdict.NOT_DOCUMENTED, without("referral")),
    "baerum.followed-up-after-it-stopped": (Verdict.NOT_DOCUMENTED, without("after it stopped")),
    "baerum.plan-kept-until-safe": (Verdict.LATE, moved("safe", "2025-12-01 10:01")),
    "baerum.no-collective-sanction": (Verdict.OVERDUE, changed("sanction", scope=SanctionScope.COLLECTIVE)),
    "baerum.told-of-statsforvalter": (Verdict.NOT_DOCUMENTED, changed("letter", informs_of_enforcement_right=False)),
    "baerum.suspicion-as-avvik": (Verdict.NOT_DOCUMENTED, changed("grounded owner", channel=OwnerChannel.LETTER)),
    "baerum.leader-reported-to-owner": (Verdict.OVERDUE, changed("leader report", received_by_owner=False)),
    "baerum.employee-informed-at-once": (Verdict.LATE, moved("grounded told", "2025-10-07 00:30")),
    "baerum.pupil-heard-with-trusted-adult": (Verdict.NOT_DOCUMENTED, changed("grounded pupil", offered_trusted_adult=False)),
    "baerum.second-talk-before-conclusion": (Verdict.OVERDUE, without("grounded told again")),
    "baerum.plan-at-once-when-grounded": (Verdict.LATE, moved("grounded plan", "2025-10-09 00:30")),
    "baerum.plan-when-not-grounded-but-unsafe": (Verdict.NOT_DOCUMENTED, without("not grounded plan")),
    "baerum.personnel-matter": (Verdict.NOT_DOCUMENTED, without("personnel")),
    "baerum.serious-intervention-as-avvik": (Verdict.NOT_DOCUMENTED, without("intervention as avvik")),
    **too_late(TASKS),
}


def test_the_case_as_baerum_prescribes_it_sets_off_every_rule_and_keeps_it():
    assert judged(STORY, BAERUM).keys() == BAERUM.by_id.keys()
    assert not_kept(STORY, BAERUM) == {}


def test_every_rule_of_baerum_has_a_case_that_breaks_it():
    assert BREAKS.keys() == BAERUM.by_id.keys()


@pytest.mark.parametrize("rule", BREAKS)
def test_a_case_that_breaks_one_rule_of_baerum_breaks_that_rule_alone(rule):
    verdict, change = BREAKS[rule]

    assert not_kept(change(STORY), BAERUM) == {rule: {verdict}}


def test_a_case_closed_before_six_weeks_owes_no_evaluation():
    closed_early = both(
        without("evaluation of school's measure"), moved("closed", "2025-10-10 10:00"), moved("safe", "2025-10-09 10:00")
    )

    assert Verdict.NOT_APPLICABLE in judged(closed_early(STORY), BAERUM)["baerum.evaluated-within-six-weeks"]
