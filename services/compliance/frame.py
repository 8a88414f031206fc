"""The history frame: one row per event, the form in which histories are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import polars as pl

from events.sealing import split
from events.stored import key_subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from events.envelope import Recorded

MOMENT: Final = pl.Datetime("us", "UTC")

HISTORY: Final = pl.Schema(
    {
        "event_id": pl.String(),
        "topic": pl.String(),
        "stream": pl.String(),
        "stream_id": pl.String(),
        "case_id": pl.String(),
        "school": pl.String(),
        "occurred_at": MOMENT,
        "known_at": MOMENT,
        "documented_at": MOMENT,
        "facts": pl.String(),
    }
)
"""The columns of a history frame. ``case_id`` is the stream's own id where there is no case; ``facts`` is JSON in today's
version; ``documented_at`` is when it was written down. Rows stand in the order of the log."""


def history(recorded: Iterable[Recorded]) -> pl.DataFrame:
    """The history frame of events, in the order given."""
    rows = [
        (
            str(item.envelope.event_id),
            item.topic,
            item.envelope.stream.value,
            str(item.stream_id),
            str(key_subject(item.envelope, item.stream_id)),
            item.envelope.school,
            item.envelope.occurred_at,
            item.envelope.known_at,
            item.envelope.documented_at,
            msgspec.json.encode(split(item.event)[0]).decode(),
        )
        for item in recorded
    ]
    return pl.DataFrame(rows, schema=HISTORY, orient="row")
