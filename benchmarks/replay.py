"""Replaying one case of 200 events: read, open the sealed text, make the events.

    python benchmarks/replay.py [--json]

The limit is the plain driver that fetches the same rows and does nothing with them.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.result import Row, show
from services.case_service.store import PostgresDatabase, SQLiteFile, StoreSettings, migrate, open_store
from tests.store.postgres_server import new_database, running_postgres
from tests.store.sample_events import TENANT, concern_received

EVENTS = 200
NEIGHBOURS = 50
ROUNDS = 101
TARGET_MS = 5.0
QUERY = "SELECT originator_version, topic, state FROM stored_events WHERE originator_id = ? ORDER BY originator_version"


def measure(database: str, settings: StoreSettings, fetch: Callable[[Any], int], ready: Callable[[], object]) -> Row:
    migrate(settings)
    with open_store(settings) as store:
        cases = [uuid4() for _ in range(NEIGHBOURS)]
        for version in range(1, EVENTS + 1):
            store.append([concern_received(case, version) for case in cases])
        ready()
        ours, limits = [], []
        for at in range(ROUNDS):
            case = cases[at % NEIGHBOURS]
            started = time.perf_counter()
            read = len(store.read(case))
            between = time.perf_counter()
            fetched = fetch(case)
            limits.append((time.perf_counter() - between) * 1000)
            ours.append((between - started) * 1000)
            if (read, fetched) != (EVENTS, EVENTS):
                raise SystemExit(f"{read} events read, {fetched} rows fetched, {EVENTS} were written")
    return Row(
        name=f"replay of a case of {EVENTS} events, {database}",
        figure=statistics.median(ours),
        unit="ms",
        limit_name=f"fetch of the same rows, {database}",
        limit_figure=statistics.median(limits),
        target=TARGET_MS,
        lower_is_better=True,
    )


def on_sqlite() -> Row:
    with TemporaryDirectory(prefix="varde-replay-") as folder:
        events, keys = Path(folder) / "events.sqlite", Path(folder) / "keys.sqlite"
        settings = StoreSettings(tenant=TENANT, events=SQLiteFile(path=events), keys=SQLiteFile(path=keys), kek=os.urandom(32))
        migrate(settings)
        with closing(sqlite3.connect(events)) as connection:
            return measure("SQLite", settings, lambda case: len(connection.execute(QUERY, (case.hex,)).fetchall()), lambda: None)


def on_postgres() -> Row:
    with running_postgres() as dsn:
        events, keys = PostgresDatabase(dsn=dsn), PostgresDatabase(dsn=new_database(dsn))
        settings = StoreSettings(tenant=TENANT, events=events, keys=keys, kek=os.urandom(32))
        query = QUERY.replace("stored_events", f"varde_{TENANT}_events").replace("?", "%s").encode()
        with psycopg.connect(dsn, autocommit=True) as connection:

            def fetch(case: UUID) -> int:
                return len(connection.execute(query, (case,), prepare=True, binary=True).fetchall())

            # A table that was never analysed gets the plan of an empty one.
            return measure("PostgreSQL", settings, fetch, lambda: connection.execute("ANALYZE"))


def run() -> list[Row]:
    return [on_sqlite(), on_postgres()]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    show(run(), as_json=parser.parse_args().json)
