"""Appending to the store, each figure beside a raw insert of the same bytes with the same durability, in the same run.

    python benchmarks/append.py [--json]

The raw insert has neither sealing, versions, idempotency, order for readers nor a signal; it is what the disk allows.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import StoredEvent

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.result import Row, show
from services.case_service.store import EventStore, Once, PostgresDatabase, SQLiteFile, StoreSettings, migrate, open_store
from services.case_service.store.settings import Place
from tests.store.postgres_server import new_database, running_postgres
from tests.store.sample_events import TENANT, concern_received

ROUNDS = 15
EVENTS_PER_ROUND = {1: 200, 20: 2_000}

Save: TypeAlias = "Callable[[list[StoredEvent]], None]"

SQLITE_TABLE = """CREATE TABLE raw (originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB,
    PRIMARY KEY (originator_id, originator_version))"""
POSTGRES_TABLE = """CREATE TABLE raw (originator_id uuid, originator_version bigint, topic text, state bytea,
    notification_id bigserial UNIQUE, PRIMARY KEY (originator_id, originator_version))"""
POSTGRES_INSERT = b"""INSERT INTO raw (originator_id, originator_version, topic, state)
    SELECT * FROM unnest(%b::uuid[], %b::bigint[], %b::text[], %b::bytea[])"""


def raw_sqlite(path: Path) -> Save:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(SQLITE_TABLE)

    def save(events: list[StoredEvent]) -> None:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO raw VALUES (?, ?, ?, ?)", [(hex_of(e), e.originator_version, e.topic, e.state) for e in events]
        )
        connection.execute("COMMIT")

    return save


def raw_postgres(dsn: str) -> Save:
    connection: psycopg.Connection[Any] = psycopg.connect(dsn, autocommit=True)
    connection.execute(POSTGRES_TABLE)

    def save(events: list[StoredEvent]) -> None:
        columns = [[getattr(e, name) for e in events] for name in ("originator_id", "originator_version", "topic", "state")]
        connection.execute(POSTGRES_INSERT, columns, prepare=True, binary=True)

    return save


def hex_of(event: StoredEvent) -> str:
    assert isinstance(event.originator_id, UUID)  # noqa: S101 - narrows the library's type
    return event.originator_id.hex


@contextmanager
def stores(folder: Path) -> Iterator[dict[str, tuple[EventStore, Save]]]:
    with running_postgres() as dsn:
        places: dict[str, tuple[Place, Place, Save]] = {
            "SQLite": (
                SQLiteFile(path=folder / "events.sqlite"),
                SQLiteFile(path=folder / "keys.sqlite"),
                raw_sqlite(folder / "raw.sqlite"),
            ),
            "PostgreSQL": (
                PostgresDatabase(dsn=dsn),
                PostgresDatabase(dsn=new_database(dsn)),
                raw_postgres(new_database(dsn)),
            ),
        }
        opened = {}
        for name, (events, keys, raw) in places.items():
            settings = StoreSettings(tenant=TENANT, events=events, keys=keys, kek=os.urandom(32))
            migrate(settings)
            opened[name] = open_store(settings), raw
        try:
            yield opened
        finally:
            for store, _ in opened.values():
                store.close()


def rate_of_store(store: EventStore, per_save: int, *, with_key: bool) -> tuple[float, list[list[StoredEvent]]]:
    """Events per second into a new case, its key's making included; and the same bytes for the raw insert."""
    case = uuid4()
    count = EVENTS_PER_ROUND[per_save]
    events = [concern_received(case, version) for version in range(1, count + 1)]
    saves = [events[at : at + per_save] for at in range(0, count, per_save)]
    requests = [Once(str(uuid4()), os.urandom(32)) if with_key else None for _ in saves]
    started = time.perf_counter()
    for save, once in zip(saves, requests, strict=True):
        store.append(save, once=once)
    took = time.perf_counter() - started
    stored = list(store._log.select_events(case))  # noqa: SLF001 - the raw insert gets the very same bytes
    return count / took, [stored[at : at + per_save] for at in range(0, count, per_save)]


def rate_of_raw(save: Save, batches: Sequence[list[StoredEvent]]) -> float:
    started = time.perf_counter()
    for batch in batches:
        save(batch)
    return sum(len(batch) for batch in batches) / (time.perf_counter() - started)


def run() -> list[Row]:
    with TemporaryDirectory(prefix="varde-append-") as folder, stores(Path(folder)) as opened:
        return [
            measure(name, store, raw, per_save, with_key=with_key)
            for name, (store, raw) in opened.items()
            for per_save in (1, 20)
            for with_key in (False, True)
        ]


def measure(database: str, store: EventStore, raw: Save, per_save: int, *, with_key: bool) -> Row:
    ours, limits = [], []
    for _ in range(ROUNDS):
        figure, batches = rate_of_store(store, per_save, with_key=with_key)
        ours.append(figure)
        limits.append(rate_of_raw(raw, batches))
    return Row(
        name=f"append, sealed, {per_save} per save{', with idempotency key' if with_key else ''}, {database}",
        figure=statistics.median(ours),
        unit="events/s",
        limit_name=f"raw insert, {database}",
        limit_figure=statistics.median(limits),
        target=None if with_key else 0.4 if per_save > 1 else 0.6 if database == "SQLite" else 0.5,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    show(run(), as_json=parser.parse_args().json)
