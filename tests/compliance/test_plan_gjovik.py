"""Gjøvik's plan (Kopperud school): the case as it prescribes it, and one case for each rule that breaks that rule alone."""

from __future__ import annotations

import pytest

from events.base import Stream
from events.concern import ConcernReceived, OwnerNotified, PrincipalAcknowledged, ReportedToPrincipal, SeverityAssessed
from events.heightened import HeightenedReportReceived, OwnerNotifiedOfHeightenedReport
from events.investigation import ConversationHeld, InvestigationPlanned
from events.lists.concern import Concern, OwnerChannel
from events.lists.decisions import SanctionScope
from events.lists.investigation import ConversationKind
from events.lists.measures import Effect
from events.lists.people import Suspected
from events.lists.year import Term, WheelTask
from events.plan import MeasureAdded, PlanAdopted, PlanEvaluated
from events.reactions import Referred, SanctionApplied
from events.wheel import SupervisionPlanAdopted
from services.compliance.measure_library import template
from services.compliance.verdicts import Verdict
from tests.compliance.plan_cases import Task, changed, judged, matter, moved, name, not_kept, rulebook, too_late, without, year

GJOVIK = rulebook("gjovik-kopperud")
LOG = template("log-conversations")

CASE = matter(
    "case",
    ("concern", "2025-09-01 10:00", ConcernReceived, {"concern": Concern.BULLYING}),
    ("report", "2025-09-01 11:00", ReportedToPrincipal, {}),
    ("acknowledged", "2025-09-01 11:30", PrincipalAcknowledged, {}),
    ("talk", "2025-09-01 12:30", ConversationHeld, {"kind": ConversationKind.EXPOSED_PUPIL}),
    ("severity", "2025-09-01 13:30", SeverityAssessed, {"serious": True}),
    ("owner", "2025-09-01 14:00", OwnerNotified, {"channel": OwnerChannel.EQS}),
    ("investigation", "2025-09-01 23:30", InvestigationPlanned, {}),
    ("offender", "2025-09-02 09:00", ConversationHeld, {"kind": ConversationKind.OFFENDING_PUPIL}),
    ("parents", "2025-09-02 14:00", ConversationHeld, {"kind": ConversationKind.GUARDIANS_OF_EXPOSED}),
    ("offender's parents", "2025-09-02 15:00", ConversationHeld, {"kind": ConversationKind.GUARDIANS_OF_OFFENDING}),
    ("sanction", "2025-09-03 09:00", SanctionApplied, {"scope": SanctionScope.INDIVIDUAL}),
    ("plan", "2025-09-08 10:00", PlanAdopted, {}),
    (
        "log",
        "2025-09-08 10:05",
        MeasureAdded,
        {
            "measure": name("log"),
            "template": LOG.id,
            "times_per_week": LOG.times_per_week_min,
            "weeks": LOG.weeks_min,
            "same_adult": True,
            "group_size": LOG.max_group_size,
        },
    ),
    (
        "evaluation",
        "2025-10-20 10:00",
        PlanEvaluated,
        {"effect": Effect.DOES_NOT_WORK, "pupil_participated": True, "guardians_participated": True},
    ),
    ("referral", "2025-10-21 10:00", Referred, {}),
)
SUSPICION = matter(
    "suspicion",
    ("h report", "2025-10-06 09:00", HeightenedReportReceived, {"suspected": Suspected.EMPLOYEE, "received_by_owner": False}),
    ("h owner", "2025-10-06 10:00", OwnerNotifiedOfHeightenedReport, {}),
    stream=Stream.HEIGHTENED_CASE,
)

AUGUST = ("2025-08-31 23:00", "2025-09-01 00:30")
AUTUMN = ("2025-12-31 23:00", "2026-01-01 00:30")
SPRING = ("2026-06-30 23:00", "2026-07-01 00:30")
TWICE = {
    "pupil-talks": WheelTask.PUPIL_TALKS,
    "development-talks": WheelTask.DEVELOPMENT_TALKS,
    "class-wellbeing": WheelTask.CLASS_WELLBEING_SURVEY,
    "relation-mapping": WheelTask.RELATION_MAPPING,
    "pedagogical-analysis": WheelTask.PEDAGOGICAL_ANALYSIS,
    "parent-meeting": WheelTask.PARENT_MEETING,
}
TASKS = (
    Task("gjovik-kopperud.duties-reviewed", WheelTask.STAFF_REVIEW_OF_DUTIES, *AUGUST),
    Task("gjovik-kopperud.school-rules-reviewed", WheelTask.REVIEW_OF_SCHOOL_RULES, *AUGUST),
    Task("gjovik-kopperud.risk-analysis", WheelTask.RISK_ANALYSIS, *AUGUST),
    Task("gjovik-kopperud.parents-informed", WheelTask.INFORM_PARENTS, *AUGUST),
    # Week 41 of 2025 begins on Monday 6 October.
    Task("gjovik-kopperud.smu-first-meeting", WheelTask.SMU_FIRST_MEETING, "2025-10-05 23:00", "2025-10-06 00:30"),
    Task("gjovik-kopperud.elevundersokelsen", WheelTask.ELEVUNDERSOKELSEN, *AUTUMN),
    Task("gjovik-kopperud.survey-reviewed", WheelTask.SURVEY_REVIEW, "2026-02-28 23:00", "2026-03-01 00:30"),
    *(Task(f"gjovik-kopperud.{rule}-autumn", kind, *AUTUMN, Term.AUTUMN) for rule, kind in TWICE.items()),
    *(Task(f"gjovik-kopperud.{rule}-spring", kind, *SPRING, Term.SPRING) for rule, kind in TWICE.items()),
    Task("gjovik-kopperud.plan-revised-in-june", WheelTask.PLAN_REVISION, *SPRING),
    Task("gjovik-kopperud.principals-self-assessment", WheelTask.PRINCIPALS_SELF_ASSESSMENT, *SPRING),
)
SUPERVISION = matter("school year", ("supervision", "2025-08-31 23:00", SupervisionPlanAdopted, {}))

