"""One beat of a demo story: something that happens, and when it is written down."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

import msgspec

from events import Event, Stream
from events.lists.concern import Channel
from events.lists.people import Role
from events.local_time import OSLO

FIRST_HOUR, LAST_HOUR = 8, 15
SATURDAY = 5
SUMMER = ((6, 20), (8, 14))


class Beat(msgspec.Struct, frozen=True, kw_only=True):
    """A proposed fact with its circumstances. ``recorded_at`` drives the demo's clock; ``content`` is a file that comes with it.

    ``event_id`` is the event's own id where others name it as evidence.
    """

    stream: Stream
    stream_id: UUID
    fact: Event
    occurred_at: datetime
    recorded_at: datetime
    actor: UUID
    role: Role
    known_at: datetime | None = None
    school: str | None = None
    case_id: UUID | None = None
    channel: Channel | None = None
    persons: tuple[UUID, ...] = ()
    content: bytes | None = None
    event_id: UUID | None = None


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A Norwegian wall-clock time as UTC."""
    return datetime.combine(day, time(hour, minute), OSLO).astimezone(UTC)


def in_term(day: date) -> date:
    """The day itself, or the next day on which pupils are at school (weekends, summer and Christmas are not)."""
    while day.weekday() >= SATURDAY or SUMMER[0] <= (day.month, day.day) <= SUMMER[1] or _christmas(day):
        day += timedelta(days=1)
    return day


def weekday_before(day: date) -> date:
    """The day itself, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def _christmas(day: date) -> bool:
    return (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2)


def school_days_after(start: datetime, days: float, rng: Random) -> datetime:
    """A moment in school hours about ``days`` school days after ``start``; 0 is later the same day."""
    local = start.astimezone(OSLO)
    day = local.date()
    for _ in range(int(days)):
        day = in_term(day + timedelta(days=1))
    if day == local.date():
        return start + timedelta(minutes=rng.randint(4, 25))
    return at(day, rng.randint(FIRST_HOUR, LAST_HOUR), rng.randrange(60))
