"""What is published is declared once, released once, and made again the same from the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec
import polars as pl
import pytest
from published_town import ADVISER, TENANT, Publishing, Town

from events.lists.decisions import AvvikKind
from events.lists.measures import MeasureLevel
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.open_data.file_format import COLUMNS
from services.reporting.publishing.cells import School, cells
from services.reporting.publishing.cubes import CUBES, OWNER_AVVIK_QUARTER, OWNER_MEASURES_YEAR, SCHOOL_TERM, Every
from services.reporting.publishing.periods import periods
from services.reporting.publishing.protecting import MOST_SCHOOLS, marks_of
from services.reporting.questions import MunicipalityOverview, Published, Releases, Scope

SIZES = (7, 15, 60, 120, 180, 240, 300, 350, 420)
LOG = Town(1, SIZES).recorded()
YEAR = (date(2024, 8, 1), date(2025, 7, 31))


@pytest.fixture(scope="module")
def publishing(tmp_path_factory):
    made = Publishing(tmp_path_factory.mktemp("published"), LOG)
    yield made
    made.close()


def test_every_part_of_a_whole_is_a_measure_of_the_same_cube():
    for cube in CUBES:
        names = {measure.name for measure in cube.measures}
        assert {measure.part_of for measure in cube.measures if measure.part_of} <= names
        assert {name for sums in cube.sums for name in sums} <= names


def test_the_categories_are_those_of_the_lists():
    assert set(OWNER_AVVIK_QUARTER.categories) == set(AvvikKind) - {AvvikKind.HEIGHTENED_12_5}
    assert set(OWNER_MEASURES_YEAR.categories) == set(MeasureLevel)


@pytest.mark.parametrize(("schools", "is_withheld"), [(MOST_SCHOOLS, False), (MOST_SCHOOLS + 1, True)])
def test_figures_of_more_schools_than_any_municipality_has_are_withheld(schools, is_withheld):
    whose = [School(orgnr=f"{900_000_000 + number}", pupils=200, lowest_grade=1, highest_grade=10) for number in range(schools)]
    period = next(iter(periods(SCHOOL_TERM.every, *YEAR)))
    marks = marks_of(SCHOOL_TERM, period, cells(SCHOOL_TERM, {}, whose), {}, before=())
    assert (marks is None) == is_withheld


@pytest.mark.parametrize("every", Every)
def test_the_periods_follow_each_other_and_are_released_when_a_whole_month_has_passed(every):
    found = list(periods(every, date(2020, 1, 1), date(2026, 1, 1)))
    assert found == sorted(found)
    for earlier, later in pairwise(found):
        assert later.first == earlier.last + timedelta(days=1)
    for one in found:
        assert one.released_on.day == 1
        assert 28 <= (one.released_on - one.last).days <= 33


def test_a_period_is_released_once_and_in_the_order_of_the_days(publishing):
    ledger = publishing.queries.ask(ADVISER, Releases())
    assert ledger.height == ledger.unique(["cube", "period"]).height > 15
    assert ledger["released_on"].to_list() == sorted(ledger["released_on"].to_list(), reverse=True)


def test_the_releases_are_a_function_of_the_log_however_it_came_in(publishing, tmp_path):
    again = Publishing(tmp_path, LOG, steps=len(LOG) // 7)
    for name in ("releases", "release_cells"):
        assert again.table(name).equals(publishing.table(name))
    again.close()


def test_what_is_recorded_later_changes_no_release_that_was_made(publishing, tmp_path):
    half = Publishing(tmp_path, LOG[: len(LOG) // 2])
    ledger = half.table("releases")
    assert ledger.height > 2
    assert publishing.table("releases").join(ledger, on=ledger.columns, how="semi").height == ledger.height
    half.close()


def test_a_late_record_is_in_no_release_before_it_was_recorded(publishing):
    releases = publishing.table("releases")
    with publishing.warehouse.cursor() as cursor:
        for closes, position in releases.select("released_on", "position").unique().iter_rows():
            late = cursor.execute(
                "SELECT count(*) FROM events WHERE position <= ? AND recorded_at >= ?::DATE + INTERVAL 1 DAY", [position, closes]
            )
            assert late.fetchall() == [(0,)]


def test_the_total_is_the_sum_of_the_schools(publishing):
    cells = publishing.table("release_cells").filter(
        ~pl.col("measure").str.contains("percent|median"), pl.col("cube") != "owner_measures_year"
    )
    cells = cells.filter(~pl.col("cube").is_in(["enforcement_half_year"]))
    keys = ["cube", "period", "category", "measure"]
    totals = cells.filter(school="").select(*keys, "value").sort(keys)
    sums = cells.filter(pl.col("school") != "").group_by(keys).agg(pl.col("value").sum()).sort(keys)
    assert totals.equals(sums)


def test_a_release_tells_what_the_live_figures_tell_when_nothing_came_late(publishing):
    owner = Scope(tenant=TENANT, exact=True)
    live = publishing.queries.municipality_totals(owner, date(2024, 8, 1), date(2024, 12, 31))
    released = publishing.table("release_cells").filter(cube="school_term", period="2024-25-autumn", school="", measure="new_cases")
    # Some of the town's cases are first written down months later: they are in the live figures alone.
    assert 0.7 * live["new_cases"][0] < released["value"][0] <= live["new_cases"][0]


def test_an_answer_has_the_columns_of_the_files(publishing):
    answer = publishing.queries.ask(ADVISER, Published())
    assert answer.schema == COLUMNS
    assert answer.sort("cube", "first_day", "school", "category", "measure").equals(answer)
    assert answer["value"].is_null().equals(answer["hidden"])


def test_the_municipality_alone_can_be_asked_for_without_its_schools(publishing):
    whole = publishing.queries.ask(ADVISER, Published(of_schools=False))
    assert whole.equals(publishing.queries.ask(ADVISER, Published()).filter(school=""))


def test_small_counts_and_whoever_has_few_pupils_are_nowhere_shown(publishing):
    shown = (
        publishing.queries.ask(ADVISER, Published()).filter(~pl.col("hidden"), unit="count").filter(pl.col("cube") != "wheel_year")
    )
    assert shown.height > 100
    assert not shown["value"].is_in([1, 2, 3, 4]).any()
    assert "999100000" not in shown["school"]
    assert 0 not in shown.filter(school="999100001")["value"]


def test_shares_are_whole_and_of_enough_and_medians_of_ten(publishing):
    answer = publishing.queries.ask(ADVISER, Published(cube="school_term"))
    shares = answer.filter(~pl.col("hidden"), unit="percent")
    assert shares.height > 1
    due = answer.filter(measure="duties_due").select("period", "school", base="value")
    assert (shares.join(due, on=["period", "school"])["base"] >= 20).all()


def test_hidden_values_are_the_same_bytes_whatever_they_are(publishing):
    before = publishing.queries.ask(ADVISER, Published()).write_ipc_stream(None).getvalue()
    with publishing.warehouse.transaction() as cursor:
        cursor.execute("UPDATE release_cells SET value = CASE value WHEN 0 THEN 3 WHEN 3 THEN 0 ELSE value + 100 END WHERE hidden")
    after = publishing.queries.ask(ADVISER, Published())
    assert after.write_ipc_stream(None).getvalue() == before
    with publishing.warehouse.transaction() as cursor:
        cursor.execute("UPDATE release_cells SET value = CASE value WHEN 0 THEN 3 WHEN 3 THEN 0 ELSE value - 100 END WHERE hidden")


def test_the_overview_of_whoever_sees_protected_figures_is_made_of_releases_alone(publishing):
    rows = publishing.queries.municipality_overview(ADVISER, *YEAR)
    total = publishing.queries.municipality_totals(ADVISER, *YEAR)
    both = publishing.queries.ask(ADVISER, Published(cube="school_term")).filter(
        pl.col("period").str.starts_with("2024-25"), school="", measure="duties_due"
    )
    assert total["duties_due"][0] == both["value"].sum()
    assert rows["avvik_open_hidden"].all()
    assert rows["open_cases_hidden"].all()
    assert rows["released_on"][0] == date(2025, 9, 1)
    for figure in ("new_cases", "duties_due"):
        assert (rows[figure].is_null() == rows[f"{figure}_hidden"]).all()


def test_a_year_of_two_terms_has_no_median_which_is_not_the_same_as_a_hidden_one(publishing):
    rows = publishing.queries.municipality_overview(ADVISER, *YEAR)
    for figure in ("median_hours_report", "median_hours_investigate", "median_hours_plan"):
        assert set(rows[figure]) == {None}
        assert set(rows[f"{figure}_hidden"]) == {False}


def test_what_is_recorded_today_changes_nothing_that_is_protected(tmp_path):
    """The overview of yesterday and of today cannot be subtracted."""
    cut = max(n for n, one in enumerate(LOG) if one.envelope.recorded_at < datetime(2025, 8, 20, tzinfo=UTC))
    for number in (cut, cut - 1, cut - 40):
        part = Publishing(tmp_path, LOG[:number], name=f"w{number}")
        if number == cut:
            first = part.queries.municipality_overview(ADVISER, *YEAR).drop("name")
        assert part.queries.municipality_overview(ADVISER, *YEAR).drop("name").equals(first)
        part.close()


def test_other_periods_and_moments_are_refused(publishing):
    year = MunicipalityOverview(period_from=YEAR[0], period_to=YEAR[1])
    publishing.queries.ask(ADVISER, year)
    for other in (
        MunicipalityOverview(),
        MunicipalityOverview(period_from=YEAR[0], period_to=date(2025, 7, 30)),
        msgspec.structs.replace(year, as_of=datetime(2025, 1, 1, tzinfo=UTC)),
        msgspec.structs.replace(year, grade=7),
    ):
        with pytest.raises(PeriodNotPublishedError):
            publishing.queries.ask(ADVISER, other)
