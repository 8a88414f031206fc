"""Leaves for events that lay in PostgreSQL before there was a Merkle log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from eventsourcing.persistence import StoredEvent
from psycopg import sql

from services.case_service.store.leaves import Completed, content_of, leaf_rows
from services.case_service.store.postgres_pool import Connection

AT_A_TIME: Final = 5_000
"""Events whose leaves are made in one transaction."""


class LeavesIn:
    """The rows of the Merkle log as a transaction sees them."""

    def __init__(self, connection: Connection, table: sql.Identifier) -> None:
        self._connection = connection
        self._table = table

    def completed_by(self, positions: Sequence[int]) -> dict[int, Completed]:
        """For each position that is in the Merkle log, what its leaf completed."""
        query = sql.SQL("SELECT position, completed FROM {} WHERE position = ANY(%s)").format(self._table)
        return {int(row[0]): bytes(row[1]) for row in self._connection.execute(query, (list(positions),))}


def fill_leaves(connection: Connection, prefix: str, tenant: str) -> tuple[int, int]:
    """Make the leaves of the next events that lack one. Returns how many events have theirs now, and how many there are."""
    leaves, events = sql.Identifier(f"{prefix}_leaves"), sql.Identifier(f"{prefix}_events")
    size = _highest(connection, leaves, "position")
    query = sql.SQL(
        "SELECT originator_id, originator_version, topic, state FROM {} "
        "WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
    )
    with connection.cursor(binary=True) as cursor:
        found = cursor.execute(query.format(events), (size, AT_A_TIME)).fetchall()
        stored = [
            StoredEvent(originator_id=stream, originator_version=version, topic=topic, state=state)
            for stream, version, topic, state in found
        ]
        contents = [content_of(tenant, event) for event in stored]
        rows = list(leaf_rows(contents, size, LeavesIn(connection, leaves)))  # a connection that copies answers nothing else
        with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(leaves)) as copy:
            for row in rows:
                copy.write_row(row)
    return size + len(stored), _highest(connection, events, "notification_id")


def _highest(connection: Connection, table: sql.Identifier, column: str) -> int:
    row = connection.execute(sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(sql.Identifier(column), table)).fetchone()
    return 0 if row is None else int(row[0])
