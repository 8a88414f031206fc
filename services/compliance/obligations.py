"""What rules make of history: one vectorised reading for one case and for a million events.

See docs/explanation/deadlines.md for the semantics and docs/decisions/0003-one-obligations-function.md for why there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from services.compliance.calendar import local_date
from services.compliance.chunk import Chunk
from services.compliance.compiled import compiled
from services.compliance.frame import EFFECTS, OBLIGATIONS, Obligations
from services.compliance.loading import with_plans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.compliance.calendar import Calendar
    from services.compliance.loading import Rules

__all__ = ["EFFECTS", "OBLIGATIONS", "Obligations", "obligations"]

CHUNK: Final = 100_000
"""Events read at once; a chunk holds whole cases, and bounds the memory that a rebuild takes."""


def obligations(events: pl.DataFrame, rules: Rules, calendar: Calendar, choices: pl.DataFrame | None = None) -> Obligations:
    """The obligations that ``rules`` make of ``events`` (a history frame), and what discharged or released them.

    ``choices`` (school, rulebook, from_date and, if there, until_date) says which municipal plans apply where; law and
    guidance always apply, and without it every rule given applies everywhere. The result does not depend on today.
    All events of a case must be in the frame, in the order of the log.
    """
    if choices is not None:
        # What no school has chosen opens nothing, so it need not be asked.
        rules = with_plans(rules, frozenset(choices["rulebook"].unique()))
    form = compiled(rules)
    if events.is_empty() or form.entries.is_empty():
        return Obligations(OBLIGATIONS.to_frame(), EFFECTS.to_frame())
    first, last = events.select(
        local_date(pl.col("occurred_at")).min(), last=local_date(pl.max_horizontal("occurred_at", "known_at")).max()
    ).row(0)
    calendar = calendar.covering(first, last)
    parts = [Chunk(chunk, form, calendar, choices).obligations() for chunk in _whole_cases(events)]
    return Obligations(pl.concat([part.obligations for part in parts]), pl.concat([part.effects for part in parts]))


def _whole_cases(events: pl.DataFrame, at_most: int = CHUNK) -> Iterator[pl.DataFrame]:
    """The events in chunks of whole cases, of about ``at_most`` events."""
    if events.height <= at_most:
        yield events
        return
    sizes = events.group_by("case_id").len().with_columns(chunk=((pl.col("len").cum_sum() - 1) // at_most).cast(pl.UInt16))
    chunk_of = events.select("case_id").join(sizes.select("case_id", "chunk"), on="case_id", how="left", maintain_order="left")
    rows = chunk_of.with_row_index("row").sort("chunk", maintain_order=True)
    for part in rows.partition_by("chunk", maintain_order=True):
        yield events[part["row"]]
