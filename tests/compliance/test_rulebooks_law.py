"""Both editions of the Act: matters handled by the book keep every rule, and each rule has a case that breaks it alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from builders import bare

from events.closing import CaseClosed
from events.concern import CaseOpened, ConcernJoined, ConcernReceived
from events.lists.decisions import Complainant, DecisionMaker, ExclusionUnit
from events.lists.measures import ClosingReason, PlanPart
from events.lists.people import PupilRole, Reporter
from events.plan import ContactRhythmAgreed
from services.compliance.calendar import Calendar, end_of_day
from services.compliance.obligations import obligations
from services.compliance.verdicts import Verdict
from tests.compliance.law_cases import (
    Days,
    change_of_school,
    decisions,
    enforcement,
    interventions,
    pupils_case,
    survey,
    suspicions,
    the_year,
)
from tests.compliance.plan_cases import both, changed, judged, matter, moved, not_kept, rulebook, without

LATER = datetime(2040, 1, 1, tzinfo=UTC)
NEW = Days(date(2026, 9, 7))
OLD = Days(date(2023, 9, 4))
ACT_12, ACT_9A = rulebook("law-12"), rulebook("law-9a")


def by_the_book(days):
    return pupils_case(days) + suspicions(days) + enforcement(days) + decisions(days) + the_year(days)


STORY_12 = by_the_book(NEW) + interventions(NEW) + change_of_school(NEW) + survey(NEW)
STORY_9A = by_the_book(OLD)

NOTHING_FOUND_OUT = both(
    changed("concern", reporter=Reporter.EMPLOYEE),
    # The parents are in touch with the school, but not to find anything out.
    lambda story: story.replaced("kickoff", event=bare(ContactRhythmAgreed)),
    without("investigation", "heard", "analysis", "measure", "new measure", "opened"),
)
OVERDUE, LATE, SILENT = Verdict.OVERDUE, Verdict.LATE, Verdict.NOT_DOCUMENTED


def in_both(days):
    """The breaks of the rules that the two editions share, by the rule's name."""
    return {
        "follow-along": (SILENT, without("supervision")),
        "follow-along-in-case": (SILENT, without("followed", "safe")),
        "report-to-principal": (SILENT, without("report", "raised")),
        "investigate": (SILENT, NOTHING_FOUND_OUT),
        "measures-when-pupil-says-so": (SILENT, without("measure", "new measure", "analysis")),
        "measures-after-investigation": (SILENT, without("measure", "new measure", "concern")),
        "written-plan": (SILENT, without("plan")),
        "plan-parts": (OVERDUE, changed("plan", parts=(PlanPart.MEASURES,))),
        "measure-when-and-who": (OVERDUE, changed("measure", executor=None)),
        "carry-out-measure": (LATE, moved("executed", days.at(9, "00:30"))),
        "carry-out-measure-in-its-period": (LATE, moved("new executed", days.at(30, "00:30"))),
        "evaluate-measure": (LATE, moved("evaluation", days.at(22, "00:30"))),
        "evaluate-measure-again": (LATE, moved("evaluation again", days.at(36, "00:30"))),
        "evaluate-plan": (LATE, moved("plan evaluated", days.at(29, "00:30"))),
        "pupil-heard": (SILENT, without("heard", "measure", "new measure", "concern", "analysis")),
        "pupil-heard-before-measures": (LATE, moved("heard", days.at(7, "10:06"))),
        "pupils-view-given-weight": (OVERDUE, changed("heard", weight=None)),
        "plan-made-with-pupil": (OVERDUE, changed("plan", pupil_participated=False)),
        "best-interest-before-plan": (LATE, moved("best interest", days.at(7, "10:01"))),
        "best-interest-before-decision": (OVERDUE, without("weighed")),
        "cooperation-with-parents": (SILENT, changed("kickoff", guardians_present=False)),
        "told-of-enforcement-right": (SILENT, without("informed")),
        "report-colleague": (LATE, changed("h report", suspected_on=days.day(-1))),
        "report-leader-directly": (OVERDUE, changed("l report", received_by_owner=False)),
        "answer-statsforvalter": (LATE, moved("account", days.at(11, "00:30"))),
        "answer-statsforvalter-extended": (LATE, moved("second account", days.at(26, "00:30"))),
        "order-item": (LATE, moved("item done", days.at(61, "00:30"))),
        "report-on-order": (LATE, moved("follow-up", days.at(61, "00:30"))),
        "fine-runs": (LATE, moved("fine stopped", days.at(71, "00:30"))),
        "complaint-from-pupil-side": (OVERDUE, changed("complaint", complainant=Complainant.SCHOOL)),
        "evidence-kept": (LATE, moved("archived", days.at(41 + 1821, "00:30"))),
        "parents-told-before-rest-of-day": (OVERDUE, changed("rest of the day", guardians_told_before=False)),
        "exclusion-grades-1-7": (OVERDUE, changed("rest of the day", unit=ExclusionUnit.DAYS)),
        "exclusion-grades-8-10": (OVERDUE, changed("three days", length=4.0)),
        "exclusion-by-teacher": (OVERDUE, changed("two hours", length=3.0)),
        "exclusion-conditions": (OVERDUE, changed("three days", milder_means_considered=False)),
        "school-change-by-municipality": (OVERDUE, changed("change of school", by=DecisionMaker.PRINCIPAL)),
        "heard-before-decision": (OVERDUE, changed("three days", pupil_heard=False)),
        "council-informed": (LATE, moved("council", f"{days.monday.year + 1}-08-01 00:30")),
    }


