"""A process that is loaded once and started again in a tenth of a second: the parent stays empty-handed, the child does the work.

Loading takes seconds, and readers would wait for them whenever the one process that owns the warehouse is killed.
"""

from __future__ import annotations

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

_PR_SET_PDEATHSIG = 1
_LIBRARY = ctypes.CDLL(None)


def work_in_a_child() -> None:
    """Return in a child process, again and again when one is killed. The parent ends as the child does that ends by itself.

    The caller has loaded everything, and opened nothing: a file or a connection that is open would be shared.
    """
    pause = PAUSES[0]
    while True:
        began = time.monotonic()
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            _end_with(parent)
            return
        status = _wait_for(child)
        if status >= 0:
            raise typer.Exit(status)
        pause = PAUSES[0] if time.monotonic() - began > LONG_ENOUGH else min(2 * pause, PAUSES[1])
        log.error("process %d was ended by signal %d; it is started again in %.2f s", child, -status, pause)
        time.sleep(pause)


def _wait_for(child: int) -> int:
    """The child's exit status, or a signal's number below zero. What the parent is told to do is passed on."""
    is_told = False

    def pass_on(number: int, _: object) -> None:
        nonlocal is_told
        is_told = True
        os.kill(child, number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0 if is_told and status < 0 else status


def _end_with(parent: int) -> None:
    """Let the kernel end this process when its parent ends: the next parent's child could not own the file otherwise."""
    end_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def end_with_parent(number: signal.Signals) -> None:
    """Let the kernel send this process a signal when its parent ends, however that happens."""
    if sys.platform == "linux":
        _LIBRARY.prctl(_PR_SET_PDEATHSIG, number)
