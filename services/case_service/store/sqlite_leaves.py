"""Leaves in a SQLite file: as a transaction reads and adds them, and for events that lay there before there was a Merkle log."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Final
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from services.case_service.store.leaves import Completed, content_of, leaf_rows
from services.case_service.store.settings import SQLiteFile
from services.case_service.store.sqlite_connection import connect, unavailable_when_sqlite_fails, write_transaction
from services.case_service.store.sqlite_schema import EVENTS, WITH_LEAVES, migrate_sqlite, steps_taken

AT_A_TIME: Final = 5_000
"""Events whose leaves are made in one transaction."""

INSERT: Final = "INSERT INTO log_leaves VALUES (?, ?)"
LAST: Final = "SELECT coalesce(max(position), 0) FROM log_leaves"
LAST_EVENT: Final = "SELECT coalesce(max(position), 0) FROM stored_events"
SELECT: Final = "SELECT completed FROM log_leaves WHERE position = ?"
EVENTS_AFTER: Final = """SELECT originator_id, originator_version, topic, state FROM stored_events
    WHERE position > ? ORDER BY position LIMIT ?"""


class LeavesIn:
    """The rows of the Merkle log as a transaction sees them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def size(self) -> int:
        """How many leaves there are."""
        found: int = self._connection.execute(LAST).fetchone()[0]
        return found

    def completed_by(self, positions: Sequence[int]) -> dict[int, Completed]:
        """For each position that is in the Merkle log, what its leaf completed."""
        found = ((position, self._connection.execute(SELECT, (position,)).fetchone()) for position in positions)
        return {position: row[0] for position, row in found if row is not None}

    def add(self, contents: Sequence[bytes], size: int, last: Completed | None = None) -> None:
        """Add the leaves of events that come next in a log of ``size`` leaves. Raises LeafMissingError.

        ``last`` is the row of its last leaf, where that was read already.
        """
        self._connection.executemany(INSERT, leaf_rows(contents, size, self, last))


def migrate_sqlite_events(file: SQLiteFile, tenant: str, progress: Callable[[int, int], object] = lambda _, __: None) -> int:
    """Bring a tenant's events to today's tables, with leaves for those that lack one. Returns how many steps were taken.

    ``progress`` is told how many events of how many have their leaf. Safe for several processes at once, and to be taken up again.
    Raises StoreUnavailableError.
    """
    before = migrate_sqlite(file, WITH_LEAVES)
    with closing(connect(file)) as connection, unavailable_when_sqlite_fails():
        if steps_taken(connection) >= len(EVENTS):
            return before
        while True:
            with write_transaction(connection):
                filled, total = _fill(connection, tenant)
            progress(filled, total)
            if filled >= total:
                break
    return before + migrate_sqlite(file, EVENTS, first=lambda same: _fill_all(same, tenant))


def _fill_all(connection: sqlite3.Connection, tenant: str) -> None:
    while (progress := _fill(connection, tenant))[0] < progress[1]:
        pass


def _fill(connection: sqlite3.Connection, tenant: str) -> tuple[int, int]:
    leaves = LeavesIn(connection)
    size = leaves.size()
    stored = [
        StoredEvent(originator_id=UUID(stream), originator_version=version, topic=topic, state=state)
        for stream, version, topic, state in connection.execute(EVENTS_AFTER, (size, AT_A_TIME))
    ]
    leaves.add([content_of(tenant, event) for event in stored], size)
    return size + len(stored), connection.execute(LAST_EVENT).fetchone()[0]