STORY = CASE + SUSPICION + year(*TASKS) + SUPERVISION

BREAKS = {
    "gjovik-kopperud.owner-told-in-eqs": (Verdict.NOT_DOCUMENTED, changed("owner", channel=OwnerChannel.TELEPHONE)),
    "gjovik-kopperud.investigation-starts-at-once": (Verdict.LATE, moved("investigation", "2025-09-02 00:30")),
    "gjovik-kopperud.team-informed": (Verdict.NOT_DOCUMENTED, without("acknowledged")),
    "gjovik-kopperud.talk-with-exposed": (Verdict.NOT_DOCUMENTED, without("talk")),
    "gjovik-kopperud.talk-with-offender": (Verdict.NOT_DOCUMENTED, without("offender")),
    "gjovik-kopperud.one-offender-at-a-time": (Verdict.OVERDUE, changed("offender", one_at_a_time=False)),
    "gjovik-kopperud.meeting-with-exposed-parents": (Verdict.NOT_DOCUMENTED, without("parents")),
    "gjovik-kopperud.meeting-with-offender-parents": (Verdict.NOT_DOCUMENTED, without("offender's parents")),
    "gjovik-kopperud.plan-for-the-measures": (Verdict.NOT_DOCUMENTED, without("plan")),
    "gjovik-kopperud.evaluated-together": (Verdict.OVERDUE, changed("evaluation", guardians_participated=False)),
    "gjovik-kopperud.sanction-individual": (Verdict.OVERDUE, changed("sanction", scope=SanctionScope.COLLECTIVE)),
    "gjovik-kopperud.others-brought-in": (Verdict.NOT_DOCUMENTED, without("referral")),
    "gjovik-kopperud.adult-offends": (Verdict.NOT_DOCUMENTED, without("h owner")),
    "gjovik-kopperud.log-three-a-week": (Verdict.OVERDUE, changed("log", times_per_week=2)),
    "gjovik-kopperud.log-five-weeks": (Verdict.OVERDUE, changed("log", weeks=4)),
    "gjovik-kopperud.log-same-adult": (Verdict.OVERDUE, changed("log", same_adult=False)),
    "gjovik-kopperud.log-group-size": (Verdict.OVERDUE, changed("log", group_size=7)),
    "gjovik-kopperud.supervision-plan": (Verdict.LATE, moved("supervision", "2025-09-01 00:30")),
    **too_late(TASKS),
}


def test_the_case_as_gjovik_prescribes_it_sets_off_every_rule_and_keeps_it():
    assert judged(STORY, GJOVIK) == {rule: {Verdict.MET} for rule in GJOVIK.by_id}


def test_every_rule_of_gjovik_has_a_case_that_breaks_it():
    assert BREAKS.keys() == GJOVIK.by_id.keys()


@pytest.mark.parametrize("rule", BREAKS)
def test_a_case_that_breaks_one_rule_of_gjovik_breaks_that_rule_alone(rule):
    verdict, change = BREAKS[rule]

    assert not_kept(change(STORY), GJOVIK) == {rule: {verdict}}


def test_in_a_leap_year_the_survey_may_be_reviewed_on_the_29th_of_february():
    in_time = Task("gjovik-kopperud.survey-reviewed", WheelTask.SURVEY_REVIEW, "2028-02-29 23:00", "2028-03-01 00:30")
    wheel = year(in_time, opened="2027-08-01 08:00", first_year=2027)

    assert judged(wheel, GJOVIK)[in_time.rule] == {Verdict.MET}
    assert judged(moved(in_time.rule, in_time.too_late)(wheel), GJOVIK)[in_time.rule] == {Verdict.LATE}
