"""Time on the x axis: from moments to points, and the months and weeks that are written along it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import msgspec

from events.local_time import OSLO
from services.case_service.timeline.entries import Story
from services.case_service.timeline.measures import (
    AXIS_TEXT,
    LARGEST_PLOT,
    MARGIN,
    ROOM_FOR_CHAIN,
    SMALLEST_PLOT,
    text_width,
)
from services.compliance.calendar import local_day

SHORTEST: Final = timedelta(days=21)
"""So much time is shown at least: a case of an hour's age is no wider than it is."""

LONG_AGO: Final = timedelta(days=60)
"""When nothing happened for so long, the picture ends after the last of it, and "today" is not drawn."""

AFTERWARDS: Final = timedelta(days=5)
POINTS_PER_WEEK: Final = 12.0
"""So wide is a week at least, until the picture has its largest width."""


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time laid over a width in points. Linear: equal times are equally wide."""

    start: datetime
    end: datetime
    width: float

    def x(self, moment: datetime) -> float:
        """The place of a moment, kept inside the stretch."""
        share = (min(max(moment, self.start), self.end) - self.start) / (self.end - self.start)
        return round(MARGIN + share * (self.width - MARGIN - ROOM_FOR_CHAIN), 1)

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in the stretch."""
        return self.start <= moment <= self.end


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """A day on the axis. ``label`` is its day, empty where there is no room for the words; ``strong`` begins a month."""

    x: float
    day: date
    labelled: bool
    strong: bool


def scale_of(story: Story) -> Scale:
    """The stretch from the first of what is shown to the last, the shown moment, or the last limit."""
    moments = [mark.at for mark in story.marks] + [flag.due for flag in story.flags]
    first, last = min(moments, default=story.moment), max(moments, default=story.moment)
    if story.moment - last <= LONG_AGO:
        last = max(last, story.moment)
    start = _midnight(local_day(first) - timedelta(days=1))
    end = max(last + AFTERWARDS, start + SHORTEST)
    weeks = (end - start) / timedelta(weeks=1)
    return Scale(start=start, end=end, width=min(max(SMALLEST_PLOT, weeks * POINTS_PER_WEEK), LARGEST_PLOT))


def months(scale: Scale, label_width: float) -> tuple[Tick, ...]:
    """The first day of each month; labelled where a label of this width has room before the next labelled one."""
    first = local_day(scale.start)
    ticks: list[Tick] = []
    free_from = 0.0
    days = [first, *_firsts(first, local_day(scale.end))]
    for number, day in enumerate(days):
        x = scale.x(_midnight(day))
        following = scale.x(_midnight(days[number + 1])) if number + 1 < len(days) else scale.width
        # The stretch before the first whole month is named only where the name fits into it.
        room = x >= free_from and (number > 0 or following - x >= label_width) and x + label_width <= scale.width
        ticks.append(Tick(x=x, day=day, labelled=room, strong=number > 0))
        if room:
            free_from = x + label_width
    return tuple(ticks)


def weeks(scale: Scale) -> tuple[Tick, ...]:
    """Mondays, every one or every second or fourth; none where even these stand too close."""
    first, last = local_day(scale.start), local_day(scale.end)
    monday = first + timedelta(days=(7 - first.weekday()) % 7)
    wide = text_width("30.12.", AXIS_TEXT) + MARGIN
    day_width = (scale.width - MARGIN - ROOM_FOR_CHAIN) / max((scale.end - scale.start) / timedelta(days=1), 1)
    step = next((n for n in (1, 2, 4) if n * 7 * day_width >= wide), None)
    if step is None:
        return ()
    days = (monday + timedelta(weeks=n) for n in range(0, (last - monday).days // 7 + 1, step))
    places = ((day, scale.x(_midnight(day))) for day in days)
    return tuple(
        Tick(x=x, day=day, labelled=wide / 2 <= x <= scale.width - wide / 2, strong=False) for day, x in places if day <= last
    )


def _firsts(after: date, until: date) -> Iterator[date]:
    year, month = after.year, after.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - December
        if (day := date(year, month, 1)) > until:
            return
        yield day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), OSLO).astimezone(UTC)
