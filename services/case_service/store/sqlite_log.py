"""The log in a SQLite file: the library's recorder, with an append of ours that checks and remembers in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, Notification, StoredEvent, Subscription
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteConnection

from services.case_service.store.damage import Damage
from services.case_service.store.errors import KeyReusedError, LeafMissingError, StreamMovedError, TamperedError
from services.case_service.store.leaves import content_of
from services.case_service.store.log import Appended, Once, StoredAt, answer_of
from services.case_service.store.settings import SQLiteFile
from services.case_service.store.sqlite_change import SQLiteWatch
from services.case_service.store.sqlite_connection import (
    DurableDatastore,
    unavailable_when_sqlite_fails,
    write_transaction,
)
from services.case_service.store.sqlite_leaves import LeavesIn
from services.case_service.store.sqlite_schema import EVENTS, refuse_old_schema
from services.case_service.store.sqlite_shape import damage_of, refuse_changed_tables
from services.case_service.store.subscription import LogSubscription

INSERT: Final = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
SELECT_LEAVES: Final = "SELECT position, completed FROM log_leaves WHERE position > ? ORDER BY position LIMIT ?"
INSERT_AT: Final = "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)"
LAST_POSITIONS: Final = """SELECT coalesce((SELECT max(position) FROM stored_events), 0), coalesce(l.position, 0), l.completed
    FROM (SELECT max(position) AS position FROM log_leaves) AS newest LEFT JOIN log_leaves AS l USING (position)"""
SELECT_LOG: Final = "SELECT position, originator_id, originator_version, topic, state FROM stored_events"
SELECT_EVENTS: Final = """SELECT originator_version, topic, state FROM stored_events
    WHERE originator_id = ? AND originator_version > ? AND originator_version <= ? ORDER BY originator_version LIMIT ?"""
SELECT_BACKWARDS: Final = SELECT_EVENTS.replace("LIMIT", "DESC LIMIT")
LAST_OF_ALL: Final = 2**63 - 1
SELECT_STREAM: Final = """SELECT position, originator_version, topic, state FROM stored_events
    WHERE originator_id = ? ORDER BY originator_version"""
LAST_VERSION: Final = "SELECT max(originator_version) FROM stored_events WHERE originator_id = ?"
FIND_ONCE: Final = """SELECT fingerprint, first_position, versions,
    checksum = varde_checksum(key, fingerprint, first_position, versions) FROM once WHERE key = ?"""
INSERT_ONCE: Final = "INSERT INTO once VALUES (?1, ?2, ?3, ?4, varde_checksum(?1, ?2, ?3, ?4))"
NOT_WHOLE: Final = """SELECT 'the request that begins at position ' || first_position FROM once
    WHERE checksum <> varde_checksum(key, fingerprint, first_position, versions)"""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(tuple[int, ...]).decode


class SQLiteLog(SQLiteApplicationRecorder):
    """One tenant's log in one file (a Log, and the library's ApplicationRecorder).

    Raises SchemaMissingError, DurabilityError, StoreUnavailableError when it cannot be opened.
    """

    def __init__(self, file: SQLiteFile, tenant: str) -> None:
        super().__init__(DurableDatastore(file))
        self._tenant = tenant
        self._watch = SQLiteWatch(file)
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=False) as pooled:
            refuse_old_schema(driver_of(pooled), EVENTS)
            refuse_changed_tables(driver_of(pooled), EVENTS)

    def append(
        self, events: Sequence[StoredEvent], seen: dict[UUID, int], once: Once | None, contents: Sequence[bytes] | None = None
    ) -> Appended:
        """Store all events or none, if every stream still stands where it was ``seen``."""
        versions = tuple(event.originator_version for event in events)
        if contents is None:
            contents = [content_of(self._tenant, event) for event in events]
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=True) as pooled:
            connection = driver_of(pooled)
            try:
                with write_transaction(connection):
                    first = _first_free(connection, seen, contents)
                    connection.executemany(INSERT_AT, rows_of(events, first))
                    if once is not None:
                        connection.execute(INSERT_ONCE, (once.key, once.fingerprint, first, _pack(versions)))
            except (StreamMovedError, sqlite3.IntegrityError):
                # To look for the request first would cost each of them what only a repeated one needs.
                if once is None or (known := self._first_answer(connection, once)) is None:
                    raise
                return known
        return answer_of(first, versions)

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """The library's append: no version is expected, a place that is taken raises the library's IntegrityError."""
        try:
            return list(self.append(stored_events, {}, None).positions) if stored_events else []
        except sqlite3.IntegrityError as error:
            raise IntegrityError(str(error)) from error

    def tree_size(self) -> int:
        """How many leaves the Merkle log has; 0 when it is empty."""
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=False) as pooled:
            return LeavesIn(driver_of(pooled)).size()

    def completed_by(self, positions: Sequence[int]) -> dict[int, bytes]:
        """For each position that is in the Merkle log: the whole subtrees that its leaf completed, the leaf first, joined."""
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=False) as pooled:
            return LeavesIn(driver_of(pooled)).completed_by(positions)

    def leaves_after(self, position: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """At most ``limit`` positions after ``position``, in order, each with what :meth:`completed_by` gives."""
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=False) as pooled:
            rows = driver_of(pooled).execute(SELECT_LEAVES, (position, limit)).fetchall()
        return [(at, completed) for at, completed in rows]

    def answer_to(self, once: Once) -> Appended | None:
        """The first answer to a request that was stored under its idempotency key; None when it is new."""
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=False) as pooled:
            return self._first_answer(driver_of(pooled), once)

    def version(self, stream_id: UUID) -> int:
        """The stream's last version; 0 when there is none."""
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=False) as pooled:
            return driver_of(pooled).execute(LAST_VERSION, (stream_id.hex,)).fetchone()[0] or 0

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The log in order from ``start`` to ``stop``, at most ``limit`` events, of the given topics if any."""
        conditions, values = ["position >= ?"], [0 if start is None else start if inclusive_of_start else start + 1]
        if stop is not None:
            conditions.append("position <= ?")
            values.append(stop)
        if topics:
            conditions.append(f"topic IN ({', '.join('?' * len(topics))})")
        statement = f"{SELECT_LOG} WHERE {' AND '.join(conditions)} ORDER BY position LIMIT ?"
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=False) as pooled:
            rows = driver_of(pooled).execute(statement, (*values, *topics, limit)).fetchall()
        return [
            Notification(id=position, originator_id=UUID(stream), originator_version=version, topic=topic, state=state)
            for position, stream, version, topic, state in rows
        ]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """A stream's events in order, after version ``gt`` and up to ``lte``.

        The library's looks up each column by its name and makes the stream's id anew for each event: half of what a read costs.
        """
        stream_id = originator_id if isinstance(originator_id, UUID) else UUID(originator_id)
        bounds = (stream_id.hex, -1 if gt is None else gt, LAST_OF_ALL if lte is None else lte, -1 if limit is None else limit)
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=False) as pooled:
            rows = driver_of(pooled).execute(SELECT_BACKWARDS if desc else SELECT_EVENTS, bounds).fetchall()
        return [StoredEvent(stream_id, version, topic, state) for version, topic, state in rows]

    def stored_in(self, stream_id: UUID) -> Sequence[StoredAt]:
        """A stream's events in order, with their positions."""
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=False) as pooled:
            rows = driver_of(pooled).execute(SELECT_STREAM, (stream_id.hex,)).fetchall()
        return [StoredAt(position, stream_id, version, topic, state) for position, version, topic, state in rows]

    def max_notification_id(self) -> int:
        """The last position; None when the log is empty."""
        with unavailable_when_sqlite_fails():
            return super().max_notification_id()

    def damage(self) -> Sequence[Damage]:
        """What is damaged in the file, outside events and leaves."""
        with unavailable_when_sqlite_fails(), self.datastore.get_connection(commit=False) as pooled:
            return list(damage_of(driver_of(pooled), EVENTS, NOT_WHOLE))

    def wait_for_change(self, timeout: float) -> bool:
        """Return True as soon as something may have come since the last call, else False after ``timeout`` seconds."""
        return self._watch.wait(timeout)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """The library's endless iterator over the log, which its own SQLite recorder lacks."""
        return LogSubscription(self, self, gt=gt, topics=topics)

    def close(self) -> None:
        """Close all connections to the file."""
        self._watch.close()
        self.datastore.close()

    def _first_answer(self, connection: sqlite3.Connection, once: Once) -> Appended | None:
        found = connection.execute(FIND_ONCE, (once.key,)).fetchone()
        if found is None:
            return None
        fingerprint, first, versions, is_whole = found
        if not is_whole:
            raise TamperedError(f"What is kept of the request {once.key!r} was changed.")
        if fingerprint != once.fingerprint:
            raise KeyReusedError(once.key)
        return answer_of(first, _unpack(versions), repeated=True)


