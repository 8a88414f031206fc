"""School hours: a clock that runs eight hours on every day of school, so that nothing happens in July or on a Sunday."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from events.local_time import OSLO

if TYPE_CHECKING:
    from services.compliance.calendar import Calendar

HOURS: Final = 8
"""Of a school day, from eight in the morning."""

_SUMMER: Final = ((6, 21), (8, 16))
_CHRISTMAS: Final = ((12, 21), (1, 2))
_FREE_WEEKS: Final = (8, 40)
"""ISO weeks of the winter and the autumn break."""

_FIRST_HOUR: Final = time(8, 0)


def is_school_day(day: date, calendar: Calendar) -> bool:
    """Whether pupils go to school."""
    month_day = (day.month, day.day)
    if _SUMMER[0] <= month_day <= _SUMMER[1] or month_day >= _CHRISTMAS[0] or month_day <= _CHRISTMAS[1]:
        return False
    return day.isocalendar().week not in _FREE_WEEKS and calendar.is_working_day(day)


class SchoolTime:
    """The school days from ``first`` to ``last``. A moment is a number of school hours since the first of them began."""

    def __init__(self, first: date, last: date, calendar: Calendar) -> None:
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self.days: Final = [day for day in days if is_school_day(day, calendar)]
        self.begins: Final = [int(datetime.combine(day, _FIRST_HOUR, OSLO).astimezone(UTC).timestamp()) for day in self.days]
        self.texts: Final = [day.isoformat().encode() for day in self.days]

    def at(self, day: date) -> float:
        """The first school hour on or after a day."""
        return float(HOURS * bisect_left(self.days, day))

    def day(self, hours: float) -> date:
        """The day that a moment lies on."""
        return self.days[min(int(hours // HOURS), len(self.days) - 1)]
