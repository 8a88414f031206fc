"""Which events discharge or release which obligations, and what of it was known when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

AFTER, EVER, SAME_EVENT, FROM_ITSELF = range(4)
"""How what is wanted lies to the opening: after it, in any order, in the trigger itself, or in the trigger itself and after."""


def frontier(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The rows that are, or once were, the earliest known of their group, with ``superseded_at``.

    Reads ``order`` (the order of happening) and ``documented_at``. A row stays when none that happened before it was documented as
    early. It is the earliest known from its own ``documented_at`` until ``superseded_at``, when one that happened before it was
    documented (null: never). The first row of a group is the earliest with everything known.

    Nearly every group is documented in the order of happening, and its first row is then the whole answer; only groups with
    a row that was documented before its predecessor take the slow way.
    """
    ordered = rows.sort(*by, "order").with_columns(
        follows=pl.all_horizontal([pl.col(name) == pl.col(name).shift() for name in by]).fill_null(value=False)
    )
    overtakes = ordered.filter(pl.col("follows") & (pl.col("documented_at") < pl.col("documented_at").shift()))
    never = pl.lit(None, dtype=ordered.schema["documented_at"])
    if overtakes.is_empty():
        return ordered.filter(~pl.col("follows")).drop("follows").with_columns(superseded_at=never)
    mixed = overtakes.select(by).unique()
    plain = ordered.filter(~pl.col("follows")).join(mixed, on=by, how="anti").with_columns(superseded_at=never)
    hard = ordered.join(mixed, on=by, how="semi", maintain_order="left")
    hard = hard.with_columns(superseded_at=pl.col("documented_at").cum_min().shift().over(by))
    hard = hard.filter(pl.col("superseded_at").is_null() | (pl.col("documented_at") < pl.col("superseded_at")))
    return pl.concat([plain, hard]).drop("follows")


def candidates(wanted: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """Every event that may count for what is wanted.

    ``wanted``: o_role, place, mark, match, opened_at, opened_e; ``targets``: place, mark, e, order, happened_at, documented_at.
    """
    pairs = wanted.join(targets, on=["place", "mark"], how="inner")
    match, itself = pl.col("match"), pl.col("e") == pl.col("opened_e")
    return pairs.filter(
        (match == EVER)
        | ((match == AFTER) & (pl.col("happened_at") >= pl.col("opened_at")) & ~itself)
        | ((match == FROM_ITSELF) & ((pl.col("happened_at") >= pl.col("opened_at")) | itself))
        | ((match == SAME_EVENT) & itself)
    ).select("o_role", "e", "order", "happened_at", "documented_at")
