"""From the log's rows to a frame of the table events. Reads envelopes and facts alone: there is no key here."""

from __future__ import annotations

import logging
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import msgspec
import polars as pl
import pyarrow as pa

from events.base import Stream, UnknownTopicError, catalogue
from events.envelope import Instant, Orgnr, Precision
from events.lists.concern import Channel
from events.lists.people import Role
from events.stored import FORMATS, facts_today
from events.upcasting import MissingStepError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.reporting.source import Row

log = logging.getLogger(__name__)

_TIME: Final = pl.Datetime("us")
_TEXT: Final = pl.String()
_WHOLE: Final = pl.Int64()

BATCH: Final = pl.Schema(
    {
        "position": _WHOLE,
        "event_id": _TEXT,
        "topic": _TEXT,
        "stream": _TEXT,
        "stream_id": _TEXT,
        "version": _WHOLE,
        "case_id": _TEXT,
        "school": _TEXT,
        "role": _TEXT,
        "channel": _TEXT,
        "precision": _TEXT,
        "corrects": _TEXT,
        "occurred_at": _TIME,
        "known_at": _TIME,
        "documented_at": _TIME,
        "recorded_at": _TIME,
        "facts": _TEXT,
        "oddity": _TEXT,
    }
)
"""The columns of the table events, as a frame."""


class Oddity(StrEnum):
    """Why an event counts for nothing in the warehouse. It keeps its row, and the projector goes on."""

    UNREADABLE = "unreadable"
    UNKNOWN_TOPIC = "unknown_topic"
    MISSING_STEP = "missing_step"
    OTHER_TENANT = "other_tenant"


class _Actor(msgspec.Struct, frozen=True, gc=False):
    role: Role


class _Envelope(msgspec.Struct, frozen=True, gc=False):
    """What the warehouse keeps of an envelope, with ids as text: half a million small objects less per hundred thousand events."""

    event_id: str
    tenant: str
    stream: Stream
    actor: _Actor
    occurred_at: Instant
    known_at: Instant
    recorded_at: Instant
    case_id: str | None = None
    school: Orgnr | None = None
    channel: Channel | None = None
    source_recorded_at: Instant | None = None
    precision: Precision = Precision.EXACT
    corrects: str | None = None


