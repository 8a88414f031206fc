"""Writes down that somebody read content of a matter (opplæringsforskrifta § 20-2).

A reading is never refused and changes nothing that is decided later. So it goes past the fold, to a stream of its own for each
month: a case that is read ten thousand times opens as fast as one that was read once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from events.access import ContentRead
from events.base import Stream
from events.envelope import Actor, Envelope, Recorded
from events.lists.access import Purpose
from events.lists.people import Role
from events.stored import topic_of
from services.case_service.store import EventStore, StreamMovedError
from services.case_service.streams import readings_stream

ATTEMPTS: Final = 20

log = logging.getLogger(__name__)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Who read what, in which role and for what. No ``events`` stands for the whole matter up to the version."""

    person: UUID
    role: Role
    of_stream: UUID
    up_to_version: int
    purpose: Purpose
    events: tuple[UUID, ...] = ()
    case_id: UUID | None = None
    school: str | None = None


def log_reading(store: EventStore, reading: Reading, *, now: datetime, new_id: Callable[[], UUID]) -> None:
    """Append the reading to the matter's readings of the month. When others write there at the same time, try again.

    Raises StreamMovedError when it was outrun again and again, and StoreUnavailableError: what cannot be logged is not shown.
    """
    stream_id = readings_stream(reading.of_stream, now.astimezone(UTC).date())
    for attempt in range(1, ATTEMPTS + 1):
        try:
            store.append([_recorded(store, stream_id, reading, now, new_id)])
        except StreamMovedError:
            if attempt == ATTEMPTS:
                raise
            log.info("logging a reading of %s again: others wrote there", reading.of_stream)
        else:
            return


def readings(store: EventStore, about: UUID, *, since: date, to: date) -> Iterator[Recorded]:
    """The readings of a matter, the newest first, from the month of a day to the month of another."""
    day = to
    while (day.year, day.month) >= (since.year, since.month):
        yield from reversed(store.read(readings_stream(about, day)))
        day = day.replace(day=1) - timedelta(days=1)


def _recorded(store: EventStore, stream_id: UUID, reading: Reading, now: datetime, new_id: Callable[[], UUID]) -> Recorded:
    moment = now.astimezone(UTC)
    event = ContentRead(
        person=reading.person,
        of_stream=reading.of_stream,
        of_events=reading.events,
        up_to_version=reading.up_to_version,
        purpose=reading.purpose,
    )
    return Recorded(
        stream_id=stream_id,
        version=store.version(stream_id) + 1,
        topic=topic_of(event),
        event=event,
        envelope=Envelope(
            event_id=new_id(),
            tenant=store.tenant,
            stream=Stream.ACCESS,
            actor=Actor(ref=reading.person, role=reading.role),
            occurred_at=moment,
            known_at=moment,
            recorded_at=moment,
            correlation_id=new_id(),
            case_id=reading.case_id,
            school=reading.school,
        ),
    )
