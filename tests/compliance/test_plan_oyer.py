"""Øyer's plan: the case as it prescribes it, and one case for each rule that breaks that rule alone."""

from __future__ import annotations

from datetime import date

import pytest

from events.base import Stream
from events.best_interest import BestInterestAssessed
from events.concern import (
    ConcernReceived,
    IncidentIntervened,
    OwnerAcknowledged,
    OwnerNotified,
    PrincipalAcknowledged,
    PupilInformedOfReceipt,
    RaisedWithPrincipal,
    ReportedToPrincipal,
    SeverityAssessed,
)
from events.heightened import (
    EmployeeInformedAndHeard,
    HeightenedCaseConcluded,
    HeightenedReportReceived,
    OwnerNotifiedOfHeightenedReport,
)
from events.investigation import (
    AnalysisConcluded,
    ConversationHeld,
    FindingsShared,
    InvestigationPlanned,
    InvestigationRevised,
    KickoffMeetingHeld,
    PupilHeard,
)
from events.lists.concern import Certainty, Concern
from events.lists.decisions import HeightenedOutcome
from events.lists.investigation import ConversationKind, FindingsAudience
from events.lists.measures import Conclusion, Effect, PlanPart
from events.lists.people import Reporter, Suspected
from events.lists.year import WheelScope, WheelTask
from events.plan import MeasureAdded, MeasureEvaluated, PlanAdopted, PlanRevised
from events.wheel import SupervisionPlanAdopted
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

OYER = rulebook("oyer")

CASE = matter(
    "case",
    ("incident", "2025-09-01 10:00", IncidentIntervened, {"concern": Concern.BULLYING}),
    ("concern", "2025-09-01 10:05", ConcernReceived, {"reporter": Reporter.EMPLOYEE, "certainty": Certainty.SUSPICION}),
    ("report", "2025-09-01 11:00", ReportedToPrincipal, {"certainty": Certainty.SUSPICION}),
    ("acknowledged", "2025-09-01 11:30", PrincipalAcknowledged, {}),
    ("told", "2025-09-01 12:00", PupilInformedOfReceipt, {}),
    ("talk", "2025-09-01 12:30", ConversationHeld, {"kind": ConversationKind.EXPOSED_PUPIL}),
    ("heard", "2025-09-01 12:45", PupilHeard, {}),
    ("investigation", "2025-09-01 13:00", InvestigationPlanned, {}),
    ("severity", "2025-09-01 13:30", SeverityAssessed, {"serious": True}),
    ("owner", "2025-09-01 14:00", OwnerNotified, {}),
    ("owner's receipt", "2025-09-01 15:00", OwnerAcknowledged, {}),
    ("meeting", "2025-09-02 23:30", KickoffMeetingHeld, {}),
    ("input", "2025-09-03 10:00", InvestigationRevised, {}),
    ("analysis", "2025-09-05 10:00", AnalysisConcluded, {"pupil_is_safe": False}),
    ("shared", "2025-09-05 14:00", FindingsShared, {"audience": FindingsAudience.GUARDIANS}),
    ("best interest", "2025-09-08 09:00", BestInterestAssessed, {}),
    ("plan", "2025-09-08 10:00", PlanAdopted, {"parts": tuple(PlanPart), "pupil_participated": True}),
    ("measure", "2025-09-08 10:05", MeasureAdded, {"measure": name("measure")}),
    (
        "evaluation",
        "2025-09-22 10:00",
        MeasureEvaluated,
        {"measure": name("measure"), "effect": Effect.PARTLY, "conclusion": Conclusion.CHANGED},
    ),
    ("revision", "2025-09-22 11:00", PlanRevised, {}),
)

SUSPICION = matter(
    "suspicion",
    (
        "h report",
        "2025-10-06 09:00",
        HeightenedReportReceived,
        {"suspected": Suspected.EMPLOYEE, "received_by_owner": False, "suspected_on": date(2025, 10, 6)},
    ),
    ("h owner", "2025-10-06 10:00", OwnerNotifiedOfHeightenedReport, {}),
    ("h investigation", "2025-10-06 11:00", InvestigationPlanned, {}),
    ("h pupil", "2025-10-06 12:00", PupilHeard, {}),
    ("h employee", "2025-10-06 13:00", EmployeeInformedAndHeard, {}),
    ("h input", "2025-10-07 10:00", InvestigationRevised, {}),
    ("h analysis", "2025-10-08 09:00", AnalysisConcluded, {"pupil_is_safe": False}),
    ("h shared", "2025-10-08 09:30", FindingsShared, {"audience": FindingsAudience.PUPIL}),
    ("h concluded", "2025-10-08 10:00", HeightenedCaseConcluded, {"outcome": HeightenedOutcome.GROUNDED, "pupil_is_safe": False}),
    ("h measure", "2025-10-08 11:00", MeasureAdded, {"measure": name("h measure")}),
    stream=Stream.HEIGHTENED_CASE,
)

MUNICIPALITY = WheelScope.MUNICIPALITY
TASKS = (
    Task("oyer.rules-made-known", WheelTask.STAFF_REVIEW_OF_DUTIES, "2025-09-30 23:00", "2025-10-01 00:30"),
    Task("oyer.plan-revised-in-june", WheelTask.PLAN_REVISION, "2026-06-30 23:00", "2026-07-01 00:30", scope=MUNICIPALITY),
    Task("oyer.competence-needs", WheelTask.COMPETENCE_NEEDS, "2026-06-30 23:00", "2026-07-01 00:30", scope=MUNICIPALITY),
)
SUPERVISION = matter("school year", ("supervision", "2025-08-15 08:00", SupervisionPlanAdopted, {}))

