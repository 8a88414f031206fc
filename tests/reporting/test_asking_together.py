"""Questions that are put together: one round trip, one moment of the log; and no question that runs for ever."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from polars.testing import assert_frame_equal
from warehouse_steps import invented, opened, store

from benchmarks.invented_log import TENANT
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.queries import QuestionTookTooLongError, ScopeError
from services.reporting.questions import (
    Asked,
    AvvikCounts,
    Cases,
    LogPosition,
    MunicipalityOverview,
    MunicipalityTotals,
    Scope,
)
from services.reporting.questions.responses import DutiesKept, PerMonth
from services.reporting.serving.client import RemoteQueries
from services.reporting.serving.server import serve
from services.reporting.source import SqliteSource
from services.reporting.time_limit import TimeLimit

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
THEN = datetime(2025, 3, 1, tzinfo=UTC)
OWNER = Scope(tenant=TENANT, exact=True)
YEAR = {"period_from": date(2024, 8, 1), "period_to": date(2025, 7, 31)}
LOG = invented(1500)
QUESTIONS = (
    LogPosition(),
    MunicipalityOverview(**YEAR),
    MunicipalityTotals(**YEAR),
    DutiesKept(**YEAR, as_of=THEN),
    PerMonth(**YEAR, recorded_by=THEN),
    AvvikCounts(as_of=THEN),
    DutiesKept(**YEAR),
    Cases(state="open"),
)


def together(*questions, scope=OWNER):
    return tuple(Asked(scope=scope, question=question) for question in questions)


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("together")
    with opened(folder / "warehouse.duckdb") as warehouse:
        source = SqliteSource(store(folder / "events.sqlite", LOG))
        Projector(source, warehouse, load_rulebooks(), Calendar()).once()
        source.close()
        yield warehouse, folder / "w.sock"


def test_together_they_are_answered_as_each_alone_here_and_over_the_socket(standing):
    warehouse, address = standing
    queries = LocalQueries(warehouse, lambda: NOW)
    alone = [queries.ask(OWNER, question) for question in QUESTIONS]
    with serve(warehouse, address, lambda: NOW):
        remote = RemoteQueries(address)
        for found in (queries.ask_all(together(*QUESTIONS)), remote.ask_all(together(*QUESTIONS))):
            for one, other in zip(found, alone, strict=True):
                assert_frame_equal(one, other)
        remote.close()


def test_one_that_is_refused_refuses_all(standing):
    warehouse, address = standing
    asked = (*together(LogPosition()), *together(Cases(), scope=Scope(tenant=TENANT)))
    with serve(warehouse, address, lambda: NOW):
        remote = RemoteQueries(address)
        for queries in (LocalQueries(warehouse), remote):
            with pytest.raises(ScopeError, match="lawful need"):
                queries.ask_all(asked)
        remote.close()


def test_together_they_see_one_position_of_the_log_while_it_is_written(tmp_path):
    path = store(tmp_path / "events.sqlite", LOG[:900])
    with opened(tmp_path / "w.duckdb") as warehouse:
        source = SqliteSource(path)
        projector = Projector(source, warehouse, load_rulebooks(["law-12"]), Calendar(), size=100)
        projector.once()

        def write_and_follow():
            for start in range(900, 1500, 50):
                store(path, LOG[start : start + 50])
                projector.once()

        writer = threading.Thread(target=write_and_follow)
        writer.start()
        queries = LocalQueries(warehouse, lambda: NOW)
        seen = set()
        while writer.is_alive() or not seen:
            first, *_, last = queries.ask_all(together(LogPosition(), MunicipalityOverview(), Cases(), LogPosition()))
            assert_frame_equal(first, last)
            seen.add(first.item(0, "position"))
        writer.join()
        source.close()


def test_a_statement_whose_time_is_over_is_ended_and_the_next_is_answered(standing):
    warehouse, _ = standing
    limit, ended = TimeLimit(0.0), threading.Event()

    def look():
        while not ended.is_set():
            limit.end_the_late()

    watch = threading.Thread(target=look)
    watch.start()
    with (
        warehouse.cursor() as cursor,
        pytest.raises(QuestionTookTooLongError),
        limit.on(cursor),
    ):
        cursor.execute("SELECT count(*) FROM range(1_000_000) a, range(1_000_000) b WHERE a.range + b.range = 7").fetchall()
    ended.set()
    watch.join()
    assert LocalQueries(warehouse).log_position(OWNER).item(0, "position") == len(LOG)
