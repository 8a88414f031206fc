"""No statement runs for ever: one that takes too long is ended, and its asker is told so."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import duckdb

from services.reporting.queries import QuestionTookTooLongError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 20.0
"""Seconds that questions put together may take. Whoever asks over the socket waits for half as long again."""


class TimeLimit:
    """The statements that run, and since when. Somebody has to call :meth:`end_the_late` now and then."""

    def __init__(self, seconds: float = LONGEST) -> None:
        self._seconds = seconds
        self._running: dict[duckdb.DuckDBPyConnection, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def on(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """While the block runs, what the cursor does counts from now. Raises QuestionTookTooLongError when it was ended."""
        with self._lock:
            self._running[cursor] = time.monotonic() + self._seconds
        try:
            yield
        except duckdb.InterruptException as error:
            raise QuestionTookTooLongError(f"no answer within {self._seconds:g} seconds") from error
        finally:
            with self._lock:
                del self._running[cursor]

    def end_the_late(self) -> None:
        """End every statement whose time is over."""
        now = time.monotonic()
        with self._lock:
            for cursor, until in self._running.items():
                if until <= now:
                    cursor.interrupt()
