"""The log is read from the real store, on both databases, without a key."""

from __future__ import annotations

import threading
import time

import psycopg
import pytest
from warehouse_steps import content, invented, opened, store_settings

from benchmarks.invented_log import CANARY, TENANT
from events.stored import peek
from services.case_service.store import PostgresDatabase, migrate, open_store
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.projector import Projector
from services.reporting.source import PostgresSource, SourceUnavailableError, SqliteSource

LOG = invented(300)


class Place:
    """A real store and what reads from it."""

    def __init__(self, settings, source):
        self.store = open_store(settings)
        self.source = source

    def close(self):
        self.source.close()
        self.store.close()


@pytest.fixture(params=["sqlite", "postgres"])
def place(request, tmp_path):
    if request.param == "sqlite":
        settings = store_settings(tmp_path)
        migrate(settings)
        place = Place(settings, SqliteSource(tmp_path / "events.sqlite"))
    else:
        dsn = request.getfixturevalue("postgres_database")
        settings = store_settings(tmp_path, PostgresDatabase(dsn=dsn, pool_size=2))
        migrate(settings)
        place = Place(settings, PostgresSource(dsn, TENANT))
    yield place
    place.close()


def test_the_log_comes_in_the_order_in_which_it_was_committed(place):
    for start in range(0, len(LOG), 100):
        place.store.append(LOG[start : start + 100])
    rows = [*place.source.after(0, 120), *place.source.after(120, 10_000)]
    assert [row.position for row in rows] == list(range(1, len(LOG) + 1))
    assert [(row.stream_id, row.version, row.topic) for row in rows] == [(r.stream_id.hex, r.version, r.topic) for r in LOG]
    assert [peek(row.state).envelope for row in rows] == [r.envelope for r in LOG]
    assert not place.source.after(len(LOG), 10)


def test_a_wait_ends_when_something_was_appended_and_else_when_its_time_is_over(place):
    stop = threading.Event()
    assert not place.source.after(0, 10)
    started = time.monotonic()
    place.source.wait(stop, 0.3)
    assert time.monotonic() - started >= 0.25
    place.source.after(0, 10)
    threading.Timer(0.2, lambda: place.store.append(LOG[:16])).start()
    started = time.monotonic()
    place.source.wait(stop, 20)
    assert time.monotonic() - started < 5
    assert len(place.source.after(0, 100)) == 16


def test_a_wait_ends_when_the_projector_is_told_to_stop(place):
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    started = time.monotonic()
    place.source.wait(stop, 20)
    assert time.monotonic() - started < 5


def test_both_databases_give_the_same_warehouse_without_any_sealed_text(place, tmp_path):
    place.store.append(LOG)
    warehouse = opened(tmp_path / "warehouse.duckdb")
    Projector(place.source, warehouse, load_rulebooks(), Calendar()).once()
    whole = content(warehouse)
    warehouse.close()
    assert len(whole["events"]) == len(LOG)
    assert len(whole["cases"]) == sum(recorded.topic == "case.ConcernReceived" for recorded in LOG)
    assert whole["obligations"]
    written = b"".join(file.read_bytes() for file in tmp_path.glob("warehouse.duckdb*"))
    assert CANARY.encode() not in written


def test_a_cut_connection_is_told_and_the_next_question_makes_a_new_one(postgres_database, tmp_path):
    settings = store_settings(tmp_path, PostgresDatabase(dsn=postgres_database, pool_size=2))
    migrate(settings)
    place = Place(settings, PostgresSource(postgres_database, TENANT))
    place.store.append(LOG)
    assert place.source.after(0, 10)
    with psycopg.connect(postgres_database, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'varde warehouse'")
    with pytest.raises(SourceUnavailableError):
        place.source.after(0, 10)
    assert len(place.source.after(0, 10)) == 10
    place.close()


def test_a_database_that_is_not_there_is_said_to_be_away():
    source = PostgresSource("host=127.0.0.1 port=1 dbname=none connect_timeout=2", TENANT)
    with pytest.raises(SourceUnavailableError):
        source.after(0, 1)
