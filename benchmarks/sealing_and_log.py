"""What sealing, commitments and the Merkle log cost per event: the store beside the same recorder without them, in the same run.

    python benchmarks/sealing_and_log.py [--json]

The plain store keeps the text among the facts, has no keys and no leaves; it checks versions, gives positions, remembers
requests and signals as the store does. Each case has 25 events, so the store makes a key for every 25 (all at once where 25 are
saved together, as an import does). The last rows are proofs of a log of a million events on SQLite: their limit is one event
read by its position.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg
from eventsourcing.persistence import StoredEvent

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.result import Row, show
from events.envelope import Recorded
from events.stored import FORMAT, Stored
from services.case_service.store import EventStore, KeyId, PostgresDatabase, SQLiteFile, StoreSettings, migrate, open_store, recheck
from services.case_service.store.keys import KeyStore
from services.case_service.store.log import Appended, Log, Once, answer_of
from services.case_service.store.opening import open_key_store
from services.case_service.store.postgres_log import PostgresLog
from services.case_service.store.postgres_schema import EVENTS as POSTGRES_EVENTS
from services.case_service.store.postgres_schema import Schema, migrate_postgres
from services.case_service.store.sealer import KeyRing, Sealing
from services.case_service.store.sqlite_connection import write_transaction
from services.case_service.store.sqlite_log import (
    INSERT_AT,
    INSERT_ONCE,
    LAST_VERSION,
    SQLiteLog,
    driver_of,
    rows_of,
)
from services.case_service.store.sqlite_schema import EVENTS as SQLITE_EVENTS
from services.case_service.store.sqlite_schema import EVENTS_ALONE, migrate_sqlite
from tests.store.postgres_server import new_database, running_postgres
from tests.store.sample_events import TENANT, concern_received

ROUNDS = 15
CASES_PER_ROUND = {1: 8, 25: 80}
EVENTS_PER_CASE = 25
MILLION = 1_000_000
PROOFS = 500
MOST_COST = 0.15
LAST_POSITION = "SELECT max(position) FROM stored_events"
TARGET = 1 / (1 + MOST_COST)

_pack = msgspec.msgpack.Encoder().encode
_as_json = msgspec.json.Encoder().encode


class PlainStore(EventStore):
    """The store without sealing: the text lies among the facts."""

    def _seal(self, events: Sequence[Recorded]) -> list[StoredEvent]:
        return [
            StoredEvent(originator_id=one.stream_id, originator_version=one.version, topic=one.topic, state=_plain(one))
            for one in events
        ]


def _plain(one: Recorded) -> bytes:
    facts = msgspec.to_builtins(one.event)
    msgspec.convert(facts, type(one.event))  # the store too refuses what it could not read again
    return _pack(Stored(FORMAT, type(one.event).class_version, one.envelope, _as_json(facts)))


class NoKeys(KeyRing):
    """For the plain store."""

    def session(self) -> Sealing:
        """Nothing is asked of the key store."""
        return Sealing(self, 0)

    def ensure(self, keys: Iterable[KeyId]) -> None:
        """No key is made."""


class PlainSQLiteLog(SQLiteLog):
    """The same append without leaves."""

    def append(self, events: Sequence[StoredEvent], seen: dict[UUID, int], once: Once | None) -> Appended:
        """As its parent."""
        versions = tuple(event.originator_version for event in events)
        with self.datastore.get_connection(commit=True) as pooled:
            connection = driver_of(pooled)
            with write_transaction(connection):
                for stream_id, version in seen.items():
                    if (connection.execute(LAST_VERSION, (stream_id.hex,)).fetchone()[0] or 0) != version:
                        raise AssertionError(stream_id)
                first = (connection.execute(LAST_POSITION).fetchone()[0] or 0) + 1
                connection.executemany(INSERT_AT, rows_of(events, first))
                if once is not None:
                    connection.execute(INSERT_ONCE, (once.key, once.fingerprint, first, _pack(versions)))
        return answer_of(first, versions)


class PlainPostgresLog(PostgresLog):
    """The same append without leaves: the SQL function of before."""

    def _append(self, events: Sequence[StoredEvent], seen: dict[UUID, int], once: Once | None) -> Appended:
        columns: list[list[Any]] = [
            [event.originator_id for event in events],
            [event.originator_version for event in events],
            [event.topic for event in events],
            [event.state for event in events],
            list(seen),
            list(seen.values()),
        ]
        is_one = len(events) == len(seen) == 1
        kinds = ("uuid", "bigint", "text", "bytea", "uuid", "bigint")
        slots = ", ".join(f"ARRAY[%b::{kind}]" if is_one else f"%b::{kind}[]" for kind in kinds)
        statement = f"SELECT first_position, versions FROM {self._prefix}_append({slots}, %b::text, %b::bytea)"  # noqa: S608
        values = [column[0] for column in columns] if is_one else columns
        request = (None, None) if once is None else (once.key, once.fingerprint)
        with self._shared.connection() as connection:
            row: Any = connection.execute(statement.encode(), (*values, *request), prepare=True, binary=True).fetchone()
        return answer_of(row[0], row[1])


def plain_sqlite(path: Path) -> Log:
    """A new log without the Merkle log's tables."""
    migrate_sqlite(SQLiteFile(path=path), EVENTS_ALONE)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(SQLITE_EVENTS)}")
    return PlainSQLiteLog(SQLiteFile(path=path), TENANT)


