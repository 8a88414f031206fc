"""Reads the times of another system: exact, or only a day, a month or a year, on Norwegian clocks."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta

from events.envelope import Precision
from events.local_time import LAST_INSTANT, OSLO

DECEMBER = 12
BEFORE = "before "

_PARTIAL = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")


def _start(value: str) -> datetime:
    """The first instant in Norway of a date, a month or a year, in UTC. Raises ValueError."""
    if (match := _PARTIAL.fullmatch(value)) is None:
        raise ValueError(value)
    year, month, day = (1 if part is None else int(part) for part in match.group("year", "month", "day"))
    return datetime.combine(date(year, month, day), time.min, OSLO).astimezone(UTC)


def _read_time(value: str) -> tuple[datetime, Precision]:
    """The instant in UTC, and how exactly the source knows it.

    A date, a month or a year stands for its last instant in Norway; a time without a zone is Norwegian time.
    ``before 2022`` stands for the last instant before it: the source knows only that it had happened by then.
    Raises ValueError when it is no time.
    """
    if value.startswith(BEFORE):
        latest = _start(value.removeprefix(BEFORE))
        return latest - timedelta(microseconds=1), Precision.BEFORE
    if match := _PARTIAL.fullmatch(value):
        year, month, day = (None if part is None else int(part) for part in match.group("year", "month", "day"))
        precision = Precision.YEAR if month is None else Precision.MONTH if day is None else Precision.DAY
        month = month or DECEMBER
        day = day or calendar.monthrange(int(year or 0), month)[1]
        return datetime.combine(date(int(year or 0), month, day), LAST_INSTANT, OSLO).astimezone(UTC), precision
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=OSLO)).astimezone(UTC), Precision.EXACT


def latest_possible(value: str, *bounds: datetime | None) -> tuple[datetime, Precision]:
    """Like :func:`read_time`, but a roughly known time is no later than ``bounds``: what is known or written down has happened.

    Raises ValueError when it is no time.
    """
    instant, precision = read_time(value)
    if precision is Precision.EXACT:
        return instant, precision
    start = datetime.min.replace(tzinfo=UTC) if precision is Precision.BEFORE else _start(value)
    latest = min(instant, *(bound for bound in bounds if bound is not None))
    return (latest if latest >= start else instant), precision


def read_time(value: str) -> tuple[datetime, Precision]:
    """The instant in UTC, and how exactly the source knows it: see the module. Raises ValueError when it is no time."""
    try:
        return _read_time(value)
    except OverflowError as error:
        raise ValueError(value) from error
