"""A store without keys, commitments and leaves, for benchmarks: the same recorders, with the text among the facts.

It checks versions, gives positions, remembers requests, signals, and refuses what it could not read again, as the store does.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from eventsourcing.persistence import StoredEvent

from events.envelope import Recorded
from events.stored import FORMAT, Stored, peek
from services.case_service.store import EventStore, KeyId, PostgresDatabase, SQLiteFile, StoreSettings, migrate, open_store
from services.case_service.store.keys import KeyStore
from services.case_service.store.log import Appended, Log, Once, answer_of
from services.case_service.store.opening import open_key_store
from services.case_service.store.postgres_append import APPEND
from services.case_service.store.postgres_log import PostgresLog
from services.case_service.store.postgres_schema import EVENTS as POSTGRES_EVENTS
from services.case_service.store.postgres_schema import for_tenant, migrate_postgres
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
from services.case_service.store.sqlite_schema import migrate_sqlite
from tests.store.postgres_server import new_database, running_postgres
from tests.store.sample_events import TENANT

LAST_POSITION = "SELECT max(position) FROM stored_events"

_pack = msgspec.msgpack.Encoder().encode
_as_json = msgspec.json.Encoder().encode


class PlainStore(EventStore):
    """The store without sealing: the text lies among the facts."""

    def _seal(self, events: Sequence[Recorded]) -> tuple[list[StoredEvent], None]:
        return [StoredEvent(one.stream_id, one.version, one.topic, plain_state(one)) for one in events], None


def plain_state(one: Recorded) -> bytes:
    """The event with its text in clear. The store refuses what it could not read again, so this does too."""
    facts = msgspec.to_builtins(one.event)
    state = _pack(Stored(FORMAT, type(one.event).class_version, one.envelope, _as_json(facts)))
    msgspec.convert(facts, type(one.event))
    peek(state)
    return state


class NoKeys(KeyRing):
    """For the plain store."""

    def session(self) -> Sealing:
        """Nothing is asked of the key store."""
        return Sealing(self, 0)

    def ensure(self, keys: Iterable[KeyId]) -> None:
        """No key is made."""


class PlainSQLiteLog(SQLiteLog):
    """The same append without leaves."""

    def append(
        self,
        events: Sequence[StoredEvent],
        seen: dict[UUID, int],
        once: Once | None,
        contents: Sequence[bytes] | None = None,  # noqa: ARG002 - there is no leaf
    ) -> Appended:
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

    def _append(
        self,
        events: Sequence[StoredEvent],
        seen: dict[UUID, int],
        once: Once | None,
        contents: Sequence[bytes],  # noqa: ARG002 - there is no leaf
    ) -> Appended:
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
    """A new log that keeps no leaves. What refuses an event without one goes when the tables have been looked at."""
    file = SQLiteFile(path=path)
    migrate_sqlite(file, SQLITE_EVENTS)
    log = PlainSQLiteLog(file, TENANT)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER an_event_has_a_leaf")
    return log


def plain_postgres(dsn: str) -> Log:
    """As :func:`plain_sqlite`, with the SQL function of before the Merkle log."""
    database = PostgresDatabase(dsn=dsn)
    migrate_postgres(database, TENANT, POSTGRES_EVENTS)
    log = PlainPostgresLog(database, TENANT)
    with psycopg.connect(dsn) as connection:
        connection.execute(for_tenant(APPEND, TENANT).encode())
    return log


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