def _first_free(connection: sqlite3.Connection, seen: dict[UUID, int], contents: Sequence[bytes]) -> int:
    """The position that comes next, with the new leaves added from there on, if every stream still stands where it was ``seen``."""
    for stream_id, version in seen.items():
        if (actual := connection.execute(LAST_VERSION, (stream_id.hex,)).fetchone()[0] or 0) != version:
            raise StreamMovedError(stream_id, version, actual)
    last, size, last_leaf = connection.execute(LAST_POSITIONS).fetchone()
    if last != size:
        raise LeafMissingError(f"The Merkle log ends at {size}, the log at {last}.")
    LeavesIn(connection).add(contents, size, last_leaf)
    first: int = last + 1
    return first


def rows_of(events: Sequence[StoredEvent], first: int) -> Iterator[tuple[int, str, int, str, bytes]]:
    """The rows of events that take positions from ``first`` on."""
    for position, event in enumerate(events, first):
        assert isinstance(event.originator_id, UUID)  # noqa: S101 - the recorder is made with uuid ids alone
        yield position, event.originator_id.hex, event.originator_version, event.topic, event.state


def driver_of(pooled: SQLiteConnection) -> sqlite3.Connection:
    """The driver's connection inside the library's."""
    return pooled._sqlite_conn  # noqa: SLF001 - the library gives no other way to its connection
