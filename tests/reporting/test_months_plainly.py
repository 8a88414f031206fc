"""The months of cases and duties, held against a plain count: row by row, each moment turned into its day in Norway by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from warehouse_steps import invented, opened, store

from benchmarks.invented_log import TENANT
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.questions import Cases, Scope
from services.reporting.questions.responses import PerMonth
from services.reporting.source import SqliteSource

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OWNER = Scope(tenant=TENANT, exact=True)
PERIODS = (
    (date(2023, 8, 1), date(2024, 7, 31)),
    (date(2024, 3, 13), date(2024, 11, 2)),
    (date(2023, 12, 31), date(2024, 1, 1)),
)
MOMENTS = (NOW, datetime(2024, 6, 30, 21, 59, 59, tzinfo=UTC), datetime(2024, 6, 30, 22, 0, tzinfo=UTC))


@pytest.fixture(scope="module", params=[3, 11])
def warehouse(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("months")
    with opened(folder / "warehouse.duckdb") as warehouse:
        source = SqliteSource(store(folder / "events.sqlite", invented(2500, seed=request.param)))
        Projector(source, warehouse, load_rulebooks(), Calendar()).once()
        source.close()
        yield warehouse


def day_of(moment):
    return moment and moment.replace(tzinfo=UTC).astimezone(OSLO).date()


def month_of(moment):
    return moment and day_of(moment).replace(day=1)


def end_of(month, last):
    return min((month + timedelta(days=31)).replace(day=1) - timedelta(days=1), last)


def plainly(queries, cursor, first, last, grade, moment):
    cases = [
        (day_of(row["opened_at"] or row["first_known_at"]), day_of(row["closed_at"]))
        for row in queries.ask(OWNER, Cases(as_of=moment)).to_dicts()
        if row["stream"] == "case" and grade in {None, row["grade"]}
    ]
    graded = {row["case_id"] for row in queries.ask(OWNER, Cases(as_of=moment)).to_dicts() if grade in {None, row["grade"]}}
    begins = datetime.combine(first, datetime.min.time(), OSLO)
    ends = min(datetime.combine(last, datetime.max.time(), OSLO), moment)
    duties = [
        (month_of(row["limit_at"]), row["verdict"])
        for row in cursor.sql("SELECT * FROM judged_at($at, NULL)", params={"at": moment.replace(tzinfo=None)}).pl().to_dicts()
        if row["kind"] != "guidance"
        and row["stream"] != "heightened_case"
        and row["verdict"] not in {"open", "not_applicable"}
        and row["limit_at"] is not None
        and begins <= row["limit_at"].replace(tzinfo=UTC) <= ends
        and (grade is None or str(row["case_id"]) in graded)
    ]
    months = pl.date_range(first.replace(day=1), min(last, moment.astimezone(OSLO).date()).replace(day=1), "1mo", eager=True)
    return [
        {
            "month": month,
            "new_cases": sum(max(month, first) <= began <= end_of(month, last) for began, _ in cases),
            "open_cases": sum(
                began <= end_of(month, last) and (closed is None or closed > end_of(month, last)) for began, closed in cases
            ),
            "kept": sum(duty == (month, "met") for duty in duties),
            "late": sum(duty == (month, "late") for duty in duties),
            "missed": sum(of == month and verdict in {"overdue", "not_documented"} for of, verdict in duties),
        }
        for month in months
    ]


@pytest.mark.parametrize("grade", [None, 5])
@pytest.mark.parametrize("moment", MOMENTS)
def test_months_are_counted_as_if_every_row_were_looked_at_by_itself(warehouse, moment, grade):
    queries = LocalQueries(warehouse, lambda: NOW)
    counted = 0
    with warehouse.cursor() as cursor:
        for first, last in PERIODS:
            asked = queries.ask(OWNER, PerMonth(period_from=first, period_to=last, grade=grade, as_of=moment)).to_dicts()
            assert asked == plainly(queries, cursor, first, last, grade, moment)
            counted += sum(row["kept"] + row["new_cases"] for row in asked)
    assert counted > 0
