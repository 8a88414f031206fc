"""Which plan a school follows on which days, of what it chose: a later choice ends the one before."""

from __future__ import annotations

from typing import Final

import polars as pl

CHOICES: Final = pl.Schema({"school": pl.String, "rulebook": pl.String, "from_date": pl.Date})


def followed(choices: pl.DataFrame) -> pl.DataFrame:
    """``choices`` (columns: CHOICES, in the order in which they were made) with ``until_date``, the last day that each holds.

    Of two choices from the same day the one made last holds. The plan that a school follows is one.
    """
    last = choices.unique(["school", "from_date"], keep="last", maintain_order=True).sort("school", "from_date")
    following = pl.col("from_date").shift(-1).over("school")
    return last.with_columns(until_date=following - pl.duration(days=1))
