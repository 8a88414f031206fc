"""Plans and measures as the warehouse tells them: what was decided, carried out, evaluated, and how the pupil had it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import bare, example
from one_case import OneCase, by_time, naive
from told_log import SOON

from events import closing, concern, plan
from events.lists.measures import Conclusion, Effect, MeasureLevel, PlanPart, Proposer


@pytest.fixture
def case():
    case = OneCase()
    return case.tell(example(concern.CaseOpened, pupil=case.pupil), "2025-09-01")


def measure(case, day="2025-09-02", **more):
    """A measure that is set in; its id."""
    id_ = case.told.new()
    case.tell(bare(plan.MeasureAdded, measure=id_, from_date=date(2025, 9, 3), level=MeasureLevel.GROUP, **more), day)
    return id_


def executed(case, id_, day):
    case.tell(bare(plan.MeasureExecuted, measure=id_), day)


def evaluated(case, id_, day, effect=Effect.WORKS, conclusion=Conclusion.ENDED, *, late=SOON, **more):
    case.tell(bare(plan.MeasureEvaluated, measure=id_, effect=effect, conclusion=conclusion, **more), day, late=late)


def asked(case, day, experience, pupil=None):
    case.tell(bare(plan.FollowUpHeld, pupil=pupil or case.pupil, experience=experience), day)


def test_a_measure_has_what_was_decided_and_what_came_of_it(tmp_path, case):
    one = measure(case, template="close-follow-up", evaluate_on=date(2025, 9, 30))
    executed(case, one, "2025-09-03")
    executed(case, one, "2025-09-10")
    case.tell(bare(plan.MeasureMissed, measure=one), "2025-09-17")
    evaluated(case, one, "2025-10-02", experience=8)
    (row,) = case.rows(tmp_path, "measures")
    assert (row["kind"], row["template"], row["level"], row["responsible"]) == ("set_in", "close-follow-up", "group", "staff")
    assert (row["decided_at"], row["evaluate_on"]) == (naive("2025-09-02"), date(2025, 9, 30))
    assert (row["first_executed_at"], row["executed"], row["missed"]) == (naive("2025-09-03"), 2, 1)
    assert (row["evaluated"], row["effect"], row["conclusion"]) == (1, "works", "ended")
    assert row["ended_at"] == naive("2025-10-02")


def test_a_measure_that_nobody_has_touched_was_carried_out_and_evaluated_no_times(tmp_path, case):
    measure(case)
    (row,) = case.rows(tmp_path, "measures")
    assert (row["executed"], row["missed"], row["evaluated"]) == (0, 0, 0)
    assert row["ended_at"] is row["effect"] is row["experience_before"] is row["experience_after"] is None


def test_protection_at_once_and_a_declined_proposal_are_measures_of_their_own_kind(tmp_path, case):
    case.tell(example(concern.ImmediateMeasureTaken, danger_to_life_or_health=True), "2025-09-01", "10:00")
    case.tell(example(plan.ProposedMeasureDeclined, proposed_by=Proposer.GUARDIAN), "2025-09-02")
    found = {row["kind"]: row for row in case.rows(tmp_path, "measures")}
    assert set(found) == {"at_once", "declined"}
    assert found["at_once"]["danger"] is True
    assert found["declined"]["proposed_by"] == "guardian"
    assert found["at_once"]["executed"] is found["declined"]["evaluated"] is None


def experience(case, tmp_path):
    (row,) = case.rows(tmp_path, "measures")
    return row["experience_before"], row["before_said_at"], row["experience_after"]


def test_the_experience_before_is_the_last_that_the_pupil_said_before_the_measure_began(tmp_path, case):
    asked(case, "2025-09-01", 2)
    asked(case, "2025-09-04", 3)
    one = measure(case)
    executed(case, one, "2025-09-05")
    asked(case, "2025-09-12", 5)
    evaluated(case, one, "2025-10-01", experience=8)
    assert experience(case, tmp_path) == (3, naive("2025-09-04"), 8)


def test_where_nobody_asked_before_it_began_the_first_answer_on_the_way_is_taken(tmp_path, case):
    one = measure(case)
    executed(case, one, "2025-09-03")
    asked(case, "2025-09-12", 4)
    asked(case, "2025-09-19", 6)
    evaluated(case, one, "2025-10-01", experience=8)
    assert experience(case, tmp_path) == (4, naive("2025-09-12"), 8)


def test_a_measure_whose_evaluation_is_the_first_time_that_the_pupil_is_asked_has_no_before(tmp_path, case):
    one = measure(case)
    evaluated(case, one, "2025-10-01", experience=8)
    asked(case, "2025-11-01", 9)
    assert experience(case, tmp_path) == (None, None, 8)


def test_a_measure_that_is_not_evaluated_has_neither_before_nor_after(tmp_path, case):
    asked(case, "2025-09-01", 2)
    measure(case)
    asked(case, "2025-11-01", 9)
    assert experience(case, tmp_path) == (None, None, None)


def test_what_another_pupil_says_is_not_the_case_pupils_experience(tmp_path, case):
    asked(case, "2025-09-01", 9, pupil=case.told.new())
    asked(case, "2025-09-02", 2)
    one = measure(case, "2025-09-03")
    evaluated(case, one, "2025-10-01", experience=7)
    assert experience(case, tmp_path) == (2, naive("2025-09-02"), 7)


def test_an_evaluation_without_the_pupils_experience_leaves_the_last_one_that_was_said(tmp_path, case):
    asked(case, "2025-09-01", 2)
    one = measure(case)
    evaluated(case, one, "2025-10-01", Effect.PARTLY, Conclusion.CONTINUED, experience=6)
    evaluated(case, one, "2025-11-01")
    (row,) = case.rows(tmp_path, "measures")
    assert (row["experience_after"], row["after_said_at"], row["effect"]) == (6, naive("2025-10-01"), "works")
    assert row["ended_at"] == naive("2025-11-01")


def test_a_measure_that_was_ended_and_goes_on_after_all_is_not_ended(tmp_path, case):
    one = measure(case)
    evaluated(case, one, "2025-10-01")
    evaluated(case, one, "2025-11-01", Effect.PARTLY, Conclusion.CONTINUED, next_evaluation_on=date(2025, 12, 1))
    (row,) = case.rows(tmp_path, "measures")
    assert (row["ended_at"], row["conclusion"], row["next_evaluation_on"]) == (None, "continued", date(2025, 12, 1))


def test_an_evaluation_told_late_counts_where_it_happened(tmp_path, case):
    one = measure(case)
    evaluated(case, one, "2025-11-01", Effect.DOES_NOT_WORK, Conclusion.CHANGED)
    evaluated(case, one, "2025-10-01", late=timedelta(days=60))
    (row,) = case.rows(tmp_path, "measures")
    assert (row["effect"], row["first_evaluated_at"], row["evaluated_at"]) == (
        "does_not_work",
        naive("2025-10-01"),
        naive("2025-11-01"),
    )


def test_a_measure_that_another_took_the_place_of_says_when(tmp_path, case):
    one = measure(case)
    measure(case, "2025-10-05", replaces=one)
    found = {row["measure"]: row for row in case.rows(tmp_path, "measures")}
    assert found[str(one)]["replaced_at"] == naive("2025-10-05")


def test_every_time_that_a_measure_was_carried_out_or_missed_has_a_row(tmp_path, case):
    one = measure(case)
    executed(case, one, "2025-09-03")
    case.tell(bare(plan.MeasureMissed, measure=one), "2025-09-10")
    found = sorted(case.rows(tmp_path, "measure_executions"), key=by_time)
    assert [(row["measure"], row["carried_out"], row["role"]) for row in found] == [
        (str(one), True, "principal"),
        (str(one), False, "principal"),
    ]


def test_an_evaluation_says_which_day_had_been_set_for_it(tmp_path, case):
    one = measure(case, evaluate_on=date(2025, 9, 30))
    other = measure(case)
    evaluated(case, one, "2025-10-02", Effect.PARTLY, Conclusion.CONTINUED, next_evaluation_on=date(2025, 11, 1))
    evaluated(case, one, "2025-10-30")
    evaluated(case, other, "2025-10-31")
    found = sorted(case.rows(tmp_path, "evaluations"), key=by_time)
    assert [(row["measure"], row["number"], row["due_on"]) for row in found] == [
        (str(one), 1, date(2025, 9, 30)),
        (str(one), 2, date(2025, 11, 1)),
        (str(other), 1, None),
    ]


def adopted(case, day, version, parts=tuple(PlanPart), evaluate_on=None, **more):
    kind = plan.PlanAdopted if version == 1 else plan.PlanRevised
    case.tell(bare(kind, plan_version=version, parts=parts, evaluate_on=evaluate_on, **more), day)


def test_a_version_of_a_plan_lacks_the_parts_that_it_does_not_hold_until_the_next_one_replaces_it(tmp_path, case):
    case.tell(bare(plan.PlanDrafted, plan_version=1), "2025-09-02")
    adopted(case, "2025-09-05", 1, (PlanPart.PROBLEM, PlanPart.MEASURES, PlanPart.WHO), date(2025, 9, 30))
    adopted(case, "2025-10-05", 2)
    first, second = sorted(case.rows(tmp_path, "plan_versions"), key=lambda row: row["plan_version"])
    assert (first["drafted_at"], first["adopted_at"], first["replaced_at"]) == (
        naive("2025-09-02"),
        naive("2025-09-05"),
        naive("2025-10-05"),
    )
    assert (first["missing_parts"], first["is_complete"]) == (["c", "e"], False)
    assert (second["missing_parts"], second["is_complete"], second["is_revision"]) == ([], True, True)
    assert second["replaced_at"] is None


def test_a_draft_that_was_never_adopted_neither_lacks_parts_nor_replaces_anything(tmp_path, case):
    adopted(case, "2025-09-05", 1)
    case.tell(bare(plan.PlanDrafted, plan_version=2), "2025-09-20")
    first, draft = sorted(case.rows(tmp_path, "plan_versions"), key=lambda row: row["plan_version"])
    assert first["replaced_at"] is None
    assert draft["adopted_at"] is draft["is_complete"] is draft["missing_parts"] is None


def test_an_evaluation_of_the_plan_is_of_the_version_in_force(tmp_path, case):
    adopted(case, "2025-09-05", 1)
    adopted(case, "2025-10-05", 2)
    case.tell(bare(plan.PlanEvaluated, effect=Effect.PARTLY), "2025-10-20")
    found = {row["plan_version"]: row for row in case.rows(tmp_path, "plan_versions")}
    assert (found[1]["evaluations"], found[1]["evaluated_at"]) == (0, None)
    assert (found[2]["evaluations"], found[2]["evaluated_at"], found[2]["effect"]) == (1, naive("2025-10-20"), "partly")


def test_a_plan_as_it_stands_has_the_version_in_force_and_the_next_day_of_evaluation(tmp_path, case):
    case.tell(example(plan.InterventionTeamAppointed), "2025-09-04")
    adopted(case, "2025-09-05", 1, tuple(PlanPart)[:4], date(2025, 10, 1))
    adopted(case, "2025-10-02", 2, evaluate_on=date(2025, 11, 1))
    case.tell(bare(plan.PlanEvaluated, effect=Effect.WORKS, next_evaluation_on=date(2025, 12, 1)), "2025-11-01")
    (row,) = case.rows(tmp_path, "plans")
    assert (row["adopted_at"], row["versions"], row["plan_version"], row["is_complete"]) == (naive("2025-09-05"), 2, 2, True)
    assert (row["evaluate_on"], row["evaluations"], row["effect"]) == (date(2025, 12, 1), 1, "works")
    assert (row["team_at"], row["team_members"]) == (naive("2025-09-04"), 2)


def test_a_safe_pupil_at_closing_is_the_experience_after_nothing_but_the_measures_own_evaluation(tmp_path, case):
    one = measure(case)
    evaluated(case, one, "2025-10-01", experience=6)
    case.tell(bare(closing.SafetyConfirmed, pupil=case.pupil, experience=10), "2025-12-01")
    assert experience(case, tmp_path) == (None, None, 6)
