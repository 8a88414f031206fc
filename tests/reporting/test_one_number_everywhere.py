"""The same figure in two places is the same number: what stands on one page can be found again on the next, and counted by hand."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from statistics import median

import msgspec
import pytest
from told_log import AT_LIEN, LIEN, OWNER, Told
from warehouse_steps import invented, opened, store

from benchmarks.invented_log import TENANT
from dashboards.periods import Period, in_month
from events import avvik, concern, plan
from events.base import Stream
from events.lists.concern import Certainty, Concern
from events.lists.decisions import AvvikGrade, AvvikKind
from events.lists.people import Reporter
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.questions import (
    AvvikCounts,
    AvvikListed,
    AvvikPerMonth,
    AvvikState,
    AvvikWay,
    Cases,
    DueCounts,
    DueItems,
    DuePerDay,
    DueWay,
    EnforcementFigures,
    MeasureCounts,
    MeasureFigure,
    MeasuresListed,
    MeasureWay,
    MunicipalityOverview,
    MunicipalityTotals,
    Scope,
    Standing,
)
from services.reporting.questions.enforcement import CountedBy
from services.reporting.questions.responses import (
    Behind,
    BehindDuties,
    CasesBehind,
    CaseShares,
    DutiesBehind,
    DutiesKept,
    PerMonth,
    ResponseTimes,
    SurveyBesideCases,
)
from services.reporting.source import SqliteSource

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = 1_000_000
EXACT = Scope(tenant=TENANT, exact=True)
VIEWS = [
    {"period_from": date(2023, 8, 1), "period_to": date(2024, 7, 31)},
    {"period_from": date(2023, 8, 1), "period_to": date(2024, 7, 31), "as_of": datetime(2024, 2, 20, 12, tzinfo=UTC)},
    {"period_from": date(2024, 3, 13), "period_to": date(2024, 4, 11), "as_of": datetime(2024, 4, 11, 12, tzinfo=UTC)},
    {"period_from": None, "period_to": None},
    {"period_from": date(2035, 8, 1), "period_to": date(2036, 7, 31)},
]
"""A whole year, one that has not gone, a month across two, everything, and a year of which nothing is known."""

STEPS = {"reported": "median_hours_report", "investigated": "median_hours_investigate", "plan": "median_hours_plan"}
VERDICTS = {"due": "duties_due", "kept": "duties_kept", "late": "late", "overdue": "overdue", "not_documented": "not_documented"}
DUTIES_OF = {"due": "due", "kept": "met", "late": "late", "overdue": "overdue", "not_documented": "not_documented"}


@pytest.fixture(scope="module")
def queries(tmp_path_factory):
    folder = tmp_path_factory.mktemp("numbers")
    with opened(folder / "warehouse.duckdb") as warehouse:
        source = SqliteSource(store(folder / "events.sqlite", invented(2500, seed=7)))
        Projector(source, warehouse, load_rulebooks(), Calendar()).once()
        source.close()
        yield LocalQueries(warehouse, lambda: NOW)


@pytest.fixture(params=[None, 5])
def grade(request):
    return request.param


@pytest.fixture(params=range(len(VIEWS)))
def view(request, grade):
    return {**VIEWS[request.param], "grade": grade}


def asked(queries, question, **view):
    return queries.ask(EXACT, question(**view)).to_dicts()


def overview(queries, view):
    """Per school, and all together where the school is None."""
    rows = {row["school"]: row for row in asked(queries, MunicipalityOverview, **view)}
    return {**rows, None: asked(queries, MunicipalityTotals, **view)[0]}


def without_grade(view):
    return {name: value for name, value in view.items() if name != "grade"}


def moment_of(view):
    return {name: value for name, value in view.items() if name in {"as_of", "recorded_by"}}


def test_the_median_of_a_step_is_the_same_above_and_in_its_table(queries, view):
    schools = overview(queries, view)
    for row in asked(queries, ResponseTimes, **view):
        if row["step"] in STEPS:
            assert row["median_hours"] == pytest.approx(schools[row["school"]][STEPS[row["step"]]]), row
        assert row["done"] + row["waiting"] <= row["cases"] == schools[row["school"]]["new_cases"]


def test_a_median_is_of_the_cases_that_came_so_far_and_of_no_others(queries, view):
    named = {"reported": "reported_at", "investigated": "investigated_at", "plan": "plan_at", "measure": "measure_at"}
    cases = [
        row for row in asked(queries, Cases, **moment_of(view)) if row["stream"] == "case" and view["grade"] in {None, row["grade"]}
    ]
    first, last = view["period_from"] or date(1900, 1, 1), view["period_to"] or date(2100, 1, 1)
    new = [case for case in cases if first <= (case["opened_at"] or case["first_known_at"]).date() <= last]
    for row in asked(queries, ResponseTimes, **view):
        if row["school"] is None:
            reached = [(case[named[row["step"]]], case["first_known_at"]) for case in new]
            hours = [max((at - known).total_seconds(), 0) / 3600 for at, known in reached if at is not None]
            assert (row["done"], row["cases"]) == (len(hours), len(new))
            assert row["median_hours"] == (pytest.approx(median(hours)) if hours else None)


def test_the_duties_one_by_one_add_up_to_the_duties_of_a_school(queries, view):
    duties = asked(queries, DutiesKept, **view)
    for school, row in overview(queries, view).items():
        for one, all_of_them in VERDICTS.items():
            assert sum(duty[one] for duty in duties if duty["school"] == school) == row[all_of_them], (school, one)


def test_the_months_add_up_to_the_period(queries, view):
    months, total = asked(queries, PerMonth, **view), overview(queries, view)[None]
    added = {name: sum(month[name] for month in months) for name in ("new_cases", "kept", "late", "missed")}
    assert added == {
        "new_cases": total["new_cases"],
        "kept": total["duties_kept"],
        "late": total["late"],
        "missed": total["overdue"] + total["not_documented"],
    }
    avvik_months = asked(queries, AvvikPerMonth, **without_grade(view))
    avvik_total = counted(queries, AvvikCounts, without_grade(view))["all"][0]
    assert [sum(month[name] for month in avvik_months) for name in ("raised", "closed")] == [
        avvik_total["raised"],
        avvik_total["closed"],
    ]


def test_what_is_open_is_what_is_open_when_the_last_month_ends(queries, view):
    ends_now = view["period_to"] is None or view["period_to"] >= view.get("as_of", NOW).date()
    months = asked(queries, PerMonth, **view)
    if ends_now and months:
        assert months[-1]["open_cases"] == overview(queries, view)[None]["open_cases"]
        assert asked(queries, AvvikPerMonth, **without_grade(view))[-1]["open"] == overview(queries, view)[None]["avvik_open"]


def test_what_is_recorded_of_the_cases_is_of_the_cases_that_are_counted(queries, view):
    schools = overview(queries, view)
    for row in asked(queries, CaseShares, **view):
        of = schools[row["school"]]
        assert (row["cases"], row["serious"], row["open_cases"]) == (of["new_cases"], of["serious"], of["open_cases"])
    if view["grade"] is None:
        beside = {row["school"]: row["new_cases"] for row in asked(queries, SurveyBesideCases, **without_grade(view))}
        assert beside == {school: row["new_cases"] for school, row in schools.items() if school}


def test_behind_a_figure_are_as_many_cases_as_the_figure_says(queries, view):
    schools, shares = overview(queries, view), {row["school"]: row for row in asked(queries, CaseShares, **view)}
    waits = {(row["school"], row["step"]): row["waiting"] for row in asked(queries, ResponseTimes, **view)}
    for school in some(schools):
        total, share = schools[school], shares.get(school, Counter())
        for behind, figure in {
            Behind.OPEN: total["open_cases"],
            Behind.NEW: total["new_cases"],
            Behind.SERIOUS: total["serious"],
            Behind.REOPENED: share["reopened"],
            Behind.NOT_HEARD: share["cases"] - share["heard"],
            Behind.NO_BEST_INTEREST: share["decided"] - share["best_interest"],
            Behind.WAITS_REPORTED: waits.get((school, "reported"), 0),
            Behind.WAITS_INVESTIGATED: waits.get((school, "investigated"), 0),
            Behind.WAITS_PLAN: waits.get((school, "plan"), 0),
            Behind.WAITS_MEASURE: waits.get((school, "measure"), 0),
        }.items():
            assert behind_it(queries, CasesBehind, school=school, behind=behind, **view) == figure, (school, behind)


def test_behind_a_figure_of_duties_are_as_many_duties_as_the_figure_says(queries, view):
    schools, duties = overview(queries, view), asked(queries, DutiesKept, **view)
    for school in some(schools):
        for one, figure in VERDICTS.items():
            behind = BehindDuties(DUTIES_OF[one])
            assert behind_it(queries, DutiesBehind, school=school, behind=behind, **view) == schools[school][figure], (school, one)
            for row in [row for row in duties if row["school"] == school][:3]:
                listed = behind_it(queries, DutiesBehind, school=school, behind=behind, duty=row["duty"], **view)
                assert listed == row[one], (school, one, row["duty"])


def test_behind_a_figure_of_a_month_are_as_many_as_the_figure_says(queries, view):
    for month in some(asked(queries, PerMonth, **view)):
        days = {**view, **within(view, month["month"])}
        for behind, figure in ((Behind.NEW, "new_cases"), (Behind.OPEN_AT_END, "open_cases")):
            assert behind_it(queries, CasesBehind, behind=behind, **days) == month[figure], (month, behind)
        for duties, figure in ((BehindDuties.MET, "kept"), (BehindDuties.LATE, "late"), (BehindDuties.MISSED, "missed")):
            assert behind_it(queries, DutiesBehind, behind=duties, **days) == month[figure], (month, duties)
    for month in some(asked(queries, AvvikPerMonth, **without_grade(view))):
        days = {**without_grade(view), **within(view, month["month"])}
        for state, figure in ((AvvikState.RAISED, "raised"), (AvvikState.CLOSED, "closed"), (AvvikState.OPEN_AT_END, "open")):
            assert len(asked(queries, AvvikListed, state=state, limit=ALL, **days)) == month[figure], (month, state)


def within(view, month):
    """The days of a month that are in the period of the view."""
    period = in_month(Period(view["period_from"], view["period_to"]), month)
    return {"period_from": period.first, "period_to": period.last}


def some(found):
    """Some of them, the first among them: as good as all, and sooner counted."""
    every = list(found)
    return every[:: max(1, len(every) // 3)]


def behind_it(queries, question, *, school=None, **asked_for):
    """How many the list behind a figure holds, and says that it holds."""
    scope = EXACT if school is None else msgspec.structs.replace(EXACT, schools=(school,))
    listed = queries.ask(scope, question(limit=ALL, **asked_for)).to_dicts()
    assert [row["found"] for row in listed] == [len(listed)] * len(listed)
    return len(listed)


def counted(queries, question, view):
    """The rows of a question that counts in several ways, by the way."""
    rows = asked(queries, question, **view)
    return {way: [row for row in rows if row["per"] == way] for way in {row["per"] for row in rows} | {"all"}}


def test_avvik_are_as_many_whichever_way_they_are_counted(queries, view):
    ways = counted(queries, AvvikCounts, without_grade(view))
    (total,) = ways["all"]
    for way in set(ways) - {"age", "stage"}:
        for figure in ("raised", "closed", "open", "overdue"):
            assert sum(row[figure] for row in ways[way]) == total[figure], (way, figure)
    for state, figure in (
        (AvvikState.OPEN, "open"),
        (AvvikState.OVERDUE, "overdue"),
        (AvvikState.RAISED, "raised"),
        (AvvikState.CLOSED, "closed"),
    ):
        assert len(asked(queries, AvvikListed, state=state, limit=ALL, **without_grade(view))) == total[figure], state
        for way in AvvikWay:
            for row in some(ways.get(way, ())):
                narrowed = {"state": state, "per": way, "value": row["value"] or "", "limit": ALL}
                assert len(asked(queries, AvvikListed, **narrowed, **without_grade(view))) == row[figure], (state, row)
    assert sum(row["open"] for row in ways.get("age", ())) == total["open"] == overview(queries, view)[None]["avvik_open"]


def test_measures_are_as_many_whichever_way_they_are_counted(queries, view):
    ways = counted(queries, MeasureCounts, view)
    total = ways["all"][0] if ways["all"] else Counter()
    for way in ways:
        for figure in ("measures", "carried_out", "running", "on_time", "evaluated", "works", "asked_twice", "better", "worse"):
            assert sum(row[figure] for row in ways[way]) == total[figure], (way, figure)
    assert len(asked(queries, MeasuresListed, limit=ALL, **view)) == total["measures"]


def test_behind_a_figure_of_measures_are_as_many_as_the_figure_says(queries, view):
    for way, rows in counted(queries, MeasureCounts, view).items():
        for row in some(rows):
            narrowed = {} if way == "all" else {"per": MeasureWay(way), "value": row["value"] or ""}
            for figure in MeasureFigure:
                listed = asked(queries, MeasuresListed, figure=figure, limit=ALL, **narrowed, **view)
                assert len(listed) == row[figure], (figure, row)
            assert len(asked(queries, MeasuresListed, limit=ALL, **narrowed, **view)) == row["measures"]


def test_cases_with_statsforvalteren_are_as_many_school_by_school_as_all_together(queries, view):
    together = asked(queries, EnforcementFigures, by=CountedBy.ALL, **without_grade(view))
    schools = asked(queries, EnforcementFigures, **without_grade(view))
    for figure in ("reported", "finished", "breached", "fulfilled", "still_open", "fine_warned", "fine_imposed"):
        assert sum(row[figure] for row in schools) == sum(row[figure] for row in together)


@pytest.mark.parametrize("moment", [{}, {"as_of": datetime(2024, 2, 20, 12, tzinfo=UTC)}])
def test_what_is_due_is_as_much_whichever_way_it_is_counted(queries, moment):
    on = moment.get("as_of", NOW).date()
    until = date.fromordinal(on.toordinal() + 10)
    ways = counted(queries, DueCounts, {"first_until": on, "until": until, **moment})
    (total,) = ways["all"]
    for way in set(ways) - {"all"}:
        for figure in ("overdue", "silent", "due", "due_first"):
            assert sum(row[figure] for row in ways[way]) == total[figure], (way, figure)
    assert (
        sum(row["open_cases"] for row in ways["school"]) == sum(row["open_cases"] for row in ways["handler"]) == total["open_cases"]
    )
    assert total["open_cases"] == overview(queries, moment)[None]["open_cases"]
    assert sum(day["due"] for day in asked(queries, DuePerDay, until=until, **moment)) == total["due"]
    for standing, figure in ((Standing.OPEN, "due"), (Standing.OVERDUE, "overdue"), (Standing.SILENT, "silent")):
        assert len(asked(queries, DueItems, until=until, standing=standing, limit=ALL, **moment)) == total[figure]
        for way in (DueWay.SCHOOL, DueWay.HANDLER, DueWay.DUTY):
            for row in some(ways[way]):
                narrowed = {"until": until, "standing": standing, "per": way, "value": row["value"] or "", "limit": ALL}
                assert len(asked(queries, DueItems, **narrowed, **moment)) == row[figure], (standing, row)
    for row in asked(queries, DuePerDay, until=until, **moment):
        firm = {DueWay.DAY: row["due"], DueWay.FIRM_DAY: row["firm"], DueWay.ASAP_DAY: row["due"] - row["firm"]}
        for way, figure in firm.items():
            narrowed = {"until": until, "standing": Standing.OPEN, "per": way, "value": row["day"].isoformat(), "limit": ALL}
            assert len(asked(queries, DueItems, **narrowed, **moment)) == figure, row
    for row in some(ways["handler"]):
        assert behind_it(queries, CasesBehind, handler=row["value"] or "", **moment) == row["open_cases"]


def begun(told, day, *, reported=True):
    case_id = told.new()
    adult = told.new()

    def then(fact, on):
        told.tell(Stream.CASE, case_id, fact, on, case_id=case_id, school=LIEN)

    then(concern.ConcernReceived(reporter=Reporter.PUPIL, receiver=adult, concern=Concern.BULLYING, own_words="x"), day)
    if reported:
        then(
            concern.ReportedToPrincipal(
                reported_by=adult, principal=adult, certainty=Certainty.KNOWLEDGE, pupil_informed=True, content="x"
            ),
            day,
        )
    return then


def test_cases_that_still_wait_for_a_plan_make_the_median_no_shorter(tmp_path):
    told = Told()
    begun(told, "2026-02-02")(
        plan.PlanAdopted(plan_version=1, coordinator=told.new(), parts=(), pupil_participated=True, guardians_participated=True),
        "2026-02-12",
    )
    for _ in range(3):
        begun(told, "2026-02-03")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        steps = {row["step"]: row for row in queries.ask(AT_LIEN, ResponseTimes()).to_dicts() if row["school"] is None}
    assert (steps["plan"]["done"], steps["plan"]["median_hours"], steps["plan"]["p90_hours"]) == (1, 240, 240)
    assert (steps["measure"]["done"], steps["measure"]["median_hours"], steps["measure"]["p90_hours"]) == (0, None, None)


def test_an_avvik_about_an_adult_is_in_no_schools_number_of_avvik(tmp_path):
    told = Told()
    matter = told.new()
    told.tell(Stream.HEIGHTENED_CASE, matter, told.report_about_an_adult(), "2026-02-02", case_id=matter, school=LIEN)
    raised = avvik.AvvikRaised(kind=AvvikKind.HEIGHTENED_12_5, grade=AvvikGrade.BREACH_OF_LAW)
    told.tell(Stream.AVVIK, told.new(), raised, "2026-02-03", case_id=matter, school=LIEN)
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        for scope in (AT_LIEN, OWNER):
            assert [row["avvik_open"] for row in queries.ask(scope, MunicipalityTotals()).to_dicts()] == [0]
            assert {row["open"] for row in queries.ask(scope, AvvikCounts()).to_dicts()} == {0}
