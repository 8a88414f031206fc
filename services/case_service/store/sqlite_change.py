"""The signal that a SQLite file changed: a look at its data version, again and again."""

from __future__ import annotations

import sqlite3
import time
from threading import Event, Lock
from typing import Final

from services.case_service.store.settings import SQLiteFile
from services.case_service.store.sqlite_connection import connect, unavailable_when_sqlite_fails

POLL: Final = 0.02
"""Seconds between two looks at the data version; a look takes about 2 microseconds."""


class SQLiteWatch:
    """Watches on a connection of its own, since a connection does not see its own commits in the data version."""

    def __init__(self, file: SQLiteFile) -> None:
        self._file = file
        self._lock = Lock()
        self._closed = Event()
        self._connection: sqlite3.Connection | None = None
        self._version = -1

    def wait(self, timeout: float) -> bool:
        """True at once on the first call, for something may have come before it."""
        deadline = time.monotonic() + timeout
        with unavailable_when_sqlite_fails(), self._lock:
            if self._connection is None:
                self._connection = connect(self._file)
            while not self._closed.is_set():
                found: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
                if found != self._version:
                    self._version = found
                    return True
                if (left := deadline - time.monotonic()) <= 0:
                    return False
                self._closed.wait(min(POLL, left))
        return False

    def close(self) -> None:
        """Wake who waits, and close the connection."""
        self._closed.set()
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