BREAKS_12 = {f"law-12.{rule}": broken for rule, broken in in_both(NEW).items()} | {
    "law-12.serious-case-to-municipality": (SILENT, without("owner")),
    "law-12.principal-tells-municipality": (SILENT, without("h owner")),
    "law-12.investigate-suspicion": (SILENT, without("l told")),
    "law-12.suspected-shut-out": (SILENT, without("h excluded")),
    "law-12.plan-when-pupil-unsafe-after-suspicion": (SILENT, without("h plan")),
    "law-12.intervention-to-principal": (SILENT, without("repeated to principal")),
    "law-12.intervention-to-parents": (SILENT, without("repeated to parents")),
    "law-12.repeated-intervention-to-municipality": (SILENT, without("repeated to municipality")),
    "law-12.serious-intervention-to-municipality": (SILENT, without("serious to municipality")),
    "law-12.share-on-school-change": (SILENT, without("shared")),
    "law-12.sharing-is-necessary": (OVERDUE, changed("shared", necessity_assessed=False)),
    "law-12.inspection-order": (LATE, moved("corrected", NEW.at(31, "00:30"))),
    "law-12.survey-assessed-first": (OVERDUE, without("survey assessed")),
    "law-12.survey-names-nobody-negatively": (OVERDUE, changed("survey assessed", names_pupils_in_negative_relations=True)),
    "law-12.survey-least-intrusive": (OVERDUE, changed("survey assessed", least_intrusive=False)),
    "law-12.survey-answers-checked": (SILENT, without("survey checked")),
}
BREAKS_9A = {f"law-9a.{rule}": broken for rule, broken in in_both(OLD).items()} | {
    "law-9a.serious-case-to-owner": (SILENT, without("owner")),
    "law-9a.principal-notifies-owner": (SILENT, without("h owner")),
    "law-9a.suspicion-investigated-at-once": (LATE, moved("h told", OLD.at(2, "00:30"))),
    "law-9a.measures-at-once-after-suspicion": (LATE, moved("h plan", OLD.at(4, "00:30"))),
}
CASES = [(STORY_12, ACT_12, rule, *broken) for rule, broken in BREAKS_12.items()]
CASES += [(STORY_9A, ACT_9A, rule, *broken) for rule, broken in BREAKS_9A.items()]

ALWAYS_MET = {f"{law}.{rule}" for law in ("law-9a", "law-12") for rule in ("intervene", "complaint-to-udir")}
"""An offence that nobody stopped leaves no fact, so that duty can be seen kept and never broken; a complaint is nobody's duty."""


@pytest.mark.parametrize(("story", "act"), [(STORY_12, ACT_12), (STORY_9A, ACT_9A)], ids=["chapter 12", "chapter 9 A"])
def test_matters_handled_by_the_book_set_off_every_rule_of_the_act_and_keep_it(story, act):
    assert judged(story, act, LATER).keys() == act.by_id.keys()
    assert not_kept(story, act, LATER) == {}


