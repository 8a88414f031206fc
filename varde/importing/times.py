"""Reads the times of another system: exact, or only a day, a month or a year, on Norwegian clocks."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from events.envelope import Precision

OSLO = ZoneInfo("Europe/Oslo")
LAST_INSTANT = time(23, 59, 59, 999999)
DECEMBER = 12

_PARTIAL = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")


def read_time(value: str) -> tuple[datetime, Precision]:
    """The instant in UTC, and how exactly the source knows it.

    A date, a month or a year stands for its last instant in Norway; a time without a zone is Norwegian time.
    Raises ValueError when it is no time.
    """
    if match := _PARTIAL.fullmatch(value):
        year, month, day = (None if part is None else int(part) for part in match.group("year", "month", "day"))
        precision = Precision.YEAR if month is None else Precision.MONTH if day is None else Precision.DAY
        month = month or DECEMBER
        day = day or calendar.monthrange(int(year or 0), month)[1]
        return datetime.combine(date(int(year or 0), month, day), LAST_INSTANT, OSLO).astimezone(UTC), precision
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=OSLO)).astimezone(UTC), Precision.EXACT
