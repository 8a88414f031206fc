"""What Utdanningsdirektoratet has published, told as events, comes out of the warehouse as it was published: cell by cell."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path

import polars as pl
import pytest
from warehouse_steps import opened, store_settings

from benchmarks.invented_log import TENANT, Writer
from events import enforcement, organisation
from events.base import Stream
from events.lists.decisions import AuthorityCaseEnd, FineUnit, RejectionGround, StatsforvalterDecision
from events.lists.people import Reporter
from services.case_service.store import migrate, open_store
from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.questions import CountedBy, EnforcementFigures, Scope
from services.reporting.source import SqliteSource

PUBLISHED = Path(__file__).parents[1] / "data" / "published"
NOW = datetime(2023, 1, 15, tzinfo=UTC)
OWNER = Scope(tenant=TENANT, exact=True)
FIRST_YEAR = (date(2017, 8, 1), date(2018, 6, 30))
HALF_YEAR = (date(2022, 1, 1), date(2022, 6, 30))
OUTCOMES = ("breached", "fulfilled", "dismissed", "guided", "withdrawn")
BREACHES = [one for one in StatsforvalterDecision if one is not StatsforvalterDecision.FULFILLED]


def table(name):
    lines = (PUBLISHED / name).read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    numbers = {name for name in rows[0] if name not in ("district", "counties")}
    return [{key: int(value) if key in numbers and value else value for key, value in row.items()} for row in rows]


IN_2017_18 = table("enforcement_2017_18.csv")
IN_2022 = table("enforcement_2022_h1.csv")


def districts(rows):
    return [row for row in rows if row["district"]]


class Told:
    """The log of a nation of made-up schools, one for each county number, in the order in which things happened."""

    def __init__(self):
        self.writer = Writer(5)
        self.log = []
        self.schools = {}
        self.breaches = cycle(BREACHES)
        self.fines = Counter()

    def school(self, county):
        if county not in self.schools:
            orgnr = f"9970{len(self.schools):05d}"
            registered = organisation.SchoolRegistered(
                orgnr=orgnr,
                name=f"Vardeskolen i {county}",
                lowest_grade=1,
                highest_grade=10,
                pupils=200,
                municipality=f"{county}99",
            )
            at = datetime(2016, 8, 1, tzinfo=UTC)
            self.log.append(self.writer.event(Stream.SCHOOL, self.writer.uuid(), registered, at, school=orgnr))
            self.schools[county] = orgnr
        return self.schools[county]

    def matter(self, county, reported, outcome=None, finished=None):
        stream, case, school = self.writer.uuid(), self.writer.uuid(), self.school(county)

        def event(fact, at):
            self.log.append(self.writer.event(Stream.ENFORCEMENT, stream, fact, at, case_id=case, school=school))

        event(enforcement.ReportedToStatsforvalter(reported_by=Reporter.GUARDIAN), reported)
        match outcome:
            case "breached":
                item = self.writer.uuid()
                event(enforcement.StatsforvalterDecisionReceived(decision=next(self.breaches), items=(item,)), finished)
                if self.fines["breached"] % 7 == 0:
                    warned = enforcement.CoerciveFineWarned(amount=25_000, unit=FineUnit.WEEK)
                    event(warned, finished + timedelta(hours=1))
                    self.fines[school] += 1
                self.fines["breached"] += 1
                closed = enforcement.StatsforvalterCaseClosed(ground=AuthorityCaseEnd.ORDERS_CARRIED_OUT)
                event(closed, finished + timedelta(days=200))
            case "fulfilled":
                met = enforcement.StatsforvalterDecisionReceived(
                    decision=StatsforvalterDecision.FULFILLED, measures_duty_met=True, plan_duty_met=True
                )
                event(met, finished)
            case "dismissed":
                rejected = enforcement.StatsforvalterRejected(
                    ground=RejectionGround.LESS_THAN_ONE_WEEK, special_reasons_assessed=True
                )
                event(rejected, finished)
            case "guided" | "withdrawn":
                event(enforcement.StatsforvalterCaseClosed(ground=AuthorityCaseEnd(outcome)), finished)

    def period(self, row, days, outcomes, before=None):
        """The cases of a row: as many reported and finished within the days as it says; what is finished beyond that is older."""
        first = datetime.combine(days[0], datetime.min.time(), UTC) + timedelta(hours=9)
        length = (days[1] - days[0]).days
        counties = cycle(row["counties"].split())
        older = max(len(outcomes) - row["reported"], 0)
        reports = [before] * older + [first + timedelta(days=number % length) for number in range(row["reported"])]
        ends = outcomes + [None] * (len(reports) - len(outcomes))
        last = datetime.combine(days[1], datetime.min.time(), UTC) + timedelta(hours=21)
        for reported, outcome in zip(reports, ends, strict=True):
            self.matter(next(counties), reported, outcome, last)


def told():
    it = Told()
    for row in districts(IN_2017_18):
        it.period(row, FIRST_YEAR, [outcome for outcome in OUTCOMES for _ in range(row[outcome])])
    closed = cycle(("dismissed", "guided", "withdrawn"))
    for row in districts(IN_2022):
        outcomes = [outcome for outcome in OUTCOMES[:2] for _ in range(row[outcome])]
        outcomes += [next(closed) for _ in range(row["dismissed_or_closed"])]
        it.period(row, HALF_YEAR, outcomes, before=datetime(2021, 11, 15, 9, tzinfo=UTC))
    return it


@pytest.fixture(scope="module")
def nation():
    return told()


@pytest.fixture(scope="module")
def queries(nation, tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    settings = store_settings(folder)
    migrate(settings)
    with open_store(settings) as real:
        real.append(nation.log)
    warehouse = opened(folder / "w.duckdb")
    source = SqliteSource(folder / "events.sqlite")
    Projector(source, warehouse).once()
    yield LocalQueries(warehouse, lambda: NOW)
    source.close()
    warehouse.close()


def asked(queries, by, days, **more):
    first, last = days
    return queries.ask(OWNER, EnforcementFigures(by=by, period_from=first, period_to=last, **more))


def of_district(rows, district, column):
    return rows.filter(pl.col("unit") == district)[column].item()


@pytest.mark.parametrize("column", ["reported", "still_open", "finished", *OUTCOMES])
def test_the_first_year_of_the_right_to_report_is_as_published_in_every_district(queries, column):
    rows = asked(queries, CountedBy.AUTHORITY, FIRST_YEAR)
    assert {row["district"]: of_district(rows, row["district"], column) for row in districts(IN_2017_18)} == {
        row["district"]: row[column] for row in districts(IN_2017_18)
    }


@pytest.mark.parametrize("column", ["reported", "still_open", "finished", *OUTCOMES])
def test_the_first_years_sums_are_the_printed_ones(queries, column):
    (printed,) = [row for row in IN_2017_18 if not row["district"]]
    whole = asked(queries, CountedBy.ALL, FIRST_YEAR)
    assert whole.height == 1
    assert whole[column].item() == printed[column]


@pytest.mark.parametrize("column", ["reported", "finished", "breached", "fulfilled", "dismissed_or_closed"])
def test_the_first_half_of_2022_is_as_published_in_every_district(queries, column):
    rows = asked(queries, CountedBy.AUTHORITY, HALF_YEAR).with_columns(
        dismissed_or_closed=pl.sum_horizontal("dismissed", "guided", "withdrawn")
    )
    assert {row["district"]: of_district(rows, row["district"], column) for row in districts(IN_2022)} == {
        row["district"]: row[column] for row in districts(IN_2022)
    }


def test_the_first_half_of_2022_has_the_printed_sum_of_reports(queries):
    (printed,) = [row for row in IN_2022 if not row["district"]]
    assert asked(queries, CountedBy.ALL, HALF_YEAR)["reported"].item() == printed["reported"]


@pytest.mark.parametrize("days", [FIRST_YEAR, HALF_YEAR])
@pytest.mark.parametrize("by", [CountedBy.SCHOOL, CountedBy.MUNICIPALITY, CountedBy.COUNTY])
def test_whatever_it_is_counted_by_it_adds_up_to_the_same(queries, by, days):
    columns = ["reported", "still_open", "finished", *OUTCOMES, "fine_warned"]
    rows, whole = asked(queries, by, days), asked(queries, CountedBy.ALL, days)
    assert rows.select(pl.col(columns).sum()).row(0) == whole.select(columns).row(0)
    assert rows["name"].null_count() == 0


def test_fines_are_warned_of_where_they_were(nation, queries):
    everything = queries.ask(OWNER, EnforcementFigures(by=CountedBy.SCHOOL))
    warned = {unit: count for unit, count in everything.select("unit", "fine_warned").iter_rows() if count}
    assert warned == {school: count for school, count in nation.fines.items() if school != "breached"}


def test_half_years_divide_the_time_and_add_up(queries):
    rows = queries.ask(OWNER, EnforcementFigures(by=CountedBy.ALL, half_years=True))
    assert rows["half_year"].to_list()[:2] == ["2017H2", "2018H1"]
    assert rows["half_year"].to_list()[-1] == "2023H1"
    year = asked(queries, CountedBy.ALL, FIRST_YEAR)
    for column in ("reported", "finished", *OUTCOMES):
        assert rows.filter(pl.col("half_year").is_in(["2017H2", "2018H1"]))[column].sum() == year[column].item()
    half = asked(queries, CountedBy.ALL, HALF_YEAR)
    both = [name for name in half.columns if name not in ("half_year", "unit", "name")]
    assert rows.filter(pl.col("half_year") == "2022H1").select(both).row(0) == half.select(both).row(0)


def test_as_of_the_day_before_nothing_of_the_last_day_is_there(queries):
    before = datetime(2018, 6, 29, 22, tzinfo=UTC)
    rows = queries.ask(
        OWNER, EnforcementFigures(by=CountedBy.ALL, period_from=FIRST_YEAR[0], period_to=FIRST_YEAR[1], as_of=before)
    )
    (printed,) = [row for row in IN_2017_18 if not row["district"]]
    assert rows["finished"].item() == 0
    assert rows["still_open"].item() == rows["reported"].item() == printed["reported"]
