"""Which events discharge or release which obligations, and what of it was known when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

AFTER, EVER, SAME_EVENT = 0, 1, 2


def frontier(candidates: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The candidates that are, or once were, the earliest known of their group, with ``superseded_at``.

    Reads ``happened_at``, ``documented_at`` and ``e`` (the order in the log, which settles ties). A candidate stays when no
    candidate that happened before it was documented as early. It is the earliest known from its own ``documented_at`` until
    ``superseded_at``, when one that happened before it was documented (null: never). The first row of a group is the earliest
    with everything known.
    """
    ordered = candidates.sort(*by, "happened_at", "documented_at", "e")
    same = pl.all_horizontal([pl.col(name) == pl.col(name).shift() for name in by]).fill_null(value=False)
    ordered = ordered.with_columns(follows=same)
    if not ordered["follows"].any():
        return ordered.drop("follows").with_columns(superseded_at=pl.lit(None, dtype=ordered.schema["documented_at"]))
    earliest_before = pl.col("documented_at").cum_min().shift().over(by)
    kept = ordered.with_columns(superseded_at=earliest_before).filter(
        pl.col("superseded_at").is_null() | (pl.col("documented_at") < pl.col("superseded_at"))
    )
    return kept.drop("follows")


def candidates(wanted: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """Every event that may count for what is wanted.

    ``wanted``: o, role, place, mark, match, opened_at, opened_e; ``targets``: place, mark, e, happened_at, documented_at.
    """
    pairs = wanted.join(targets, on=["place", "mark"], how="inner")
    match, itself = pl.col("match"), pl.col("e") == pl.col("opened_e")
    return pairs.filter(
        (match == EVER)
        | ((match == AFTER) & (pl.col("happened_at") >= pl.col("opened_at")) & ~itself)
        | ((match == SAME_EVENT) & itself)
    ).select("o", "role", "e", "happened_at", "documented_at")
