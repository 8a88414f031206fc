"""From the log's rows to a frame of the table events. Reads envelopes and facts alone: there is no key here."""

from __future__ import annotations

import logging
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import msgspec
import polars as pl
import pyarrow as pa

from events.base import UnknownTopicError
from events.stored import Stored, facts_today, peek
from events.upcasting import MissingStepError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

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


_is_id: Final = re.compile(r"[0-9a-f]{32}").fullmatch
_is_json: Final = msgspec.json.Decoder(msgspec.Raw).decode


def _hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _odd(row: Row, oddity: Oddity) -> tuple[Any, ...]:
    log.error("event at position %d (%s) counts for nothing in the warehouse: %s", row.position, row.topic, oddity)
    stream_id = row.stream_id if _is_id(row.stream_id) else None
    blank = (None,) * (len(BATCH) - 8)
    return (row.position, None, row.topic, None, stream_id, row.version, stream_id, *blank, oddity.value)


def _facts(stored: Stored, row: Row) -> tuple[str, Oddity | None]:
    try:
        facts = facts_today(stored, row.topic)
        _is_json(facts)
        return facts.decode(), None
    except UnknownTopicError:
        return "{}", Oddity.UNKNOWN_TOPIC
    except MissingStepError:
        return "{}", Oddity.MISSING_STEP
    except (msgspec.MsgspecError, ValueError, TypeError, KeyError):
        return "{}", Oddity.UNREADABLE


def _values(row: Row, tenant: str) -> tuple[Any, ...]:
    try:
        stored = peek(row.state)
    except (msgspec.MsgspecError, ValueError, TypeError):
        return _odd(row, Oddity.UNREADABLE)
    envelope = stored.envelope
    if envelope.tenant != tenant:
        return _odd(row, Oddity.OTHER_TENANT)
    times = (envelope.occurred_at, envelope.known_at, envelope.documented_at, envelope.recorded_at)
    if not _is_id(row.stream_id) or None in {time.tzinfo for time in times}:
        return _odd(row, Oddity.UNREADABLE)
    facts, oddity = _facts(stored, row)
    if oddity is not None:
        log.error("event at position %d (%s) counts for nothing in the warehouse: %s", row.position, row.topic, oddity)
    return (
        row.position,
        envelope.event_id.hex,
        row.topic,
        envelope.stream.value,
        row.stream_id,
        row.version,
        row.stream_id if envelope.case_id is None else envelope.case_id.hex,
        envelope.school,
        envelope.actor.role.value,
        None if envelope.channel is None else envelope.channel.value,
        envelope.precision.value,
        _hex(envelope.corrects),
        *times,
        facts,
        oddity,
    )


def _column(name: str, kind: pl.DataType, values: tuple[Any, ...]) -> pl.Series:
    # Arrow takes datetimes eight times as fast as Polars does, and turns them into UTC.
    return pl.Series(name, pa.array(values, type=pa.timestamp("us"))) if kind == _TIME else pl.Series(name, values, dtype=kind)


def batch(rows: Sequence[Row], tenant: str) -> pl.DataFrame:
    """The rows as a frame of the table events. An event that cannot be read becomes a row that says why."""
    if not rows:
        return BATCH.to_frame()
    columns = zip(*(_values(row, tenant) for row in rows), strict=True)
    return pl.DataFrame([_column(name, kind, values) for (name, kind), values in zip(BATCH.items(), columns, strict=True)])
