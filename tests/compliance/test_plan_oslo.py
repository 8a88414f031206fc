"""Oslo's plan (Ellingsrudåsen school): the case as it prescribes it, and one case for each rule that breaks that rule alone."""

from __future__ import annotations

from datetime import date

import pytest

from events.archive import Archived
from events.base import Stream
from events.best_interest import BestInterestAssessed
from events.concern import CaseOpened, ConcernReceived, IncidentIntervened, OwnerNotified, ReportedToPrincipal, SeverityAssessed
from events.heightened import HeightenedReportReceived, ObviousGroundlessnessAssessed, OwnerNotifiedOfHeightenedReport
from events.investigation import AnalysisConcluded, ConversationHeld, InvestigationPlanned
from events.lists.concern import Arena, OwnerChannel
from events.lists.investigation import ConversationKind
from events.lists.measures import Executor, MeasureLevel, PlanPart
from events.lists.people import Suspected
from events.lists.year import Term, WheelTask
from events.plan import MeasureAdded, PlanAdopted
from events.wheel import SupervisionPlanAdopted
from services.compliance.verdicts import Verdict
from tests.compliance.plan_cases import Task, changed, judged, matter, moved, name, not_kept, rulebook, too_late, without, year

OSLO = rulebook("oslo-ellingsrudasen")


def measure(label, level, arena):
    return (
        label,
        "2025-09-08 10:05",
        MeasureAdded,
        {
            "measure": name(label),
            "level": level,
            "arena": arena,
            "to_date": date(2025, 10, 10),
            "evaluate_on": date(2025, 10, 10),
            "pupil_participated": True,
        },
    )


CASE = matter(
    "case",
    ("incident", "2025-09-01 09:30", IncidentIntervened, {}),
    ("concern", "2025-09-01 10:00", ConcernReceived, {}),
    ("opened", "2025-09-01 10:30", CaseOpened, {"grade": 3}),
    ("report", "2025-09-01 11:00", ReportedToPrincipal, {"pupil_informed": True}),
    ("reporter", "2025-09-01 11:30", ConversationHeld, {"kind": ConversationKind.EMPLOYEE}),
    ("investigation", "2025-09-01 12:00", InvestigationPlanned, {}),
    ("talk", "2025-09-01 12:30", ConversationHeld, {"kind": ConversationKind.EXPOSED_PUPIL}),
    ("severity", "2025-09-01 13:30", SeverityAssessed, {"serious": True}),
    ("owner", "2025-09-01 14:00", OwnerNotified, {"channel": OwnerChannel.TELEPHONE}),
    ("parents", "2025-09-02 14:00", ConversationHeld, {"kind": ConversationKind.GUARDIANS_OF_EXPOSED}),
    ("analysis", "2025-09-05 10:00", AnalysisConcluded, {}),
    ("best interest", "2025-09-05 12:00", BestInterestAssessed, {}),
    ("plan", "2025-09-08 10:00", PlanAdopted, {"parts": tuple(PlanPart), "guardians_participated": True}),
    measure("measure", MeasureLevel.INDIVIDUAL, Arena.CLASSROOM),
    measure("class", MeasureLevel.GROUP, Arena.CLASSROOM),
    measure("after school", MeasureLevel.INDIVIDUAL, Arena.AFTER_SCHOOL),
    ("archived", "2026-07-31 23:00", Archived, {}),
)
EMPLOYEE = matter(
    "employee",
    ("h report", "2025-10-06 09:00", HeightenedReportReceived, {"suspected": Suspected.EMPLOYEE, "received_by_owner": False}),
    ("h owner", "2025-10-06 10:00", OwnerNotifiedOfHeightenedReport, {"channel": OwnerChannel.TELEPHONE}),
    stream=Stream.HEIGHTENED_CASE,
)
LEADER = matter(
    "leader",
    ("l report", "2025-11-03 09:00", HeightenedReportReceived, {"suspected": Suspected.LEADER, "received_by_owner": True}),
    ("l owner", "2025-11-03 10:00", OwnerNotifiedOfHeightenedReport, {"channel": OwnerChannel.TELEPHONE}),
    stream=Stream.HEIGHTENED_CASE,
)

AUGUST = ("2025-08-31 23:00", "2025-09-01 00:30")
AUTUMN = ("2025-12-31 23:00", "2026-01-01 00:30")
SPRING = ("2026-06-30 23:00", "2026-07-01 00:30")
TASKS = (
    Task("oslo-ellingsrudasen.duties-reviewed", WheelTask.STAFF_REVIEW_OF_DUTIES, *AUGUST),
    Task("oslo-ellingsrudasen.rights-at-parents-meeting", WheelTask.PARENT_MEETING, *AUTUMN, Term.AUTUMN),
    Task("oslo-ellingsrudasen.elevundersokelsen", WheelTask.ELEVUNDERSOKELSEN, *AUTUMN),
    Task("oslo-ellingsrudasen.trivselsundersokelsen", WheelTask.LOCAL_SURVEY, *AUTUMN, Term.AUTUMN),
    Task("oslo-ellingsrudasen.survey-analysed", WheelTask.SURVEY_REVIEW, "2026-02-28 23:00", "2026-03-01 00:30"),
    Task("oslo-ellingsrudasen.local-survey-in-may", WheelTask.LOCAL_SURVEY, "2026-05-31 23:00", "2026-06-01 00:30", Term.SPRING),
    Task("oslo-ellingsrudasen.pupil-talks-autumn", WheelTask.PUPIL_TALKS, *AUTUMN, Term.AUTUMN),
    Task("oslo-ellingsrudasen.pupil-talks-spring", WheelTask.PUPIL_TALKS, *SPRING, Term.SPRING),
    Task("oslo-ellingsrudasen.inspection-quality", WheelTask.INSPECTION_QUALITY, *AUGUST),
    Task("oslo-ellingsrudasen.plan-evaluated-yearly", WheelTask.PLAN_REVISION, "2026-07-31 23:00", "2026-08-01 00:30"),
)
INSPECTIONS = tuple(
    Task(f"inspection {day}", WheelTask.INSPECTION_QUALITY, f"{day} 12:00", "")
    for day in (
        *("2025-09-29", "2025-10-27", "2025-11-24", "2025-12-22", "2026-01-19", "2026-02-16"),
        *("2026-03-16", "2026-04-13", "2026-05-11", "2026-06-08", "2026-06-29"),
    )
)
SUPERVISION = matter("school year", ("supervision", "2025-08-15 08:00", SupervisionPlanAdopted, {}))

