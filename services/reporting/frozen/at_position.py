"""The warehouse as it stood at a position of the log: made from the log up to there, in a folder that is gone afterwards.

The living warehouse has moved on, and what it knows of a past moment rests on the clocks of the events. A position is exact: the
same events in the same order, by the same program, give the same warehouse.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from threading import Event

    from services.compliance.calendar import Calendar
    from services.compliance.loading import Rules
    from services.reporting.source import Row, Source


class PositionError(ValueError):
    """The log has no such position; ``end`` is its last."""

    def __init__(self, position: int, end: int) -> None:
        super().__init__(f"the log ends at {end}, and has no position {position}")
        self.end = end


class _UpTo:
    """A log that ends at a position."""

    elsewhere: Callable[[], Source] | None = None

    def __init__(self, source: Source, position: int) -> None:
        self._source, self._position = source, position

    def after(self, position: int, limit: int) -> Sequence[Row]:
        return [row for row in self._source.after(position, limit) if row.position <= self._position]

    def end(self) -> int:
        return min(self._source.end(), self._position)

    def wait(self, stop: Event, timeout: float) -> None:
        self._source.wait(stop, timeout)

    def close(self) -> None:
        self._source.close()


@contextmanager
def queries_at(
    source: Source, position: int, *, tenant: str, rules: Rules, calendar: Calendar, moment: datetime | None = None
) -> Iterator[LocalQueries]:
    """The questions, answered from the log up to ``position``, at ``moment`` (None: when its last event was recorded).

    Raises PositionError, SourceUnavailableError.
    """
    end = source.end()
    if not 1 <= position <= end:
        raise PositionError(position, end)
    with TemporaryDirectory(prefix="varde-figure-") as folder:
        warehouse = Warehouse.open(Path(folder) / "warehouse.duckdb", tenant=tenant)
        try:
            projector = Projector(_UpTo(source, position), warehouse, rules, calendar)
            projector.once()
            projector.publish()
            at = moment or _last_recorded(warehouse)
            yield LocalQueries(warehouse, clock=lambda: at)
        finally:
            warehouse.close()


def _last_recorded(warehouse: Warehouse) -> datetime:
    with warehouse.cursor() as cursor:
        found: datetime = cursor.execute("SELECT max(recorded_at) FROM events").fetchall()[0][0]
    return found.replace(tzinfo=UTC)
