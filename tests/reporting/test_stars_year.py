"""The year, internal control, surveys and late recording, as the warehouse tells them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from any_case import any_log
from builders import example
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from one_case import OneCase, naive
from stars_steps import always_empty, made_as_of, made_at_once, made_in_parts
from told_log import AT_LIEN, LIEN, MOEN, OWNER, Told, at

from events import concern, survey, wheel
from events.base import Stream
from events.lists.investigation import PostponementReason, SurveyIndicator, SurveySource
from events.lists.people import Role
from events.lists.year import DocumentedBy, InspectionStatus, Term, WheelScope, WheelTask
from services.reporting.queries import ScopeError
from services.reporting.questions import InternalControl, LateRecorded, Scope, WheelCompletion
from services.reporting.schema import year

STREAMS = (*[Stream.ANNUAL_WHEEL] * 3, *[Stream.SURVEY] * 2, Stream.CASE)
SCHOOL_YEAR = {"period_from": date(2025, 8, 1), "period_to": date(2026, 7, 31)}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    cuts=st.lists(st.integers(1, 149), max_size=6, unique=True),
    again=st.lists(st.booleans(), min_size=7, max_size=7),
    alone=st.lists(st.booleans(), min_size=7, max_size=7),
)
def test_any_split_of_any_year_with_any_part_repeated_gives_what_a_rebuild_gives(tmp_path_factory, seed, cuts, again, alone):
    log = any_log(seed, STREAMS)
    parts = made_in_parts(tmp_path_factory.mktemp("split"), log, year.TABLES, cuts=cuts, again=again, alone=alone)
    assert parts == made_at_once(tmp_path_factory.mktemp("rebuilt"), log, year.TABLES)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), happened=st.integers(0, 4000), recorded=st.integers(0, 4400))
def test_as_of_any_moment_a_year_holds_what_it_would_have_held_had_nothing_more_been_told(
    tmp_path_factory, seed, happened, recorded
):
    log = any_log(seed, STREAMS)
    happened_by, recorded_by = (at("2022-08-15", "07:00") + timedelta(hours=hours) for hours in (happened, recorded))
    known = [one for one in log if one.envelope.occurred_at <= happened_by and one.envelope.documented_at <= recorded_by]
    found = made_as_of(tmp_path_factory.mktemp("asof"), log, year.TABLES, happened_by, recorded_by)
    assert found == made_at_once(tmp_path_factory.mktemp("then"), known, year.TABLES)


def test_every_column_tells_something_of_some_year(tmp_path):
    whole = made_at_once(tmp_path, any_log(1, STREAMS * 3, events_each=120), year.TABLES)
    assert always_empty(whole, year.TABLES) == []


class Wheel(OneCase):
    """The wheel of Lien school for 2025/2026."""

    def __init__(self):
        super().__init__(Stream.ANNUAL_WHEEL)
        self.tell(wheel.AnnualWheelOpened(scope=WheelScope.SCHOOL, school_year_from=2025), "2025-08-05")

    def plan(self, due_on, kind=WheelTask.PLAN_REVISION):
        task = self.told.new()
        planned = wheel.WheelTaskPlanned(
            task=task, kind=kind, responsible=self.adult, due_on=due_on, documentation=DocumentedBy.MINUTES
        )
        self.tell(planned, "2025-08-06")
        return task

    def do(self, task, day, kind=WheelTask.PLAN_REVISION):
        return self.tell(wheel.WheelTaskDone(task=task, kind=kind, done_by=self.adult, documentation=DocumentedBy.REPORT), day)

    def put_off(self, task, due_on, day):
        reason = PostponementReason.CAPACITY
        return self.tell(wheel.WheelTaskPostponed(task=task, kind=WheelTask.PLAN_REVISION, due_on=due_on, reason=reason), day)


@pytest.fixture
def lien():
    return Wheel()


def test_a_task_is_due_on_the_date_that_holds_and_what_is_said_after_it_was_done_changes_nothing(tmp_path, lien):
    task = lien.plan(date(2025, 9, 1))
    lien.put_off(task, date(2025, 10, 1), "2025-08-30").do(task, "2025-09-20").put_off(task, date(2026, 1, 1), "2025-12-01")
    (row,) = lien.rows(tmp_path, "wheel_tasks")
    assert (row["first_due_on"], row["due_on"], row["postponed"]) == (date(2025, 9, 1), date(2025, 10, 1), 1)
    assert (row["school_year"], row["done_at"], row["shown_by"]) == ("2025/2026", naive("2025-09-20"), "report")


def test_how_far_a_school_came_tells_late_open_overdue_put_off_and_unplanned_apart(tmp_path, lien):
    lien.do(lien.plan(date(2025, 9, 1)), "2025-08-20")
    lien.do(lien.plan(date(2025, 9, 1)), "2025-09-10")
    lien.put_off(lien.plan(date(2025, 9, 1)), date(2026, 5, 1), "2025-08-30")
    lien.plan(date(2025, 10, 1))
    lien.do(None, "2025-09-02", WheelTask.OTHER)
    with lien.told.asked_on(tmp_path, "2025-12-01") as queries:
        (row,) = queries.ask(OWNER, WheelCompletion(school_year="2025/2026")).to_dicts()
        assert queries.ask(OWNER, WheelCompletion(school_year="2024/2025")).is_empty()
        assert queries.ask(OWNER, WheelCompletion(by_kind=True))["kind"].to_list() == ["other", "plan_revision"]
        earlier = queries.ask(OWNER, WheelCompletion(as_of=at("2025-08-25"))).to_dicts()[0]
    assert {name: row[name] for name in ("tasks", "done", "done_late", "open", "overdue", "postponed", "unplanned")} == {
        "tasks": 4,
        "done": 2,
        "done_late": 1,
        "open": 2,
        "overdue": 1,
        "postponed": 1,
        "unplanned": 1,
    }
    assert row["done_share"] == pytest.approx(2 / 3)
    assert (row["school_name"], earlier["done"], earlier["overdue"]) == ("Lien skole", 1, 0)


def test_a_wheel_that_was_never_opened_still_has_its_school_year(tmp_path):
    case = OneCase(Stream.ANNUAL_WHEEL)
    done = wheel.WheelTaskDone(task=None, kind=WheelTask.PUPIL_TALKS, done_by=case.adult, documentation=DocumentedBy.LOG)
    case.tell(done, "2026-03-02")
    (row,) = case.rows(tmp_path, "wheel_tasks")
    assert (row["school_year"], row["task"], row["planned_at"]) == ("2025/2026", None, None)


def test_classes_supervision_and_routines_have_rows_of_their_own(tmp_path, lien):
    talks = example(wheel.ClassTalksHeld, kind=WheelTask.PUPIL_TALKS, term=Term.AUTUMN, grade=4)
    lien.tell(talks, "2025-10-10").tell(example(wheel.SupervisionPlanAdopted, plan_version=2), "2025-08-20")
    for _ in range(3):
        lien.tell(example(wheel.SupervisionAbsenceCovered, plan_version=2), "2025-09-01")
    routine = lien.told.new()
    lien.tell(example(wheel.RoutineVersioned, routine=routine, routine_version=1), "2025-08-20")
    reading = wheel.RequiredReadingSet(routine=routine, routine_version=1, roles=(Role.EMPLOYEE,), due_on=date(2025, 9, 1))
    lien.tell(reading, "2025-08-21")
    readers = [lien.told.new(), lien.told.new()]
    for person in (*readers, readers[0]):
        lien.tell(wheel.RoutineRead(routine=routine, routine_version=1, person=person), "2025-08-25")
    (talk,) = lien.rows(tmp_path, "class_talks")
    (plan,) = lien.rows(tmp_path, "supervision_plans")
    (version,) = lien.rows(tmp_path, "routines")
    assert (talk["term"], talk["grade"]) == ("autumn", 4)
    assert (plan["posts"], plan["absences_covered"]) == (1, 3)
    assert (version["roles"], version["read_by"], version["readers"]) == (["employee"], date(2025, 9, 1), 2)


def test_internal_control_counts_what_was_found_and_what_was_put_right(tmp_path, lien):
    inspection, item = lien.told.new(), lien.told.new()
    report = wheel.InspectionReportReceived(inspection=inspection, status=InspectionStatus.BREACH, findings=2)
    lien.tell(report, "2025-10-01")
    lien.tell(wheel.InspectionOrderReceived(inspection=inspection, item=item, due_on=date(2026, 1, 1), text="x"), "2025-10-02")
    lien.tell(example(wheel.RoutineVersioned, routine_version=1, next_revision_on=date(2025, 11, 1)), "2025-08-20")
    lien.tell(wheel.CorrectionDeclared(inspection=inspection, item=item, statement="x"), "2025-12-20")
    with lien.told.asked_on(tmp_path, "2026-02-01") as queries:
        rows = {
            row["subject"]: (row["total"], row["of_them"]) for row in queries.ask(OWNER, InternalControl(**SCHOOL_YEAR)).to_dicts()
        }
        then = InternalControl(**SCHOOL_YEAR, as_of=at("2025-10-15"))
        earlier = {row["subject"]: (row["total"], row["of_them"]) for row in queries.ask(OWNER, then).to_dicts()}
    assert rows["inspections"] == (1, 1)
    assert (rows["inspection_orders"], earlier["inspection_orders"]) == ((1, 1), (1, 0))
    assert (rows["routines"], earlier["routines"]) == ((1, 1), (1, 0))


def test_a_survey_that_is_not_anonymous_is_told_with_its_limits(tmp_path):
    case = OneCase(Stream.SURVEY)
    case.tell(example(survey.NonAnonymousSurveyAssessed, grade=6), "2025-10-01")
    assert case.rows(tmp_path, "surveys")[0]["answered"] is None
    case.tell(example(survey.NonAnonymousSurveyRun, invited=40, answered=38), "2025-10-10")
    (tmp_path / "run").mkdir()
    (row,) = case.rows(tmp_path / "run", "surveys")
    assert (row["grade"], row["answered"], row["verified_at"]) == (6, 38, None)


def results(*numbers):
    return survey.SurveyResultsImported(
        source=SurveySource.ELEVUNDERSOKELSEN,
        school_year_from=2025,
        results=tuple(survey.SurveyResult(indicator=SurveyIndicator.BULLIED, grade=grade, value=value) for grade, value in numbers),
    )


def test_of_results_that_were_taken_in_again_the_newest_counts_each_number_by_itself(tmp_path):
    case = OneCase(Stream.SURVEY).tell(results((5, 8.0), (6, 6.5), (None, 7.0)), "2026-01-10").tell(results((5, 7.5)), "2026-02-01")
    rows = case.rows(tmp_path, "survey_results")
    assert {(row["grade"], row["value"]) for row in rows} == {(5, 7.5), (6, 6.5), (None, 7.0)}
    assert {row["school_year"] for row in rows} == {"2025/2026"}


@pytest.mark.parametrize(("late", "rows"), [(timedelta(hours=24), 0), (timedelta(hours=24, seconds=1), 1)])
def test_what_is_written_down_more_than_a_day_after_it_happened_is_late(tmp_path, late, rows):
    case = OneCase().tell(example(concern.ConcernReceived), "2025-09-01", late=late)
    found = case.rows(tmp_path, "late_recording")
    assert len(found) == rows
    if found:
        assert (found[0]["topic"], found[0]["hours"]) == ("case.ConcernReceived", pytest.approx(24, abs=0.01))


def test_late_events_are_listed_for_those_who_may_see_the_cases_the_latest_first(tmp_path):
    told = Told()
    for school, stream, days in (
        (LIEN, Stream.CASE, 3),
        (LIEN, Stream.CASE, 9),
        (MOEN, Stream.CASE, 4),
        (LIEN, Stream.HEIGHTENED_CASE, 30),
    ):
        case = told.new()
        acknowledged = example(concern.OwnerAcknowledged)
        told.tell(stream, case, acknowledged, "2025-09-01", case_id=case, school=school, late=timedelta(days=days))
    with told.asked_on(tmp_path, "2025-12-01") as queries:
        days = (queries.ask(AT_LIEN, LateRecorded(**SCHOOL_YEAR))["hours"] / 24).round().to_list()
        assert queries.ask(OWNER, LateRecorded(limit=1))["school_name"].to_list() == ["Lien skole"]
        seeing = Scope(tenant=OWNER.tenant, exact=True, heightened=True)
        assert queries.ask(seeing, LateRecorded(**SCHOOL_YEAR)).height == 4
        with pytest.raises(ScopeError):
            queries.ask(Scope(tenant=OWNER.tenant), LateRecorded())
    assert days == [9, 3]