STORY = CASE + EMPLOYEE + LEADER + year(*TASKS, *INSPECTIONS) + SUPERVISION

BREAKS = {
    "oslo-ellingsrudasen.intervention-reported": (Verdict.NOT_DOCUMENTED, moved("incident", "2025-09-01 11:15")),
    "oslo-ellingsrudasen.concern-reported": (Verdict.NOT_DOCUMENTED, without("report", "incident")),
    "oslo-ellingsrudasen.pupil-told-of-report": (Verdict.OVERDUE, changed("report", pupil_informed=False)),
    "oslo-ellingsrudasen.talk-with-reporter": (Verdict.NOT_DOCUMENTED, without("reporter")),
    "oslo-ellingsrudasen.investigation-plan": (Verdict.NOT_DOCUMENTED, without("investigation")),
    "oslo-ellingsrudasen.serious-case-by-telephone": (Verdict.NOT_DOCUMENTED, changed("owner", channel=OwnerChannel.LETTER)),
    "oslo-ellingsrudasen.colleague-reported-by-telephone": (
        Verdict.NOT_DOCUMENTED,
        changed("h owner", channel=OwnerChannel.LETTER),
    ),
    "oslo-ellingsrudasen.leader-reported-directly": (Verdict.OVERDUE, changed("l report", received_by_owner=False)),
    "oslo-ellingsrudasen.talk-with-pupil": (Verdict.NOT_DOCUMENTED, without("talk")),
    "oslo-ellingsrudasen.talk-with-parents": (Verdict.NOT_DOCUMENTED, without("parents")),
    "oslo-ellingsrudasen.analysed-before-measures": (Verdict.OVERDUE, without("analysis")),
    "oslo-ellingsrudasen.best-interest-assessed": (Verdict.NOT_DOCUMENTED, without("best interest")),
    "oslo-ellingsrudasen.measure-time-limited": (Verdict.OVERDUE, changed("measure", to_date=None)),
    "oslo-ellingsrudasen.measure-not-ordinary-routine": (Verdict.OVERDUE, changed("measure", ordinary_routine=True)),
    "oslo-ellingsrudasen.executor-not-pupil-or-parent": (Verdict.OVERDUE, changed("measure", executor_is=Executor.GUARDIAN)),
    "oslo-ellingsrudasen.pupil-takes-part-in-measure": (Verdict.OVERDUE, changed("measure", pupil_participated=False)),
    "oslo-ellingsrudasen.measure-at-class-level": (Verdict.NOT_DOCUMENTED, changed("class", level=MeasureLevel.INDIVIDUAL)),
    "oslo-ellingsrudasen.measure-in-after-school": (Verdict.NOT_DOCUMENTED, changed("after school", arena=Arena.CORRIDOR)),
    "oslo-ellingsrudasen.plan-holds-minimum": (Verdict.OVERDUE, changed("plan", parts=(PlanPart.MEASURES,))),
    "oslo-ellingsrudasen.parents-invited-into-plan": (Verdict.OVERDUE, changed("plan", guardians_participated=False)),
    "oslo-ellingsrudasen.plan-archived-yearly": (Verdict.LATE, moved("archived", "2026-08-01 00:30")),
    "oslo-ellingsrudasen.supervision-plan": (Verdict.NOT_DOCUMENTED, without("supervision")),
    "oslo-ellingsrudasen.inspection-quality-every-fourth-week": (Verdict.LATE, without("inspection 2025-11-24")),
    **too_late(TASKS),
}


def test_the_case_as_oslo_prescribes_it_sets_off_every_rule_and_keeps_it():
    kept = judged(STORY, OSLO)

    assert kept.keys() == OSLO.by_id.keys()
    assert not_kept(STORY, OSLO) == {}


def test_every_rule_of_oslo_has_a_case_that_breaks_it():
    assert BREAKS.keys() == OSLO.by_id.keys()


@pytest.mark.parametrize("rule", BREAKS)
def test_a_case_that_breaks_one_rule_of_oslo_breaks_that_rule_alone(rule):
    verdict, change = BREAKS[rule]

    assert not_kept(change(STORY), OSLO) == {rule: {verdict}}


def test_an_obviously_groundless_report_need_not_go_to_the_agency():
    groundless = matter(
        "employee",
        ("groundless", "2025-10-06 09:30", ObviousGroundlessnessAssessed, {"obviously_groundless": True}),
        stream=Stream.HEIGHTENED_CASE,
    )
    story = without("h owner")(STORY) + groundless

    assert judged(story, OSLO)["oslo-ellingsrudasen.colleague-reported-by-telephone"] == {Verdict.NOT_APPLICABLE}
