"""The envelope: who, when, where and for which case. Every event has one, and it holds no sealed text."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from events.base import Event, Stream
from events.lists.concern import Channel
from events.lists.people import Role

Orgnr = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{9}$")]
"""A school's organisation number: nine digits."""

CodeHash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
"""A keyed hash (HMAC-SHA256, in hex) of a code that somebody was given. The code itself is kept nowhere."""

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A point in time with its time zone; Varde itself always writes UTC."""

SCHOOL_YEAR_STARTS_IN_MONTH = 8


class Actor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who did it: a pseudonymous person, the role that she acted in, and on whose behalf (a leader who records for others)."""

    ref: UUID
    role: Role
    on_behalf_of: UUID | None = None


class Direction(StrEnum):
    """Direction of a document in the journal (arkivforskrifta §§ 14-15)."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"


class Journal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Journal metadata: whether the document is journalled, its direction, and the id the archive gave back."""

    direction: Direction
    archive_id: str | None = None


class Shielding(msgspec.Struct, frozen=True, kw_only=True):
    """Why the event is exempt from public access, as a reference to the provision (offentleglova § 13)."""

    level: Annotated[int, msgspec.Meta(ge=0, le=3)]
    basis: str


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that belongs to the event: its id, media type, size in bytes and SHA-256 in hex. The file lies sealed elsewhere."""

    id: UUID
    media_type: str
    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class Precision(StrEnum):
    """How exactly the source knows when it happened.

    ``occurred_at`` is the last instant of the day, month or year; for BEFORE it is the latest time at which it can
    have happened.
    """

    EXACT = "exact"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    BEFORE = "before"


class CorrectionReason(StrEnum):
    """Why an event corrects an earlier one (arkivforskrifta § 11)."""

    WRONG_INFORMATION = "wrong_information"
    WRONG_TIME = "wrong_time"
    WRONG_PERSON = "wrong_person"
    WRONG_CASE = "wrong_case"
    INCOMPLETE = "incomplete"
    REGISTERED_IN_ERROR = "registered_in_error"


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What stands around every event.

    ``occurred_at`` is when it happened, ``known_at`` when someone at the school knew, ``recorded_at`` the server's
    clock (never settable from outside). An import carries what the source claims as ``source_recorded_at``.
    All times are UTC. ``corrects`` points at the event that this one corrects (arkivforskrifta § 11).
    The sub-duty and the provision belong to the class of event (:class:`events.base.EventType`), the school year to the date.
    """

    event_id: UUID
    tenant: str
    stream: Stream
    actor: Actor
    occurred_at: Instant
    known_at: Instant
    recorded_at: Instant
    correlation_id: UUID
    case_id: UUID | None = None
    school: Orgnr | None = None
    channel: Channel | None = None
    idempotency_key: str | None = None
    source_recorded_at: Instant | None = None
    precision: Precision = Precision.EXACT
    corrects: UUID | None = None
    why_corrected: CorrectionReason | None = None
    persons: tuple[UUID, ...] = ()
    shielding: Shielding | None = None
    journal: Journal | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def documented_at(self) -> datetime:
        """When it was written down, as far as is claimed: in the source for an import, else on our own clock."""
        return self.source_recorded_at or self.recorded_at


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it stands in the store: its place (stream id and version, from 1), its envelope and itself.

    ``position`` is the place in the tenant's whole log, from 1; None before it is known.
    """

    stream_id: UUID
    version: int
    topic: str
    envelope: Envelope
    event: Event
    position: int | None = None


def school_year(day: date) -> str:
    """The school year a local date falls in, as ``2025/2026``; it starts on 1 August."""
    start = day.year if day.month >= SCHOOL_YEAR_STARTS_IN_MONTH else day.year - 1
    return f"{start}/{start + 1}"
