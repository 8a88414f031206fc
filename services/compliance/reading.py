"""What the rules need to know of each event: which conditions hold, which key it has in each scope, and the dates it names."""

from __future__ import annotations

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


def read_events(events: pl.DataFrame, form: Compiled) -> pl.DataFrame:
    """One row per event, in the order of ``events`` (which has the row number ``e``).

    Columns: ``word*`` (the bits of the conditions that hold), ``mark*`` (per scope a hash of the key; null: the event has no such
    key), ``keytext*`` (the key itself), ``date_fact*`` and ``number_fact*`` (the dates and years that limits name). Marks are
    compared within one case only, where 64 bits leave no room for two keys to meet.
    """
    topics = events["topic"].unique().to_list()
    read = [_read_group(events, fields, form, group.topics) for group in form.groups if (fields := group.fields_of(topics))]
    whole = events.select("e", "stream_id")
    if read:
        whole = whole.join(pl.concat(read), on="e", how="left", maintain_order="left")
    else:
        whole = whole.with_columns(*_derived((), form))
    plain = [_plain_mark(scope).alias(f"mark{number}") for number, scope in enumerate(form.scopes) if not scope.facts]
    return whole.with_columns(pl.col("^word.*$").fill_null(0), *plain).drop("e", "stream_id")


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
            if keyed and not scope.same:
                derived.append(text(scope.key).alias(f"keytext{number}"))
    derived += [
        text(name).str.to_date("%Y-%m-%d", strict=False).alias(f"date_fact{number}") for number, name in enumerate(form.dates)
    ]
    derived += [
        (pl.col(name) if name in fields else pl.lit(None)).cast(pl.Int32).alias(f"number_fact{number}")
        for number, name in enumerate(form.numbers)
    ]
    return derived


def _plain_mark(scope: Scope) -> pl.Expr:
    return pl.col("stream_id").hash() if scope.key == STREAM else pl.lit(0, dtype=pl.UInt64)