def test_every_rule_of_both_editions_has_a_case_that_breaks_it():
    assert BREAKS_12.keys() | BREAKS_9A.keys() | ALWAYS_MET == ACT_12.by_id.keys() | ACT_9A.by_id.keys()


@pytest.mark.parametrize(("story", "act", "rule", "verdict", "change"), CASES, ids=[case[2] for case in CASES])
def test_a_case_that_breaks_one_rule_of_the_act_breaks_that_rule_alone(story, act, rule, verdict, change):
    assert not_kept(change(story), act, LATER) == {rule: {verdict}}


def test_a_matter_is_judged_by_the_edition_of_the_day_it_arose():
    assert judged(STORY_9A, ACT_12, LATER) == {}
    assert judged(STORY_12, ACT_9A, LATER) == {}


def test_an_adults_offence_is_investigated_at_once_under_the_old_act_and_as_soon_as_possible_under_the_new():
    a_week_later = moved("h told", OLD.at(7, "10:00")), moved("h told", NEW.at(7, "10:00"))

    old = not_kept(both(a_week_later[0], without("h concluded"))(STORY_9A), ACT_9A, LATER)
    new = not_kept(both(a_week_later[1], without("h concluded"))(STORY_12), ACT_12, LATER)

    assert (old, new) == ({"law-9a.suspicion-investigated-at-once": {LATE}}, {})


def test_sharing_on_a_change_of_school_is_owed_from_the_day_the_act_was_amended():
    days = Days(date(2026, 7, 27))
    story = without("shared")(change_of_school(days))

    assert "law-12.share-on-school-change" not in judged(story, ACT_12, LATER)
    a_week_on = without("shared")(change_of_school(Days(days.monday + timedelta(days=7))))
    assert "law-12.share-on-school-change" in judged(a_week_on, ACT_12, LATER)


def test_the_time_for_a_complaint_runs_for_three_weeks_and_is_no_duty_of_the_school():
    story = without("complaint")(enforcement(NEW))
    found = obligations(story.frame(), ACT_12, Calendar()).obligations.filter(pl.col("rule_id") == "law-12.complaint-to-udir")

    assert found["due_at"].to_list() == [end_of_day(NEW.day(61))]
    assert judged(story, ACT_12, LATER)["law-12.complaint-to-udir"] == {Verdict.NOT_APPLICABLE}


def test_a_case_registered_in_error_owes_nothing_that_was_still_open():
    mistaken = matter(
        "mistaken",
        ("mistaken opened", NEW.at(0, "10:00"), CaseOpened, {}),
        ("mistaken concern", NEW.at(0, "10:00"), ConcernReceived, {"reporter": Reporter.PUPIL}),
        ("mistaken closed", NEW.at(0, "11:00"), CaseClosed, {"reason": ClosingReason.REGISTERED_IN_ERROR}),
    )

    found = judged(mistaken, ACT_12, LATER)

    assert {verdict for rule, verdicts in found.items() for verdict in verdicts if rule != "law-12.evidence-kept"} == {
        Verdict.NOT_APPLICABLE
    }


@pytest.mark.parametrize(("days", "act", "edition"), [(NEW, ACT_12, "law-12"), (OLD, ACT_9A, "law-9a")])
def test_a_concern_that_joined_a_case_owes_nothing_more_than_its_report_to_the_principal(days, act, edition):
    joined = matter(
        "joined",
        ("joined concern", days.at(0, "10:00"), ConcernReceived, {"reporter": Reporter.PUPIL}),
        ("joined to", days.at(1, "11:00"), ConcernJoined, {}),
    )

    found = judged(joined, act, LATER)

    assert found.pop(f"{edition}.report-to-principal") == {Verdict.NOT_DOCUMENTED}
    assert {verdict for verdicts in found.values() for verdict in verdicts} == {Verdict.NOT_APPLICABLE}


def test_the_right_to_go_to_statsforvalteren_is_told_to_the_one_who_is_exposed():
    offending = matter("other side", ("other opened", NEW.at(0, "10:00"), CaseOpened, {"pupil_role": PupilRole.OFFENDING}))

    assert "law-12.told-of-enforcement-right" not in judged(offending, ACT_12, LATER)
