"""The frames that go in and come out: the history (one row per event), the obligations, and what ended them."""

from __future__ import annotations

from dataclasses import dataclass
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


OBLIGATIONS: Final = pl.Schema(
    {
        "obligation_id": pl.String(),
        "rule_id": pl.String(),
        "rulebook": pl.String(),
        "kind": pl.String(),
        "duty": pl.String(),
        "miss": pl.String(),
        "case_id": pl.String(),
        "stream": pl.String(),
        "stream_id": pl.String(),
        "school": pl.String(),
        "key": pl.String(),
        "opened_by": pl.String(),
        "opened_at": MOMENT,
        "opened_documented_at": MOMENT,
        "opened_superseded_at": MOMENT,
        "due_at": MOMENT,
        "silence_at": MOMENT,
        "discharged_by": pl.String(),
        "discharged_at": MOMENT,
        "discharge_documented_at": MOMENT,
        "released_by": pl.String(),
        "released_at": MOMENT,
        "released_documented_at": MOMENT,
    }
)

EFFECTS: Final = pl.Schema(
    {
        "obligation_id": pl.String(),
        "effect": pl.String(),
        "event_id": pl.String(),
        "happened_at": MOMENT,
        "documented_at": MOMENT,
        "superseded_at": MOMENT,
    }
)


@dataclass(frozen=True, eq=False)
class Obligations:
    """``obligations``: one row per obligation, with the best discharge and release now known (columns: OBLIGATIONS).

    ``effects``: every event that is, or once was, the earliest known discharge, release or closing of the case for it
    (columns: EFFECTS). With both, any past moment can be judged: see :func:`services.compliance.verdicts.verdicts`.
    """

    obligations: pl.DataFrame
    effects: pl.DataFrame


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
