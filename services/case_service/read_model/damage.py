"""Events that could not be read when their stream was taken in: the rest of the stream counts, and these are told."""

from __future__ import annotations

import sqlite3
from typing import Final
from uuid import UUID

import msgspec

from events.access import AccessDenied, ContentRead
from events.base import Stream, catalogue, event_type
from events.heightened import AccusedExcluded, HeightenedReportReceived
from events.pupil import GuardianRegistered, PupilRegistered
from services.case_service.store import DamagedEvent, Readable

SHUTTING_OUT: Final = frozenset(
    event_type(kind).topic
    for kind in (AccessDenied, AccusedExcluded, GuardianRegistered, HeightenedReportReceived, PupilRegistered)
)
"""What somebody is shut out by: a denial, being suspected, being the pupil's guardian."""

KNOWN: Final = frozenset(kind.topic for kind in catalogue())
OF_READING: Final = event_type(ContentRead).topic

_encode: Final = msgspec.msgpack.Encoder().encode


class DamageRow(msgspec.Struct, frozen=True, kw_only=True):
    """An event that cannot be read: ``position`` in the log, which stream, of which case and school as far as that is known.

    ``hides_somebody``: it may say that somebody is shut out, so nobody is let in by what is left.
    ``moved`` and ``why``: as the store says it (:class:`services.case_service.store.DamagedEvent`).
    """

    position: int
    stream_id: UUID
    version: int
    topic: str
    why: str
    moved: bool
    hides_somebody: bool
    stream: Stream | None = None
    case_id: UUID | None = None
    school: str | None = None


def damage_rows(found: Readable) -> tuple[DamageRow, ...]:
    """The rows of a stream. What its other events say of case and school holds for those that do not say it."""
    envelopes = found.envelopes
    stream = next((one.stream for one in envelopes), None)
    case = next((one.case_id for one in envelopes if one.case_id is not None), None)
    school = next((one.school for one in reversed(envelopes) if one.school is not None), None)
    return tuple(
        DamageRow(
            position=one.position,
            stream_id=one.stream_id,
            version=one.version,
            topic=one.topic,
            why=one.why,
            moved=one.moved,
            hides_somebody=_hides_somebody(one, stream),
            stream=stream,
            case_id=case,
            school=school,
        )
        for one in found.damaged
    )


def _hides_somebody(one: DamagedEvent, stream: Stream | None) -> bool:
    """Whether it may be one that shuts somebody out: by its topic, or because that was altered too."""
    return one.topic in SHUTTING_OUT or one.topic not in KNOWN or stream is Stream.ACCESS


def is_of_reading(found: Readable) -> bool:
    """Whether a stream holds who has read a matter, and nothing else."""
    return all(one.topic == OF_READING for part in found for one in part)


def put_damage(db: sqlite3.Connection, stream_id: UUID, found: Readable) -> None:
    """Make the rows of a stream anew."""
    db.execute("DELETE FROM damaged WHERE stream_id = ?", (str(stream_id),))
    db.executemany(
        "INSERT INTO damaged VALUES (?, ?, ?, ?)",
        [(one.position, str(one.stream_id), one.hides_somebody, _encode(one)) for one in damage_rows(found)],
    )


def damaged_streams(db: sqlite3.Connection) -> dict[UUID, tuple[DamageRow, ...]]:
    """Every stream in which something cannot be read, with what."""
    found: dict[UUID, tuple[DamageRow, ...]] = {}
    for stream_id, row in db.execute("SELECT stream_id, row FROM damaged ORDER BY position").fetchall():
        found[UUID(stream_id)] = (*found.get(UUID(stream_id), ()), msgspec.msgpack.decode(row, type=DamageRow))
    return found
