"""Who is connected to the warehouse process: a bounded number, none of whom can keep the others out by being slow."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple

MOST: Final = 96
"""Connections at one time; every thread of every dashboard worker keeps one."""

LOOK_EVERY: Final = 0.5
"""Seconds between two looks for those who are late."""


class Doing(Enum):
    """What a connection does."""

    IDLE = "idle"
    RECEIVING = "receiving"
    ANSWERING = "answering"
    SENDING = "sending"


ALLOWED: Final[Mapping[Doing, float]] = {Doing.IDLE: 600.0, Doing.RECEIVING: 5.0, Doing.ANSWERING: 300.0, Doing.SENDING: 30.0}
"""How many seconds a connection may do each."""


class _Since(NamedTuple):
    doing: Doing
    moment: float


class Connections:
    """All open connections. One that is late is shut down, which ends the thread that waits for it."""

    def __init__(self, allowed: Mapping[Doing, float] = ALLOWED, most: int = MOST) -> None:
        self._allowed = allowed
        self._most = most
        self._open: dict[socket.socket, _Since] = {}
        self._leaving: set[socket.socket] = set()
        self._lock = threading.Lock()

    def admit(self, connection: socket.socket) -> bool:
        """Take in one more, in the place of the one that has been idle longest where all are taken. False when none is idle."""
        with self._lock:
            staying = self._open.keys() - self._leaving
            if len(staying) >= self._most:
                idle = [one for one in staying if self._open[one].doing is Doing.IDLE]
                if not idle:
                    return False
                longest = min(idle, key=lambda one: self._open[one].moment)
                self._leaving.add(longest)
                _shut_down(longest)
            self._open[connection] = _Since(Doing.RECEIVING, time.monotonic())
            return True

    def mark(self, connection: socket.socket, doing: Doing) -> None:
        """Say what the connection does from now on."""
        with self._lock:
            if connection in self._open:
                self._open[connection] = _Since(doing, time.monotonic())

    def forget(self, connection: socket.socket) -> None:
        """The connection is closed."""
        with self._lock:
            self._open.pop(connection, None)
            self._leaving.discard(connection)

    def end_the_late(self) -> None:
        """Shut down every connection that has done one thing for too long."""
        now = time.monotonic()
        with self._lock:
            for connection, since in self._open.items():
                if now - since.moment > self._allowed[since.doing]:
                    _shut_down(connection)

    def __len__(self) -> int:
        return len(self._open)


def _shut_down(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
