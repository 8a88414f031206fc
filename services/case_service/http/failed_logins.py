"""Slows down guessing: after some wrong passwords an account waits, whether it exists or not."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

ALLOWED = 5
WINDOW = timedelta(minutes=5)
REMEMBERED = 10_000
"""Logins remembered at most, so that guessing many names cannot fill the memory."""


class FailedLogins:
    """Counts wrong passwords per login in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, list[datetime]] = OrderedDict()

    def wait(self, login: str, now: datetime) -> timedelta | None:
        """How long the login must wait before it may try again, or None."""
        with self._lock:
            recent = [at for at in self._failures.get(login, ()) if now - at < WINDOW]
            return recent[-ALLOWED] + WINDOW - now if len(recent) >= ALLOWED else None

    def add(self, login: str, now: datetime) -> None:
        """Remember a wrong password."""
        with self._lock:
            recent = [at for at in self._failures.pop(login, ()) if now - at < WINDOW]
            self._failures[login] = [*recent, now][-ALLOWED:]
            while len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)

    def clear(self, login: str) -> None:
        """Forget a login's failures: the right password came."""
        with self._lock:
            self._failures.pop(login, None)
