"""The periods of the cubes, and the day on which each is released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from events.local_time import OSLO
from services.reporting.publishing.cubes import Every

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS: Final = {
    Every.QUARTER: ((8, "q1"), (11, "q2"), (1, "q3"), (4, "q4")),
    Every.TERM: ((8, "autumn"), (1, "spring")),
    Every.SCHOOL_YEAR: ((8, "year"),),
    Every.HALF_YEAR: ((1, "h1"), (7, "h2")),
}
"""The months in which the parts of a year begin, in the order of the year. Quarters: Aug-Oct, Nov-Dec, Jan-Mar, Apr-Jul."""

_AUGUST: Final = 8


@dataclass(frozen=True, kw_only=True, order=True)
class Period:
    """A span of local days, both included. ``name``: ``2025-26-autumn``; a half-year, ``2025-h1``."""

    released_on: date
    first: date
    last: date
    every: Every
    name: str

    @property
    def closes_at(self) -> datetime:
        """What is recorded from this moment on is not in the release."""
        return datetime.combine(self.released_on, time.min, OSLO)


def periods(every: Every, released_after: date, released_by: date) -> Iterator[Period]:
    """The periods that are released after one day and by another, both local, the earliest first."""
    for year in range(released_after.year - 2, released_by.year + 1):
        for period in _of_year(every, year):
            if released_after < period.released_on <= released_by:
                yield period


def school_year_of(day: date) -> int:
    """The calendar year in which the school year of a day begins."""
    return day.year if day.month >= _AUGUST else day.year - 1


def _of_year(every: Every, year: int) -> Iterator[Period]:
    """The parts of a calendar year, or of the school year that begins in it."""
    parts = _PARTS[every]
    begins = parts[0][0]
    starts = [date(year + (month < begins), month, 1) for month, _ in parts] + [date(year + 1, begins, 1)]
    label = str(year) if every is Every.HALF_YEAR else f"{year}-{(year + 1) % 100:02}"
    for number, (_, part) in enumerate(parts):
        last = starts[number + 1] - timedelta(days=1)
        yield Period(released_on=_release_day(last), first=starts[number], last=last, every=every, name=f"{label}-{part}")


def _release_day(last: date) -> date:
    """The first of the second month after the period ends: a whole month is left for writing down what happened in it."""
    month = last.month + 2
    return date(last.year + (month > 12), (month - 1) % 12 + 1, 1)  # noqa: PLR2004 - the months of a year
