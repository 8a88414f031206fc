"""Use and effect of measures: what the warehouse answers, and on what each share and mean rests."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import bare, example
from told_log import AT_LIEN, LIEN, MOEN, OWNER, SOON, Told, at

from benchmarks.invented_log import TENANT
from events import closing, concern, plan
from events.base import Stream, SubDuty
from events.lists.measures import ClosingReason, Conclusion, Effect, MeasureLevel
from services.compliance.loading import load_rulebooks
from services.reporting.queries import ScopeError
from services.reporting.questions import MeasureCounts, MeasuresListed, MeasureWay, Scope

AUTUMN = {"period_from": date(2025, 8, 1), "period_to": date(2025, 12, 31)}
TODAY = "2026-01-15"


class Schools(Told):
    """Two schools with cases and measures."""

    def case(self, school=LIEN, grade=5, stream=Stream.CASE):
        case_id, pupil = self.new(), self.new()
        opened = bare(concern.CaseOpened, pupil=pupil, grade=grade)
        if stream is Stream.CASE:
            self.tell(stream, case_id, opened, "2025-09-01", case_id=case_id, school=school)
        return stream, case_id, school, pupil

    def measure(self, case, day="2025-09-02", late=SOON, **more):
        id_ = self.new()
        added = bare(plan.MeasureAdded, measure=id_, **{"template": "close-follow-up", "level": MeasureLevel.GROUP, **more})
        self.to(case, added, day, late=late)
        return id_

    def to(self, case, fact, day, late=SOON):
        stream, case_id, school, _ = case
        self.tell(stream, case_id, fact, day, case_id=case_id, school=school, late=late)

    def evaluated(self, case, id_, day, effect=Effect.WORKS, conclusion=Conclusion.ENDED, late=SOON, **more):
        self.to(case, bare(plan.MeasureEvaluated, measure=id_, effect=effect, conclusion=conclusion, **more), day, late=late)

    def asked(self, case, day, experience):
        self.to(case, bare(plan.FollowUpHeld, pupil=case[3], experience=experience), day)


@pytest.fixture
def schools():
    return Schools()


def counted(schools, folder, scope=OWNER, **asked):
    """Rows by what they are counted by, and by value."""
    folder.mkdir(exist_ok=True)
    with schools.asked_on(folder, TODAY) as queries:
        rows = queries.ask(scope, MeasureCounts(**{**AUTUMN, **asked})).to_dicts()
    return {(row["per"], row["value"]): row for row in rows}


def of(row, *names):
    return tuple(row[name] for name in names)


def test_a_measure_counts_in_the_period_in_which_it_was_decided(tmp_path, schools):
    case = schools.case()
    schools.measure(case, "2025-09-02")
    schools.measure(case, "2026-01-10")
    found = counted(schools, tmp_path)
    assert of(found["all", None], "measures", "cases") == (1, 1)


def test_measures_are_counted_by_kind_level_target_and_school_and_each_adds_up_to_all(tmp_path, schools):
    one, other = schools.case(), schools.case(MOEN)
    schools.measure(one)
    schools.measure(one, template="support-group", level=MeasureLevel.INDIVIDUAL)
    schools.measure(other, template=None)
    found = counted(schools, tmp_path)
    assert {value: row["measures"] for (per, value), row in found.items() if per == "template"} == {
        "close-follow-up": 1,
        "support-group": 1,
        "": 1,
    }
    for per in ("template", "level", "target", "school"):
        assert sum(row["measures"] for (by, _), row in found.items() if by == per) == found["all", None]["measures"] == 3
    assert found["school", LIEN]["name"] == "Lien skole"


def test_a_measure_is_in_use_until_it_ends_is_replaced_or_its_case_is_closed(tmp_path, schools):
    open_case, closed_case = schools.case(), schools.case()
    schools.measure(open_case)
    schools.evaluated(open_case, schools.measure(open_case), "2025-10-01")
    replaced = schools.measure(open_case)
    schools.measure(open_case, "2025-10-02", replaces=replaced)
    schools.measure(closed_case)
    schools.to(closed_case, bare(closing.CaseClosed, reason=ClosingReason.SAFE), "2025-11-01")
    found = counted(schools, tmp_path)["all", None]
    assert of(found, "measures", "running") == (5, 2)


def test_an_evaluation_is_in_time_by_the_rule_of_the_law_once_its_day_has_come(tmp_path, schools):
    case = schools.case()
    due = date(2025, 10, 1)
    schools.evaluated(case, schools.measure(case, evaluate_on=due), "2025-10-01")
    schools.evaluated(case, schools.measure(case, evaluate_on=due), "2025-10-09")
    schools.measure(case, evaluate_on=due)
    schools.measure(case, evaluate_on=date(2026, 3, 1))
    schools.measure(case)
    found = counted(schools, tmp_path)["all", None]
    assert of(found, "measures", "evaluations_due", "on_time", "late", "overdue") == (5, 3, 1, 1, 1)


def test_the_effect_is_that_of_the_last_evaluation_and_adds_up_to_those_evaluated(tmp_path, schools):
    case = schools.case()
    one = schools.measure(case)
    schools.evaluated(case, one, "2025-10-01", Effect.DOES_NOT_WORK, Conclusion.CHANGED)
    schools.evaluated(case, one, "2025-11-01", Effect.WORKS, Conclusion.ENDED)
    schools.evaluated(case, schools.measure(case), "2025-10-01", Effect.PARTLY, Conclusion.CHANGED)
    schools.evaluated(case, schools.measure(case), "2025-10-01", Effect.DOES_NOT_WORK, Conclusion.ENDED)
    schools.measure(case)
    found = counted(schools, tmp_path)["all", None]
    assert of(found, "measures", "evaluated", "works", "partly", "does_not_work") == (4, 3, 1, 1, 1)
    assert of(found, "ended", "worked_and_ended", "changed") == (2, 1, 1)


def test_the_pupils_own_experience_is_compared_only_where_it_is_known_before_and_after(tmp_path, schools):
    better, worse, never = schools.case(), schools.case(), schools.case()
    for case, before, after in ((better, 2, 8), (worse, 6, 5)):
        schools.asked(case, "2025-09-01", before)
        schools.evaluated(case, schools.measure(case), "2025-10-01", experience=after)
    schools.evaluated(never, schools.measure(never), "2025-10-01", experience=10)
    found = counted(schools, tmp_path)["all", None]
    assert of(found, "asked_twice", "better", "same", "worse") == (2, 1, 0, 1)
    assert of(found, "mean_before", "mean_after") == (4, 6.5)


def test_what_was_done_at_once_and_what_was_declined_are_no_measures_in_use(tmp_path, schools):
    case = schools.case()
    schools.to(case, bare(concern.ImmediateMeasureTaken), "2025-09-01")
    schools.to(case, bare(plan.ProposedMeasureDeclined), "2025-09-02")
    schools.measure(case)
    found = counted(schools, tmp_path)
    assert of(found["all", None], "measures", "at_once", "declined") == (1, 1, 1)
    assert found["level", "group"]["at_once"] is None


def test_one_grade_is_counted_alone(tmp_path, schools):
    schools.measure(schools.case(grade=5))
    schools.measure(schools.case(grade=8))
    assert counted(schools, tmp_path, grade=8)["all", None]["measures"] == 1


def test_a_scope_of_one_school_counts_that_school(tmp_path, schools):
    schools.measure(schools.case())
    schools.measure(schools.case(MOEN))
    found = counted(schools, tmp_path, AT_LIEN)
    assert {value for per, value in found if per == "school"} == {LIEN}
    assert found["all", None]["measures"] == 1


def test_measures_of_a_heightened_case_count_for_those_who_may_see_them_alone(tmp_path, schools):
    schools.measure(schools.case(stream=Stream.HEIGHTENED_CASE))
    schools.measure(schools.case())
    assert counted(schools, tmp_path / "one")["all", None]["measures"] == 1
    seeing = Scope(tenant=TENANT, exact=True, heightened=True)
    assert counted(schools, tmp_path / "other", seeing)["all", None]["measures"] == 2


def test_a_past_count_knows_what_had_happened_or_what_had_been_written_down(tmp_path, schools):
    case = schools.case()
    one = schools.measure(case, evaluate_on=date(2025, 10, 1))
    schools.evaluated(case, one, "2025-10-01", late=timedelta(days=60))
    moment = at("2025-11-01")
    by_happened = counted(schools, tmp_path / "one", as_of=moment)["all", None]
    by_recorded = counted(schools, tmp_path / "other", recorded_by=moment)["all", None]
    assert of(by_happened, "evaluated", "on_time", "overdue") == (1, 1, 0)
    assert of(by_recorded, "evaluated", "on_time", "overdue") == (0, 0, 1)


def test_without_measures_there_is_one_row_of_nothing(tmp_path, schools):
    found = counted(schools, tmp_path)
    assert set(found) == {("all", None)}
    assert of(found["all", None], "measures", "evaluations_due", "mean_before") == (0, 0, None)


def test_the_list_leads_to_the_cases_behind_a_count(tmp_path, schools):
    one, other = schools.case(), schools.case(MOEN)
    schools.measure(one, evaluate_on=date(2026, 2, 1))
    schools.evaluated(other, schools.measure(other, template="support-group", evaluate_on=date(2025, 10, 1)), "2025-10-01")
    schools.measure(one, "2026-01-10", template=None, level=None)
    with schools.asked_on(tmp_path, TODAY) as queries:
        every = queries.ask(OWNER, MeasuresListed(**AUTUMN)).to_dicts()
        support = queries.ask(OWNER, MeasuresListed(per=MeasureWay.TEMPLATE, value="support-group")).to_dicts()
        own = queries.ask(OWNER, MeasuresListed(per=MeasureWay.TEMPLATE)).to_dicts()
        at_lien = queries.ask(AT_LIEN, MeasuresListed()).to_dicts()
    assert len(every) == 2
    (row,) = support
    assert of(row, "case_id", "school_name", "verdict", "is_running") == (str(other[1]), "Moen skole", "met", False)
    assert [row["level"] for row in own] == [None]
    assert {row["school"] for row in at_lien} == {LIEN}
    running = next(row for row in every if row["school"] == LIEN)
    assert of(running, "is_running", "evaluate_on", "verdict") == (True, date(2026, 2, 1), None)


def test_exact_counts_are_for_those_with_a_lawful_need(tmp_path, schools):
    schools.to(schools.case(), example(plan.MeasureAdded), "2025-09-02")
    with schools.asked_on(tmp_path, TODAY) as queries:
        for question in (MeasureCounts(), MeasuresListed()):
            with pytest.raises(ScopeError):
                queries.ask(Scope(tenant=TENANT), question)


def test_every_limit_for_evaluating_a_measure_is_of_the_duty_by_which_the_questions_find_it():
    rules = [rule for book in load_rulebooks().books for rule in book.rules]
    limits = [rule for rule in rules if rule.id.endswith((".evaluate-measure", ".evaluate-measure-again"))]
    assert limits
    assert {rule.duty for rule in limits} == {SubDuty.MEASURES}
