"""A part that is started again when it ends, soon at first and then less and less often."""

from __future__ import annotations

import logging
import signal
import subprocess
import time
from collections.abc import Callable, Sequence

from varde.cli.forking import end_with_parent

log = logging.getLogger(__name__)

PAUSES = (0.5, 30.0)
"""The pause after the first start that came to nothing and the longest one, in seconds; each is twice the one before."""

AT_LEAST = 0.05
"""Seconds between the end of a part that had worked and its next start."""


class KeptRunning:
    """The process of ``command``. One that had worked (``works`` was true once) is started again at once when it ends."""

    def __init__(self, name: str, command: Sequence[str], works: Callable[[], bool], pauses: tuple[float, float] = PAUSES) -> None:
        self._name = name
        self._command = list(command)
        self._works = works
        self._pauses = pauses
        self._failures = 0
        self._start_at: float | None = None
        self._start()

    def _start(self) -> None:
        self._start_at = None
        self._has_worked = False
        # A part that outlived this process would own the warehouse, and keep the next one's part out.
        self._child = subprocess.Popen(self._command, preexec_fn=_end_with_this)  # noqa: S603, PLW1509  (own parts; one system call)

    def look(self) -> None:
        """Look after the process: call it several times a second."""
        if self._start_at is not None:
            if time.monotonic() >= self._start_at:
                self._start()
        elif (status := self._child.poll()) is not None:
            pause = self._pause()
            log.error("the part %s ended with status %d; it is started again in %.1f s", self._name, status, pause)
            self._start_at = time.monotonic() + pause
        elif not self._has_worked and self._works():
            self._has_worked = True
            self._failures = 0

    def _pause(self) -> float:
        if self._has_worked:
            return AT_LEAST
        self._failures += 1
        return min(self._pauses[0] * 2.0 ** (self._failures - 1), self._pauses[1])

    def terminate(self) -> None:
        """Tell it to stop, for good."""
        self._child.terminate()

    def wait(self, timeout: float) -> None:
        """Wait until it has ended; one that takes longer than ``timeout`` seconds is killed, which loses nothing."""
        wait_or_kill(self._name, self._child, timeout)

    @property
    def pid(self) -> int:
        """The process that runs now, or ran last."""
        return self._child.pid


def wait_or_kill(name: str, part: subprocess.Popen[bytes], timeout: float) -> None:
    """Wait until a part that was told to stop has ended; one that takes longer than ``timeout`` seconds is killed."""
    try:
        part.wait(timeout)
    except subprocess.TimeoutExpired:
        log.warning("the part %s did not end within %.0f s and is killed", name, timeout)
        part.kill()
        part.wait()


def _end_with_this() -> None:
    end_with_parent(signal.SIGTERM)
