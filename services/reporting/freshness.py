"""How long it takes from when an event is recorded until it counts in every figure: of the batches that this process took in.

It is kept in memory: the file holds nothing that a rebuild would not give.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import polars as pl

from services.reporting.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

KEPT: Final = 1000
"""Batches that are remembered."""


class Freshness:
    """The seconds of the last batches. One thread notes, others look."""

    def __init__(self, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        self._began = clock().replace(tzinfo=None)
        self._seconds: deque[float] = deque(maxlen=KEPT)

    def note(self, batch: pl.DataFrame) -> None:
        """A batch (columns: reading.BATCH) counts now: of what was recorded since the process began, the oldest waited longest."""
        living = batch["recorded_at"].filter(batch["recorded_at"] >= self._began)
        waited = (self._clock().replace(tzinfo=None) - living).dt.total_microseconds().max()
        if isinstance(waited, int):
            self._seconds.append(max(waited, 0) / 1_000_000)

    def columns(self) -> dict[str, float | int | None]:
        """batches, median_seconds and p99_seconds; the latter two None before the first batch."""
        seen = pl.Series(list(self._seconds), dtype=pl.Float64)
        if seen.is_empty():
            return {"batches": 0, "median_seconds": None, "p99_seconds": None}
        return {"batches": len(seen), "median_seconds": seen.quantile(0.5, "linear"), "p99_seconds": seen.quantile(0.99, "linear")}
