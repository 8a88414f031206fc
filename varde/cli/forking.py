"""A process that is loaded once and started again in a tenth of a second: the parent stays empty-handed, the child does the work.

Loading takes seconds, and readers would wait for them whenever the one process that owns the warehouse is killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import sys
import time

import typer

log = logging.getLogger(__name__)

PAUSES = (0.05, 30.0)
"""The pause before the child is made again, in seconds; twice as long each time that it did not live for LONG_ENOUGH."""

LONG_ENOUGH = 1.0
"""Seconds of life after which a child had worked."""

AT_ONCE = 0.05
"""Seconds within which a parent that pauses hears that it shall end."""

_PR_SET_PDEATHSIG = 1
_LIBRARY = ctypes.CDLL(None)


def work_in_a_child() -> None:
    """Return in a child process, again and again when one is killed. The parent ends as the child does that ends by itself.

    The caller has loaded everything, and opened nothing: a file or a connection that is open would be shared.
    """
    told = _Told()
    pause = PAUSES[0]
    while True:
        began = time.monotonic()
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            _end_with(parent)
            told.hear_no_more()
            return
        status = _wait_for(child, told)
        if status >= 0 or told.number is not None:
            raise typer.Exit(max(status, 0))
        pause = PAUSES[0] if time.monotonic() - began > LONG_ENOUGH else min(2 * pause, PAUSES[1])
        log.error("process %d was ended by signal %d; it is started again in %.2f s", child, -status, pause)
        _sleep(pause, told)


class _Told:
    """What the parent is told to do, heard from before the first child until it ends: also while there is no child."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.child: int | None = None
        self._before = {number: signal.signal(number, self._hear) for number in (signal.SIGTERM, signal.SIGINT)}

    def _hear(self, number: int, _: object) -> None:
        self.number = number
        self.pass_on()

    def pass_on(self) -> None:
        if self.number is not None and self.child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, self.number)

    def hear_no_more(self) -> None:
        """In the child: signals do again what they did before, also the one that came while it was made."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self.number is not None:
            os.kill(os.getpid(), self.number)


def _wait_for(child: int, told: _Told) -> int:
    """The child's exit status, or a signal's number below zero. What the parent is told to do is passed on."""
    told.child = child
    told.pass_on()
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        told.child = None


def _sleep(seconds: float, told: _Told) -> None:
    until = time.monotonic() + seconds
    while told.number is None and time.monotonic() < until:
        time.sleep(AT_ONCE)


def _end_with(parent: int) -> None:
    """Let the kernel end this process when its parent ends: the next parent's child could not own the file otherwise."""
    end_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def end_with_parent(number: signal.Signals) -> None:
    """Let the kernel send this process a signal when its parent ends, however that happens."""
    if sys.platform == "linux":
        _LIBRARY.prctl(_PR_SET_PDEATHSIG, number)