class _Stored(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The outline of :class:`events.stored.Stored`, without the ciphertexts."""

    format: int
    class_version: int
    envelope: _Envelope
    facts: bytes


_decode: Final = msgspec.msgpack.Decoder(_Stored).decode
_is_json: Final = msgspec.json.Decoder(msgspec.Raw).decode
_ID: Final = r"^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$"
_is_id: Final = re.compile(_ID).match
_TODAY: Final = {kind.topic: kind.cls.class_version for kind in catalogue()}
_DECODING: Final = (msgspec.MsgspecError, ValueError, TypeError)


def _odd(row: Row, oddity: Oddity) -> tuple[Any, ...]:
    log.error("event at position %d (%s) counts for nothing in the warehouse: %s", row.position, row.topic, oddity)
    stream_id = row.stream_id if _is_id(row.stream_id) else None
    blank = (None,) * (len(BATCH) - 8)
    return (row.position, None, row.topic, None, stream_id, row.version, stream_id, *blank, oddity.value)


def _facts(stored: _Stored, row: Row) -> tuple[str, Oddity | None]:
    try:
        facts = facts_today(stored, row.topic)
        _is_json(facts)
        return facts.decode(), None
    except UnknownTopicError:
        return "{}", Oddity.UNKNOWN_TOPIC
    except MissingStepError:
        return "{}", Oddity.MISSING_STEP
    except (*_DECODING, KeyError):
        return "{}", Oddity.UNREADABLE


def _values(row: Row, tenant: str) -> tuple[Any, ...]:
    """One row on its own, whatever is wrong with it."""
    try:
        stored = _decode(row.state)
    except _DECODING:
        return _odd(row, Oddity.UNREADABLE)
    envelope = stored.envelope
    if envelope.tenant != tenant:
        return _odd(row, Oddity.OTHER_TENANT)
    ids = (row.stream_id, envelope.event_id, envelope.case_id, envelope.corrects)
    if stored.format not in FORMATS or not all(id_ is None or _is_id(id_) for id_ in ids):
        return _odd(row, Oddity.UNREADABLE)
    facts, oddity = _facts(stored, row)
    if oddity is not None:
        log.error("event at position %d (%s) counts for nothing in the warehouse: %s", row.position, row.topic, oddity)
    return (
        row.position,
        envelope.event_id,
        row.topic,
        envelope.stream.value,
        row.stream_id,
        row.version,
        envelope.case_id or row.stream_id,
        envelope.school,
        envelope.actor.role.value,
        None if envelope.channel is None else envelope.channel.value,
        envelope.precision.value,
        envelope.corrects,
        envelope.occurred_at,
        envelope.known_at,
        envelope.source_recorded_at or envelope.recorded_at,
        envelope.recorded_at,
        facts,
        oddity,
    )


def _all_well(rows: Sequence[Row], tenant: str) -> pl.DataFrame | None:
    """The rows column by column, for a batch in which nothing is odd; None when something is, or is of an older version."""
    try:
        stored = [_decode(row.state) for row in rows]
        for one in stored:
            _is_json(one.facts)
    except _DECODING:
        return None
    known = zip(stored, rows, strict=True)
    if any(one.format not in FORMATS or _TODAY.get(row.topic) != one.class_version for one, row in known):
        return None
    envelopes = [one.envelope for one in stored]
    if any(envelope.tenant != tenant for envelope in envelopes):
        return None
    position, stream_id, version, topic, _ = zip(*rows, strict=True)
    columns: dict[str, Sequence[Any]] = {
        "position": position,
        "event_id": [envelope.event_id for envelope in envelopes],
        "topic": topic,
        "stream": [envelope.stream for envelope in envelopes],
        "stream_id": stream_id,
        "version": version,
        "case_id": [envelope.case_id for envelope in envelopes],
        "school": [envelope.school for envelope in envelopes],
        "role": [envelope.actor.role for envelope in envelopes],
        "channel": [envelope.channel for envelope in envelopes],
        "precision": [envelope.precision for envelope in envelopes],
        "corrects": [envelope.corrects for envelope in envelopes],
        "occurred_at": [envelope.occurred_at for envelope in envelopes],
        "known_at": [envelope.known_at for envelope in envelopes],
        "documented_at": [envelope.source_recorded_at or envelope.recorded_at for envelope in envelopes],
        "recorded_at": [envelope.recorded_at for envelope in envelopes],
        "facts": [one.facts for one in stored],
    }
    try:
        frame = pl.DataFrame([_arrow(name, values) for name, values in columns.items()])
    except pa.ArrowInvalid:
        return None
    ids = ("event_id", "stream_id", "case_id", "corrects")
    if not frame.select(pl.all_horizontal(pl.col(name).str.contains(_ID).all() for name in ids)).item():
        return None
    return frame.with_columns(case_id=pl.coalesce("case_id", "stream_id"), oddity=pl.lit(None, dtype=_TEXT))


def _arrow(name: str, values: Sequence[Any]) -> pl.Series:
    # Arrow takes datetimes eight times as fast as Polars does, turns them into UTC, and takes text as bytes.
    kind = {_TIME: pa.timestamp("us"), _WHOLE: pa.int64()}.get(BATCH[name], pa.large_string())
    return pl.Series(name, pa.array(values, type=kind))


def _column(name: str, kind: pl.DataType, values: tuple[Any, ...]) -> pl.Series:
    # Arrow takes datetimes eight times as fast as Polars does, and turns them into UTC.
    return pl.Series(name, pa.array(values, type=pa.timestamp("us"))) if kind == _TIME else pl.Series(name, values, dtype=kind)


def batch(rows: Sequence[Row], tenant: str) -> pl.DataFrame:
    """The rows as a frame of the table events. An event that cannot be read becomes a row that says why."""
    if not rows:
        return BATCH.to_frame()
    if (plain := _all_well(rows, tenant)) is not None:
        return plain
    columns = zip(*(_values(row, tenant) for row in rows), strict=True)
    return pl.DataFrame([_column(name, kind, values) for (name, kind), values in zip(BATCH.items(), columns, strict=True)])
