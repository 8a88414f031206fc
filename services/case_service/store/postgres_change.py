"""The signal that a tenant's log grew: LISTEN on a connection of its own, with a look at the log now and then."""

from __future__ import annotations

import time
from threading import Event, Lock
from typing import Final

import psycopg

from services.case_service.store.postgres_pool import Connection
from services.case_service.store.settings import PostgresDatabase

LOOK_EVERY: Final = 1.0
"""Seconds between two looks at the last position, in case that a notification was missed."""

RECONNECT_AFTER: Final = 0.2


class PostgresWatch:
    """Waits for the notifications that each append sends, on a channel that carries the tenant's name."""

    def __init__(self, database: PostgresDatabase, prefix: str) -> None:
        self._database = database
        self._channel = f"{prefix}_events"
        self._lock = Lock()
        self._closed = Event()
        self._connection: Connection | None = None
        self._position: object = None

    def wait(self, timeout: float) -> bool:
        """True at once on the first call and after a lost connection, for something may have come meanwhile."""
        deadline = time.monotonic() + timeout
        with self._lock:
            while not self._closed.is_set():
                left = max(deadline - time.monotonic(), 0.0)
                try:
                    if self._connection is None:
                        self._connection = self._listen()
                        return True
                    for _ in self._connection.notifies(timeout=min(left, LOOK_EVERY), stop_after=1):
                        return True
                    if self._has_grown(self._connection):
                        return True
                except psycopg.OperationalError:
                    self._disconnect()
                    self._closed.wait(min(left, RECONNECT_AFTER))
                if left <= 0:
                    return False
        return False

    def close(self) -> None:
        """Wake who waits, and close the connection."""
        self._closed.set()
        with self._lock:
            self._disconnect()

    def _listen(self) -> Connection:
        connection: Connection = psycopg.connect(self._database.dsn, autocommit=True)
        connection.execute(f'LISTEN "{self._channel}"'.encode())
        return connection

    def _has_grown(self, connection: Connection) -> bool:
        row = connection.execute(f"SELECT max(notification_id) FROM {self._channel}".encode()).fetchone()  # noqa: S608 - checked name
        before, self._position = self._position, row
        return before is not None and before != row

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