STORY = CASE + SUSPICION + year(*TASKS) + SUPERVISION

NOBODY_ASKED_THAT_DAY = both(
    moved("h investigation", "2025-10-07 00:30"), moved("h pupil", "2025-10-07 09:00"), moved("h employee", "2025-10-07 10:00")
)

BREAKS = {
    "oyer.talk-after-intervening": (Verdict.NOT_DOCUMENTED, without("talk")),
    "oyer.report-same-day": (Verdict.LATE, moved("concern", "2025-08-31 23:30")),
    "oyer.principal-logs-receipt": (Verdict.NOT_DOCUMENTED, without("acknowledged")),
    "oyer.pupil-told-same-day": (Verdict.LATE, moved("told", "2025-09-02 00:30")),
    "oyer.owner-told-of-serious-case": (Verdict.NOT_DOCUMENTED, without("owner", "owner's receipt")),
    "oyer.owner-documents-receipt": (Verdict.NOT_DOCUMENTED, without("owner's receipt")),
    "oyer.investigation-plan": (Verdict.NOT_DOCUMENTED, without("investigation")),
    "oyer.meeting-by-next-day": (
        Verdict.LATE,
        both(changed("talk", kind=ConversationKind.FELLOW_PUPIL), moved("meeting", "2025-09-03 00:30")),
    ),
    "oyer.plan-updated-with-input": (Verdict.NOT_DOCUMENTED, without("input")),
    "oyer.pupil-heard": (Verdict.NOT_DOCUMENTED, without("heard")),
    "oyer.findings-analysed": (Verdict.OVERDUE, without("analysis", "shared")),
    "oyer.findings-shared": (Verdict.NOT_DOCUMENTED, without("shared")),
    "oyer.best-interest-in-plan": (Verdict.LATE, moved("best interest", "2025-09-08 10:01")),
    "oyer.plan-made-with-pupil": (Verdict.OVERDUE, changed("plan", pupil_participated=False)),
    "oyer.plan-holds-minimum": (Verdict.OVERDUE, changed("plan", parts=(PlanPart.PROBLEM, PlanPart.MEASURES))),
    "oyer.plan-updated-after-evaluation": (Verdict.NOT_DOCUMENTED, without("revision")),
    "oyer.colleague-reported-at-once": (Verdict.LATE, changed("h report", suspected_on=date(2025, 10, 5))),
    "oyer.owner-told-of-suspicion": (Verdict.LATE, moved("h owner", "2025-10-07 00:30")),
    "oyer.suspicion-investigated-at-once": (Verdict.LATE, NOBODY_ASKED_THAT_DAY),
    "oyer.pupil-heard-on-suspicion": (Verdict.NOT_DOCUMENTED, without("h pupil")),
    "oyer.employee-heard": (Verdict.NOT_DOCUMENTED, without("h employee")),
    "oyer.measures-at-once-after-suspicion": (Verdict.LATE, moved("h measure", "2025-10-09 00:30")),
    "oyer.supervision-routine": (Verdict.NOT_DOCUMENTED, without("supervision")),
    **too_late(TASKS),
}


def test_the_case_as_oyer_prescribes_it_sets_off_every_rule_and_keeps_it():
    assert judged(STORY, OYER) == {rule: {Verdict.MET} for rule in OYER.by_id}


def test_every_rule_of_oyer_has_a_case_that_breaks_it():
    assert BREAKS.keys() == OYER.by_id.keys()


@pytest.mark.parametrize("rule", BREAKS)
def test_a_case_that_breaks_one_rule_of_oyer_breaks_that_rule_alone(rule):
    verdict, change = BREAKS[rule]

    assert not_kept(change(STORY), OYER) == {rule: {verdict}}


def test_a_friday_report_gives_until_monday_to_meet():
    friday = (
        moved("concern", "2025-09-05 10:05"),
        moved("report", "2025-09-05 11:00"),
        moved("told", "2025-09-05 12:00"),
        moved("meeting", "2025-09-08 15:00"),
    )
    story = STORY
    for change in friday:
        story = change(story)

    assert judged(story, OYER)["oyer.meeting-by-next-day"] == {Verdict.MET}


def test_parents_who_go_straight_to_the_principal_set_off_the_same_duties():
    straight = matter(
        "straight",
        ("raised", "2025-11-03 09:00", RaisedWithPrincipal, {"raised_by": Reporter.GUARDIAN}),
        ("raised, pupil told", "2025-11-03 23:00", PupilInformedOfReceipt, {}),
    )

    assert not_kept(straight, OYER) == {
        "oyer.meeting-by-next-day": {Verdict.OVERDUE},
        "oyer.investigation-plan": {Verdict.NOT_DOCUMENTED},
        "oyer.pupil-heard": {Verdict.NOT_DOCUMENTED},
    }


def test_a_pupil_who_told_the_principal_need_not_be_told_that_the_principal_knows():
    by_the_pupil = matter("own word", ("raised", "2025-11-03 09:00", RaisedWithPrincipal, {"raised_by": Reporter.PUPIL}))

    assert "oyer.pupil-told-same-day" not in judged(by_the_pupil, OYER)
