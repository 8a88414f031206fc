"""How far the warehouse has come, in the contract that the event-sourcing library uses for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb
from eventsourcing.persistence import IntegrityError, Tracking, TrackingRecorder

if TYPE_CHECKING:
    from services.reporting.warehouse import Warehouse

EVENTS: Final = "events"
FACTS: Final = "facts"


def position(cursor: duckdb.DuckDBPyConnection, what: str) -> int:
    """The last position that is in; 0 when nothing is."""
    found = cursor.execute("SELECT position FROM follow_position WHERE what = ?", [what]).fetchall()
    return int(found[0][0]) if found else 0


def advance(cursor: duckdb.DuckDBPyConnection, what: str, to: int) -> None:
    """Move on to position ``to``, in the transaction of the rows. Raises IntegrityError when that would not be forward."""
    moved = cursor.execute(
        "INSERT INTO follow_position VALUES (?, ?) "
        "ON CONFLICT (what) DO UPDATE SET position = excluded.position WHERE follow_position.position < excluded.position "
        "RETURNING position",
        [what, to],
    ).fetchall()
    if not moved:
        raise IntegrityError(f"{what} is at {position(cursor, what)}, not before {to}")


class WarehouseTracking(TrackingRecorder):
    """The library's tracking contract over the table follow_position."""

    def __init__(self, warehouse: Warehouse) -> None:
        super().__init__()
        self._warehouse = warehouse

    def insert_tracking(self, tracking: Tracking) -> None:
        """Record a position. Raises IntegrityError when it is not beyond the last one."""
        with self._warehouse.transaction() as cursor:
            advance(cursor, tracking.application_name, tracking.notification_id)

    def max_tracking_id(self, application_name: str) -> int | None:
        """The last position of ``application_name``; None when there is none."""
        with self._warehouse.cursor() as cursor:
            return position(cursor, application_name) or None
