"""What was written down long after it was known, or after something that happened later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from events.envelope import Recorded
from services.case_service.replay.axis import Axis, time_on
from services.case_service.timeline.story import written_late


class Lateness(msgspec.Struct, frozen=True, kw_only=True):
    """How an event came late.

    ``late``: written down later than the day after it was known. ``out_of_order``: after something that happened later, too.
    """

    late: bool
    out_of_order: bool

    def __bool__(self) -> bool:
        return self.late or self.out_of_order


def lateness(recorded: Sequence[Recorded]) -> dict[UUID, Lateness]:
    """The lateness of each event of a case, by its id."""
    found: dict[UUID, Lateness] = {}
    latest: datetime | None = None
    for one in sorted(recorded, key=lambda each: (each.envelope.documented_at, each.version)):
        happened = one.envelope.occurred_at
        late = written_late(one)
        found[one.envelope.event_id] = Lateness(late=late, out_of_order=late and latest is not None and happened < latest)
        latest = happened if latest is None else max(latest, happened)
    return found


def times_of(one: Recorded) -> tuple[datetime, datetime, datetime]:
    """The three times of an event, in the order of the axes."""
    happened, known, written = (time_on(axis, one.envelope) for axis in Axis)
    return happened, known, written
