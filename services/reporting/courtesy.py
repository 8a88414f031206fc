"""Readers first: whoever writes waits between two steps while questions are answered, and never for long."""

from __future__ import annotations

import time
from contextlib import contextmanager
from threading import Condition
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE: Final = 0.4
"""Seconds that a batch gives way to readers in all. With it what is committed is still seen well within a second and a half."""


class Courtesy:
    """Who answers questions, and who lets them.

    Questions and the batch of a living log want the same cores. A batch is many short statements, and between two of them it can
    wait. A lower priority of its thread was tried instead: it gives way to everything else on the machine too, without an end.
    """

    def __init__(self) -> None:
        self._quiet = Condition()
        self._answering = 0

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While the block runs, batches wait."""
        with self._quiet:
            self._answering += 1
        try:
            yield
        finally:
            with self._quiet:
                self._answering -= 1
                self._quiet.notify_all()

    def turn(self, patience: float = PATIENCE) -> Turn:
        """What one batch may wait, in seconds."""
        return Turn(self._quiet, lambda: self._answering == 0, patience)


class Turn:
    """One batch's patience, which every wait uses up."""

    def __init__(self, quiet: Condition, is_quiet: Callable[[], bool], patience: float) -> None:
        self._quiet = quiet
        self._is_quiet = is_quiet
        self._left = patience

    def give_way(self) -> None:
        """Return when nobody is answered, or when the batch has waited as long as it may."""
        if self._left <= 0:
            return
        began = time.monotonic()
        with self._quiet:
            self._quiet.wait_for(self._is_quiet, timeout=self._left)
        self._left -= time.monotonic() - began
