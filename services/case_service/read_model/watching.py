"""What those who watch over the use of information look for: access taken in an emergency, and unusually much reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from events import Recorded
from events.access import BreakGlassReviewed, BreakGlassUsed, UnusualReadingDetected


class Watched(StrEnum):
    """Why a line stands there."""

    EMERGENCY = "emergency"
    UNUSUAL_READING = "unusual_reading"


class WatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody took access in an emergency (``about`` a matter, ``until``), or read ``matters_read`` in ``within_minutes``.

    ``justified``: what a review of the emergency came to; None before it.
    """

    kind: Watched
    person: UUID
    at: datetime
    school: str | None = None
    about: UUID | None = None
    until: datetime | None = None
    justified: bool | None = None
    matters_read: int = 0
    within_minutes: int = 0


def watch_rows(recorded: Sequence[Recorded]) -> Iterator[WatchRow]:
    """The lines that an access stream gives, in order. A review is of what was taken before it and not reviewed yet."""
    for place, one in enumerate(recorded):
        event, at, school = one.event, one.envelope.recorded_at, one.envelope.school
        if isinstance(event, BreakGlassUsed):
            yield WatchRow(
                kind=Watched.EMERGENCY,
                person=event.person,
                at=at,
                school=school,
                about=event.to_stream,
                until=event.until,
                justified=next((review.justified for review in _reviews(recorded[place + 1 :], event)), None),
            )
        elif isinstance(event, UnusualReadingDetected):
            yield WatchRow(
                kind=Watched.UNUSUAL_READING,
                person=event.person,
                at=at,
                matters_read=event.matters_read,
                within_minutes=event.within_minutes,
            )


def _reviews(later: Sequence[Recorded], taken: BreakGlassUsed) -> Iterator[BreakGlassReviewed]:
    for one in later:
        event = one.event
        if isinstance(event, BreakGlassReviewed) and (event.person, event.to_stream) == (taken.person, taken.to_stream):
            yield event
