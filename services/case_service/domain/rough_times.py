"""Times of which only the day, the month or the year is known. They are stored as the last instant that is possible."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, assert_never

from events.envelope import Precision
from events.local_time import OSLO

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


def earliest(at: datetime, precision: Precision) -> datetime:
    """The first instant at which something can have happened that is said to have happened ``at``, so exactly."""
    midnight = at.astimezone(OSLO).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    match precision:
        case Precision.EXACT:
            return at
        case Precision.DAY:
            return midnight.astimezone(UTC)
        case Precision.MONTH:
            return midnight.replace(day=1).astimezone(UTC)
        case Precision.YEAR:
            return midnight.replace(month=1, day=1).astimezone(UTC)
        case Precision.BEFORE:
            return LONG_AGO
        case _:
            assert_never(precision)
