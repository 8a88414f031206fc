"""Somebody with the database, the book of checkpoints and, in some attacks, the signing key: goes around Varde with SQL alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import psycopg

from events.stored import peek
from services.case_service.integrity.kept import Integrity
from services.case_service.store import EventStore, SQLiteFile, StoreSettings
from services.integrity.checkpoints import Checkpoint, make_checkpoint, read_checkpoint, read_key_file
from services.integrity.leaf import leaf_at, stored_content
from services.integrity.merkle import Frontier
from services.integrity.notes import read_note
from tests.store.insider import without_triggers

SELECT_EVENTS = "SELECT {position}, originator_id, originator_version, topic, state FROM {events} ORDER BY 1"
INSERT_EVENTS = "INSERT INTO {events} ({position}, originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?, ?)"
INSERT_LEAVES = "INSERT INTO {leaves} (position, completed) VALUES (?, ?)"


class Row(NamedTuple):
    """An event as it lies in the database."""

    position: int
    stream: UUID
    version: int
    topic: str
    state: bytes


class Database:
    """The two tables of a tenant's log, on either database."""

    def __init__(self, settings: StoreSettings) -> None:
        self.settings = settings
        self.is_sqlite = isinstance(settings.events, SQLiteFile)
        own = f"varde_{settings.tenant}"
        self.events, self.leaves = ("stored_events", "log_leaves") if self.is_sqlite else (f"{own}_events", f"{own}_leaves")
        self.position = "position" if self.is_sqlite else "notification_id"

    def run(self, *statements: tuple[str, list[Any]]) -> list[Any]:
        """Run statements in one transaction, triggers out of the way meanwhile. ``?`` is a placeholder, ``{events}`` a table."""
        found: list[Any] = []
        place = self.settings.events
        if isinstance(place, SQLiteFile):
            with closing(sqlite3.connect(place.path)) as db, db, without_triggers(db):
                for sql, rows in statements:
                    named = self._named(sql)
                    found = db.executemany(named, rows).fetchall() if rows else db.execute(named).fetchall()
            return found
        with psycopg.connect(place.dsn) as db:
            for table in (self.events, self.leaves):
                db.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
            for sql, rows in statements:
                cursor, named = db.cursor(), self._named(sql).replace("?", "%s").encode()
                if rows:
                    cursor.executemany(named, rows)
                else:
                    cursor.execute(named)
                    found = cursor.fetchall() if cursor.description else []
            for table in (self.events, self.leaves):
                db.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER".encode())
        return found

    def _named(self, sql: str) -> str:
        return sql.format(events=self.events, leaves=self.leaves, position=self.position)

    def rows(self) -> list[Row]:
        """Every event in the order of positions."""
        found = self.run((SELECT_EVENTS, []))
        return [Row(at, UUID(str(stream)), version, topic, bytes(state)) for at, stream, version, topic, state in found]

    def leaf_rows(self) -> list[tuple[int, bytes]]:
        """Every row of the Merkle log."""
        return [(at, bytes(row)) for at, row in self.run(("SELECT position, completed FROM {leaves} ORDER BY 1", []))]

    def put(self, rows: list[Row], leaves: list[tuple[int, bytes]]) -> None:
        """Let the tables hold this and nothing else."""
        stored = [(one.position, one.stream.hex if self.is_sqlite else one.stream, *one[2:]) for one in rows]
        self.run(("DELETE FROM {events}", []), ("DELETE FROM {leaves}", []), (INSERT_LEAVES, list(leaves)), (INSERT_EVENTS, stored))

    def put_events(self, rows: list[Row]) -> None:
        """Change the events and leave the Merkle log as it is."""
        self.put(rows, self.leaf_rows())


class Attacker:
    """All that an attack may use."""

    def __init__(self, store: EventStore, settings: StoreSettings, integrity: Integrity) -> None:
        self.db = Database(settings)
        self.tenant = settings.tenant
        self.integrity = integrity
        self._store = store

    def leaves_of(self, rows: list[Row]) -> list[tuple[int, bytes]]:
        """The Merkle log that belongs to these events."""
        frontier = Frontier()
        return [
            (
                one.position,
                frontier.add(leaf_at(one.position, stored_content(self.tenant, one.stream, one.version, one.topic, one.state))),
            )
            for one in rows
        ]

    def recompute(self, rows: list[Row]) -> None:
        """Change the events, and the Merkle log so that it fits."""
        self.db.put(rows, self.leaves_of(rows))

    def book(self, sql: str, *values: object) -> list[Any]:
        """Run SQL on the book of checkpoints."""
        with closing(sqlite3.connect(self.integrity.book._tables._file)) as db, db:
            return db.execute(sql, values).fetchall()

    def sign_again(self) -> None:
        """With the stolen signing key: every checkpoint over the log as it is now, the witnesses' signatures gone."""
        key = read_key_file(self.integrity.files.signing)
        for number, size in self.book("SELECT number, size FROM checkpoints"):
            found = Checkpoint(origin=key.name, size=size, root=self._store.root(size))
            self.book("UPDATE checkpoints SET note = ? WHERE number = ?", make_checkpoint(found, key).encoded(), number)

    def book_rows(self) -> list[tuple[Any, ...]]:
        """All checkpoints, to put them back."""
        return self.book("SELECT number, size, note, made_at, given_up_at FROM checkpoints")

    def put_book(self, rows: list[tuple[Any, ...]]) -> None:
        """Let the book hold these checkpoints and nothing else."""
        with closing(sqlite3.connect(self.integrity.book._tables._file)) as db, db:
            for emptied in ("DELETE FROM checkpoints", "DELETE FROM alarms", "DELETE FROM checks"):
                db.execute(emptied)
            db.executemany("INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?)", rows)


def with_fact(row: Row, name: str, value: object) -> Row:
    """The event with another fact; its sealed text, commitments and envelope stay."""
    stored = peek(row.state)
    facts = msgspec.json.decode(stored.facts)
    assert name in facts
    return row._replace(
        state=msgspec.msgpack.encode(msgspec.structs.replace(stored, facts=msgspec.json.encode(facts | {name: value})))
    )


def with_envelope(row: Row, **changes: object) -> Row:
    """The event with another envelope."""
    stored = peek(row.state)
    return row._replace(
        state=msgspec.msgpack.encode(msgspec.structs.replace(stored, envelope=msgspec.structs.replace(stored.envelope, **changes)))
    )


def size_of(note: str) -> int:
    """The size in an encoded checkpoint."""
    return read_checkpoint(read_note(note).text).size
