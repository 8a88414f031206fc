"""The rules of one day as if they had always held: for asking how an old case would stand by the law of today."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl
from msgspec.structs import replace

from services.compliance.loading import Rules
from services.compliance.rulebook import BoundRule, Rulebook

ALWAYS: Final = date(1900, 1, 1)
"""Before everything that is recorded of a child who is at school."""


@lru_cache(maxsize=8)
def always_by(rules: Rules, day: date) -> Rules:
    """Those of ``rules`` that hold on ``day``, holding always."""
    books = (_book(book, day) for book in rules.books)
    return Rules(tuple(book for book in books if book.rules))


def choices_of_day(choices: pl.DataFrame, day: date) -> pl.DataFrame:
    """The plan that each school follows on ``day``, as if it always had (``choices`` as ``obligations`` takes them)."""
    ends = pl.col("until_date") if "until_date" in choices.columns else pl.lit(None, dtype=pl.Date)
    holding = choices.filter(pl.col("from_date") <= day, ends.is_null() | (ends >= day))
    return holding.with_columns(from_date=pl.lit(ALWAYS), until_date=pl.lit(None, dtype=pl.Date))


def _book(book: Rulebook, day: date) -> Rulebook:
    holding = [one for one in book.bound() if _holds(one, day)]
    return replace(
        book,
        head=replace(book.head, valid_from=ALWAYS, valid_until=None),
        rules=tuple(replace(one.rule, valid_from=ALWAYS, valid_until=None) for one in holding),
    )


def _holds(one: BoundRule, day: date) -> bool:
    return one.valid_from <= day and (one.valid_until is None or day <= one.valid_until)
