"""The events of a case in the order of an axis, and the points at which the case can be looked at.

Several events often have one time: what one form records is recorded at one instant. So each event has a rank as well, a time
that is its own and never before that of the event ahead of it, and a point between two of them can be named.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID

import msgspec

from events.envelope import Recorded
from services.case_service.replay.axis import Axis, time_on

TICK: Final = timedelta(microseconds=1)


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """Where a case is looked at. ``at``: the moment that limits are held against; ``rank``: what stands after it is not seen."""

    at: datetime
    rank: datetime


class Order:
    """Events in the order in which they come to be seen on an axis."""

    def __init__(self, recorded: Iterable[Recorded], axis: Axis) -> None:
        self.axis = axis
        self.events: Sequence[Recorded] = sorted(recorded, key=self._place_in_time)
        self.times: Sequence[datetime] = [time_on(axis, one.envelope) for one in self.events]

    def __len__(self) -> int:
        return len(self.events)

    @cached_property
    def ranks(self) -> Sequence[datetime]:
        """The rank of each event, in the order of the axis."""
        found: list[datetime] = []
        for at in self.times:
            found.append(at if not found or at > found[-1] else found[-1] + TICK)
        return found

    @cached_property
    def rank_of(self) -> Mapping[UUID, datetime]:
        """The rank of each event, by its id."""
        return {one.envelope.event_id: rank for one, rank in zip(self.events, self.ranks, strict=True)}

    @cached_property
    def places(self) -> Mapping[UUID, int]:
        """The place of each event on the axis, from 1, by its id."""
        return {one.envelope.event_id: place for place, one in enumerate(self.events, start=1)}

    def at_event(self, event: UUID) -> Point:
        """The case right after an event. Raises KeyError for an event that is not in it."""
        return Point(at=self.times[self.places[event] - 1], rank=self.rank_of[event])

    def at_moment(self, moment: datetime) -> Point:
        """The case at a moment, with all that came to be seen until then."""
        seen = bisect_right(self.times, moment)
        return Point(at=moment, rank=max(moment, self.ranks[seen - 1]) if seen else moment)

    def seen(self, point: Point) -> Sequence[Recorded]:
        """The events that are seen at a point, in the order of the axis."""
        return self.events[: bisect_right(self.ranks, point.rank)]

    def _place_in_time(self, one: Recorded) -> tuple[datetime, datetime, str, int]:
        return time_on(self.axis, one.envelope), one.envelope.recorded_at, str(one.stream_id), one.version
