"""National guidance and the laws around the Education Act: kept by the book, and each rule broken alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from events.access import BreachNotifiedToAuthority, PersonalDataBreachReported
from events.avvik import AvvikMeasureDecided, AvvikMeasureDone
from events.base import Stream
from events.concern import ConcernReceived, ReportedToPrincipal
from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.heightened import HeightenedReportReceived, ObviousGroundlessnessAssessed, OwnerNotifiedOfHeightenedReport
from events.investigation import AnalysisConcluded, ConversationHeld, InvestigationPlanned, InvestigationPostponed
from events.lists.access import BreachSeverity, DisclosureBasis
from events.lists.concern import Concern
from events.lists.investigation import PostponementReason
from events.plan import MeasureAdded, PlanAdopted
from events.wheel import WheelTaskDone, WheelTaskPlanned, WheelTaskPostponed
from services.compliance.verdicts import Verdict
from tests.compliance.law_cases import Days, pupils_case, the_year
from tests.compliance.plan_cases import both, changed, judged, matter, moved, name, not_kept, rulebook, without

DAYS = Days(date(2025, 9, 1))
at, day = DAYS.at, DAYS.day
LATER = datetime(2040, 1, 1, tzinfo=UTC)
GUIDANCE, AROUND = rulebook("guidance"), rulebook("law-other")
OVERDUE, LATE, SILENT = Verdict.OVERDUE, Verdict.LATE, Verdict.NOT_DOCUMENTED


def reported(mark, concern, told):
    """A concern and the report of it, and no more."""
    return matter(
        mark,
        (f"{mark} concern", at(0, "10:00"), ConcernReceived, {"concern": concern}),
        (f"{mark} report", told, ReportedToPrincipal, {}),
        (f"{mark} investigation", at(8, "10:00"), InvestigationPlanned, {}),
        (f"{mark} analysis", at(9, "10:00"), AnalysisConcluded, {}),
    )


def assessed(story, *marks):
    """The story with the seriousness of each matter assessed, and so nothing else left to do."""
    for mark in marks:
        step = pupils_case(DAYS).steps["severity"]
        told = (f"{mark} severity", at(8, "12:00"), type(step.event), {"serious": False})
        story += matter(mark, told)
    return story


POSTPONED = matter(
    "postponed",
    ("first plan", at(0, "10:00"), InvestigationPlanned, {}),
    ("postponed", at(1, "10:00"), InvestigationPostponed, {"reason": PostponementReason.PUPIL_ABSENT, "new_date": day(10)}),
    ("resumed", at(10, "23:00"), ConversationHeld, {}),
    ("analysed", at(14, "10:00"), AnalysisConcluded, {}),
)
RELATIONS = matter(
    "relations",
    ("relations plan", at(0, "23:00"), PlanAdopted, {}),
    (
        "relation",
        at(0, "10:00"),
        MeasureAdded,
        {"measure": name("relation"), "template": "better-weak-relation", "weeks": 4, "times_per_week": 5, "minutes_each_time": 20},
    ),
    (
        "group",
        at(0, "10:00"),
        MeasureAdded,
        {"measure": name("group"), "template": "support-group", "group_size": 6, "times_per_week": 1, "consent_obtained": True},
    ),
)
SUSPICION = matter(
    "suspicion",
    ("h report", at(0, "10:00"), HeightenedReportReceived, {"received_by_owner": False}),
    ("h owner", at(0, "23:00"), OwnerNotifiedOfHeightenedReport, {}),
    stream=Stream.HEIGHTENED_CASE,
)
STORY = (
    assessed(
        reported("grave", Concern.VIOLENCE, at(0, "23:00"))
        + reported("offence", Concern.EXCLUSION, at(1, "23:00"))
        + reported("unease", Concern.SCHOOL_ABSENCE, at(7, "23:00")),
        "grave",
        "offence",
        "unease",
    )
    + pupils_case(DAYS)
    + POSTPONED
    + RELATIONS
    + SUSPICION
)

RAISED_EARLIER = both(moved("raised", at(-3, "11:30")), moved("informed", at(4, "10:00")))

BREAKS = {
    "guidance.report-grave-matter-same-day": (LATE, moved("grave report", at(1, "00:30"))),
    "guidance.report-offence-by-end-of-next-school-day": (LATE, moved("offence report", at(2, "00:30"))),
    "guidance.report-other-unease-weekly": (LATE, moved("unease report", at(8, "00:30"))),
    "guidance.suspicion-to-municipality-same-day": (LATE, moved("h owner", at(1, "00:30"))),
    "guidance.seriousness-assessed": (SILENT, without("severity")),
    "guidance.investigation-planned-in-writing": (SILENT, without("grave investigation")),
    "guidance.postponement-has-good-reason": (OVERDUE, changed("postponed", reason=PostponementReason.CAPACITY)),
    "guidance.postponed-investigation-resumed": (LATE, moved("resumed", at(11, "00:30"))),
    "guidance.investigation-analysed": (SILENT, without("analysed")),
    "guidance.investigation-finished-on-its-date": (LATE, moved("analysis", at(5, "00:30"))),
    "guidance.plan-with-first-measure": (LATE, moved("relations plan", at(1, "00:30"))),
    "guidance.plan-within-five-working-days": (LATE, RAISED_EARLIER),
    "guidance.one-week-before-statsforvalter": (LATE, moved("informed", at(8, "00:30"))),
    "guidance.measure-under-way": (LATE, moved("new executed", at(30, "00:30"))),
    "guidance.new-measures-when-no-effect": (SILENT, without("new measure")),
    "guidance.evaluated-with-the-pupil": (OVERDUE, changed("evaluation", pupil_participated=False)),
    "guidance.closed-on-the-pupils-word": (LATE, moved("safe", at(41, "10:01"))),
    "guidance.asked-again-after-closing": (LATE, moved("asked again", at(98, "00:30"))),
    "guidance.relation-two-to-four-weeks": (OVERDUE, changed("relation", weeks=5)),
    "guidance.relation-regular-meetings": (OVERDUE, changed("relation", times_per_week=None)),
    "guidance.relation-ten-to-twenty-minutes": (OVERDUE, changed("relation", minutes_each_time=45)),
    "guidance.group-of-six-at-most": (OVERDUE, changed("group", group_size=7)),
    "guidance.group-with-consent": (OVERDUE, changed("group", consent_obtained=None)),
    "guidance.group-meets-weekly": (OVERDUE, changed("group", times_per_week=None)),
}

REQUESTS = matter(
    "access",
    ("public", at(0, "10:00"), DisclosureRequested, {"request": name("public"), "basis": DisclosureBasis.PUBLIC_ACCESS}),
    ("public answer", at(7, "23:00"), DisclosureAnswered, {"request": name("public")}),
    ("own data", at(0, "10:00"), DisclosureRequested, {"request": name("own"), "basis": DisclosureBasis.DATA_SUBJECT}),
    ("own answer", at(31, "23:00"), DisclosureAnswered, {"request": name("own")}),
    (
        "police",
        at(0, "10:00"),
        DisclosureRequested,
        {"request": name("police"), "basis": DisclosureBasis.POLICE, "answer_by": day(12)},
    ),
    ("police answer", at(12, "23:00"), DisclosureAnswered, {"request": name("police")}),
    ("breach", at(4, "10:00"), PersonalDataBreachReported, {"severity": BreachSeverity.NOTIFY_AUTHORITY}),
    ("notified", at(7, "10:00"), BreachNotifiedToAuthority, {}),
)
TASKS = matter(
    "planned year",
    ("task", at(0, "10:00"), WheelTaskPlanned, {"task": name("task"), "due_on": day(30)}),
    ("task done", at(30, "23:00"), WheelTaskDone, {"task": name("task")}),
    ("other task", at(0, "10:00"), WheelTaskPlanned, {"task": name("other"), "due_on": day(30)}),
    ("put off", at(20, "10:00"), WheelTaskPostponed, {"task": name("other"), "due_on": day(50)}),
    ("other done", at(50, "23:00"), WheelTaskDone, {"task": name("other")}),
)
AVVIK = matter(
    "avvik",
    ("decided", at(0, "10:00"), AvvikMeasureDecided, {"due_on": day(30)}),
    ("done", at(30, "23:00"), AvvikMeasureDone, {}),
)
AROUND_STORY = REQUESTS + TASKS + AVVIK + the_year(DAYS)

AROUND_BREAKS = {
    "law-other.internal-control-report": (LATE, moved("report on control", "2026-08-01 00:30")),
    "law-other.planned-task-done": (LATE, moved("task done", at(31, "00:30"))),
    "law-other.postponed-task-done": (LATE, moved("other done", at(51, "00:30"))),
    "law-other.avvik-measure-done": (LATE, moved("done", at(31, "00:30"))),
    "law-other.public-access-answered": (LATE, moved("public answer", at(8, "00:30"))),
    "law-other.data-subject-answered": (LATE, moved("own answer", at(32, "00:30"))),
    "law-other.request-answered-on-its-date": (LATE, moved("police answer", at(13, "00:30"))),
    "law-other.breach-notified-within-72-hours": (LATE, moved("notified", at(7, "10:01"))),
}
CASES = [(STORY, GUIDANCE, rule, *broken) for rule, broken in BREAKS.items()]
CASES += [(AROUND_STORY, AROUND, rule, *broken) for rule, broken in AROUND_BREAKS.items()]


@pytest.mark.parametrize(("story", "rules"), [(STORY, GUIDANCE), (AROUND_STORY, AROUND)], ids=["guidance", "laws around"])
def test_matters_handled_by_the_book_set_off_every_rule_and_keep_it(story, rules):
    assert judged(story, rules, LATER).keys() == rules.by_id.keys()
    assert not_kept(story, rules, LATER) == {}


def test_every_rule_of_guidance_and_the_laws_around_has_a_case_that_breaks_it():
    assert (BREAKS | AROUND_BREAKS).keys() == GUIDANCE.by_id.keys() | AROUND.by_id.keys()


@pytest.mark.parametrize(("story", "rules", "rule", "verdict", "change"), CASES, ids=[case[2] for case in CASES])
def test_a_case_that_breaks_one_rule_breaks_that_rule_alone(story, rules, rule, verdict, change):
    assert not_kept(change(story), rules, LATER) == {rule: {verdict}}


def test_an_obviously_groundless_report_ends_the_duty_to_pass_it_on():
    groundless = matter(
        "suspicion",
        ("groundless", at(0, "12:00"), ObviousGroundlessnessAssessed, {"obviously_groundless": True}),
        stream=Stream.HEIGHTENED_CASE,
    )

    found = judged(without("h owner")(STORY) + groundless, GUIDANCE, LATER)

    assert found["guidance.suspicion-to-municipality-same-day"] == {Verdict.NOT_APPLICABLE}
