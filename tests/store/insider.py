"""Somebody who holds the database itself and goes around Varde: what an attack or an accident would do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from typing import Any
from uuid import UUID

import psycopg

from services.case_service.store import SQLiteFile
from services.case_service.store.settings import Place

IN_SQLITE = {"events": "stored_events", "leaves": "log_leaves", "keys": "keys", "once": "once"}


@contextmanager
def without_triggers(connection: sqlite3.Connection) -> Iterator[None]:
    """All triggers of a file put out of the way, and back as they were: who leaves them out is seen at the next start."""
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        for _, sql in triggers:
            connection.execute(sql)


class Insider:
    """Changes rows of a tenant's table, its triggers put out of the way meanwhile. Write ``{id}`` in SQL for a placeholder."""

    def __init__(self, place: Place, tenant: str, table: str) -> None:
        self.place = place
        self.is_sqlite = isinstance(place, SQLiteFile)
        self.table = IN_SQLITE[table] if self.is_sqlite else f"varde_{tenant}_{table}"

    def run(self, sql: str, *values: object, triggers: bool = False) -> list[Any]:
        """Run one statement, ``{table}`` and ``{v}`` filled in. UUIDs go in as the database keeps them."""
        if isinstance(self.place, SQLiteFile):
            adapted = [value.hex if isinstance(value, UUID) else value for value in values]
            with (
                closing(sqlite3.connect(self.place.path, isolation_level=None)) as connection,
                nullcontext() if triggers else without_triggers(connection),
            ):
                return connection.execute(sql.format(table=self.table, v="?"), adapted).fetchall()
        with psycopg.connect(self.place.dsn, autocommit=True) as opened:
            if not triggers:
                opened.execute(f"ALTER TABLE {self.table} DISABLE TRIGGER USER".encode())
            cursor = opened.execute(sql.format(table=self.table, v="%s").encode(), values)
            found = cursor.fetchall() if cursor.description else []
            if not triggers:
                opened.execute(f"ALTER TABLE {self.table} ENABLE TRIGGER USER".encode())
            return found

    def state(self, stream_id: UUID, version: int) -> bytes:
        """The stored bytes of one event."""
        sql = "SELECT state FROM {table} WHERE originator_id = {v} AND originator_version = {v}"
        return bytes(self.run(sql, stream_id, version)[0][0])

    def put(self, stream_id: UUID, version: int, state: bytes) -> None:
        """Put other bytes in an event's place."""
        self.run("UPDATE {table} SET state = {v} WHERE originator_id = {v} AND originator_version = {v}", state, stream_id, version)
