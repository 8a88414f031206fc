"""What the rules need to know of each event: which conditions hold, which key it has in each scope, and the dates it names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import polars as pl

from services.compliance.conditions import bits
from services.compliance.facts import read_facts
from services.compliance.rulebook import CASE, STREAM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.compliance.compiled import Compiled, Scope

_ABSENT: Final = "\x00"
_BETWEEN: Final = "\x1f"


@dataclass(frozen=True, eq=False)
class Read:
    """What the rules need to know of ``height`` events.

    Several columns lie one after the other in one series, so that each row takes the one it needs in a single step.
    ``words`` holds the bits of the conditions that hold; ``marks`` per scope a hash of the key (null: the event has no such
    key), compared within one case only, where 64 bits leave no room for two keys to meet; ``keys`` the keys themselves;
    ``dates`` and ``years`` what limits name.
    """

    height: int
    words: pl.DataFrame
    marks: pl.Series
    keys: pl.Series
    dates: pl.Series
    years: pl.Series

    def of(self, column: pl.Series, number: pl.Series, e: pl.Series) -> pl.Series:
        """For each event ``e`` the value in the ``number``-th of the columns laid together in ``column``; null for none."""
        return column[number.cast(pl.UInt32) * self.height + e]


def read_events(events: pl.DataFrame, form: Compiled) -> Read:
    """What the rules need to know of ``events``, whose rows are numbered by ``e``."""
    topics = events["topic"].unique().to_list()
    parts = [_read_group(events, fields, form, group.topics) for group in form.groups if (fields := group.fields_of(topics))]
    whole = events.select("e", "case_id", "stream_id")
    if parts:
        whole = whole.join(pl.concat(parts), on="e", how="left", maintain_order="left")
    else:
        whole = whole.with_columns(*_derived((), form))
    whole = whole.with_columns(
        pl.col("^word.*$").fill_null(0), *(_plain(scope, number) for number, scope in enumerate(form.scopes) if not scope.facts)
    )
    scopes = range(len(form.scopes))
    key_names = [{CASE: "case_id", STREAM: "stream_id"}.get(scope.key, f"key{number}") for number, scope in enumerate(form.scopes)]
    return Read(
        height=whole.height,
        words=whole.select(pl.col("^word.*$")),
        marks=_laid_together(whole, [f"mark{number}" for number in scopes], pl.UInt64),
        keys=_laid_together(whole, key_names, pl.String),
        dates=_laid_together(whole, [f"date{number}" for number in range(len(form.dates))], pl.Date),
        years=_laid_together(whole, [f"year{number}" for number in range(len(form.numbers))], pl.Int32),
    )


def _laid_together(frame: pl.DataFrame, names: list[str], dtype: type[pl.DataType]) -> pl.Series:
    if not names:
        return pl.Series(dtype=dtype)
    return pl.concat([frame[name].cast(dtype).alias("laid_together") for name in names])


def _read_group(events: pl.DataFrame, fields: Mapping[str, str], form: Compiled, topics: Sequence[str]) -> pl.DataFrame:
    rows = events.filter(pl.col("topic").is_in(topics)).select("e", "stream_id", "facts")
    return rows.drop("facts").hstack(read_facts(rows["facts"], fields)).select("e", *_derived(tuple(fields.items()), form))


@lru_cache(maxsize=256)
def _derived(read: tuple[tuple[str, str], ...], form: Compiled) -> list[pl.Expr]:
    """The columns that come of the facts read; what was not read is null. Kept, since making them takes longer than one case."""
    fields = dict(read)

    def text(name: str) -> pl.Expr:
        return pl.col(name).cast(pl.String) if name in fields else pl.lit(None, dtype=pl.String)

    derived = bits(form.atoms, lambda atom: fields.get(atom.field) == atom.dtype)
    for number, scope in enumerate(form.scopes):
        if scope.facts:
            keyed = scope.key not in (CASE, STREAM)
            parts = [text(name).fill_null(_ABSENT) for name in scope.facts]
            if scope.key == STREAM:
                parts.append(pl.col("stream_id"))
            mark = pl.concat_str(parts, separator=_BETWEEN).hash()
            derived.append((pl.when(text(scope.key).is_not_null()).then(mark) if keyed else mark).alias(f"mark{number}"))
            if keyed:
                derived.append(text(scope.key).alias(f"key{number}"))
    derived += [text(name).str.to_date("%Y-%m-%d", strict=False).alias(f"date{number}") for number, name in enumerate(form.dates)]
    derived += [
        (pl.col(name) if name in fields else pl.lit(None)).cast(pl.Int32).alias(f"year{number}")
        for number, name in enumerate(form.numbers)
    ]
    return derived


def _plain(scope: Scope, number: int) -> pl.Expr:
    mark = pl.col("stream_id").hash() if scope.key == STREAM else pl.lit(0, dtype=pl.UInt64)
    return mark.alias(f"mark{number}")