def plain_postgres(dsn: str) -> Log:
    """As :func:`plain_sqlite`."""
    database = PostgresDatabase(dsn=dsn)
    migrate_postgres(database, TENANT, Schema("events", POSTGRES_EVENTS.steps[:1]))
    with psycopg.connect(dsn) as connection:
        connection.execute("UPDATE varde_migrations SET step = %s", (len(POSTGRES_EVENTS.steps),))
    return PlainPostgresLog(database, TENANT)


@contextmanager
def stores(folder: Path) -> Iterator[dict[str, tuple[EventStore, EventStore]]]:
    """By database: the store, and the plain one."""
    with ExitStack() as stack:
        dsn = stack.enter_context(running_postgres())
        opened: dict[str, tuple[EventStore, EventStore]] = {}
        places = {
            "SQLite": (SQLiteFile(path=folder / "events.sqlite"), SQLiteFile(path=folder / "keys.sqlite")),
            "PostgreSQL": (PostgresDatabase(dsn=dsn), PostgresDatabase(dsn=new_database(dsn))),
        }
        plain = {"SQLite": plain_sqlite(folder / "plain.sqlite"), "PostgreSQL": plain_postgres(new_database(dsn))}
        for name, (events, keys) in places.items():
            settings = StoreSettings(tenant=TENANT, events=events, keys=keys, kek=os.urandom(32))
            migrate(settings)
            store = stack.enter_context(open_store(settings))
            unused: KeyStore = open_key_store(settings)
            opened[name] = store, stack.enter_context(PlainStore(TENANT, plain[name], NoKeys(unused, 1)))
        yield opened


def rate(store: EventStore, cases: int, per_save: int) -> float:
    """Events per second into new cases."""
    told = [
        [concern_received(case, version) for version in range(1, EVENTS_PER_CASE + 1)] for case in (uuid4() for _ in range(cases))
    ]
    started = time.perf_counter()
    for events in told:
        for at in range(0, EVENTS_PER_CASE, per_save):
            store.append(events[at : at + per_save])
    return cases * EVENTS_PER_CASE / (time.perf_counter() - started)


def costs(folder: Path) -> list[Row]:
    """Appending, both stores in turn."""
    rows = []
    with stores(folder) as opened:
        for name, (store, plain) in opened.items():
            for per_save, cases in CASES_PER_ROUND.items():
                ours, limits = [], []
                for _ in range(ROUNDS):
                    limits.append(rate(plain, cases, per_save))
                    ours.append(rate(store, cases, per_save))
                rows.append(
                    Row(
                        name=f"append sealed, with commitments and Merkle log, {per_save} per save, {name}",
                        figure=statistics.median(ours),
                        unit="events/s",
                        limit_name=f"the same recorder without them, {name}",
                        limit_figure=statistics.median(limits),
                        target=TARGET if per_save == 1 else None,
                    )
                )
    return rows


def proofs(folder: Path) -> list[Row]:
    """A million events on SQLite: how long a proof takes."""
    settings = StoreSettings(
        tenant=TENANT,
        events=SQLiteFile(path=folder / "million.sqlite"),
        keys=SQLiteFile(path=folder / "million_keys.sqlite"),
        kek=os.urandom(32),
    )
    migrate_sqlite(SQLiteFile(path=folder / "million.sqlite"), EVENTS_ALONE)
    with closing(sqlite3.connect(folder / "million.sqlite", isolation_level=None)) as connection:
        state = _plain(concern_received(UUID(int=1), 1))
        connection.execute("BEGIN")
        connection.executemany(
            INSERT_AT, ((at, UUID(int=at).hex, 1, "case.ConcernReceived", state) for at in range(1, MILLION + 1))
        )
        connection.execute("COMMIT")
    started = time.perf_counter()
    migrate(settings)
    filling = time.perf_counter() - started
    random = Random(1)  # noqa: S311 - which proofs are asked for is no secret
    with open_store(settings) as store:
        places = [random.randrange(1, MILLION + 1) for _ in range(PROOFS)]
        one_event = _each(lambda at: store.stored_after(at - 1, 1), places)
        figures = {
            "inclusion proof in a million events": (_each(lambda at: store.inclusion(at, MILLION), places), 5.0),
            "consistency proof to a million events": (_each(lambda at: store.consistency(at, MILLION), places), 5.0),
            "root of a million events": (_each(lambda _: store.root(MILLION), places), 5.0),
        }
        started = time.perf_counter()
        found = recheck(store)
        checking = time.perf_counter() - started
    if found.faults:
        raise AssertionError(found)
    return [
        *(
            Row(
                name=f"{name}, SQLite: median",
                figure=figure,
                unit="ms",
                limit_name="one event read by position",
                limit_figure=one_event,
                target=target,
                lower_is_better=True,
            )
            for name, (figure, target) in figures.items()
        ),
        Row(
            name="leaves for a million events that had none, SQLite",
            figure=MILLION / filling,
            unit="events/s",
            limit_name="events read by position",
            limit_figure=1000 / one_event,
            target=None,
        ),
        Row(
            name="whole log of a million events made again and compared, SQLite",
            figure=MILLION / checking,
            unit="events/s",
            limit_name="events read by position",
            limit_figure=1000 / one_event,
            target=None,
        ),
    ]


def _each(ask: Callable[[int], object], places: Sequence[int]) -> float:
    """The median of single askings, in milliseconds."""
    took = []
    for at in places:
        started = time.perf_counter()
        ask(at)
        took.append(time.perf_counter() - started)
    return statistics.median(took) * 1000


def run() -> list[Row]:
    """All rows."""
    with TemporaryDirectory(prefix="varde-sealing-") as folder:
        return [*costs(Path(folder)), *proofs(Path(folder))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    show(run(), as_json=parser.parse_args().json)
