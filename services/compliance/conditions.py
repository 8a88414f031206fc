"""Conditions on facts as bits: every distinct comparison in the rulebooks is one bit of a row of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from services.compliance.fact_types import FactType
from services.compliance.rulebook import Condition, Op, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORD_BITS: Final = 63


@dataclass(frozen=True)
class Atom:
    """One comparison of a fact of one type, with the value in the form that the fact has in JSON."""

    field: str
    dtype: str
    op: Op
    values: tuple[str | float | bool, ...]

    def expression(self) -> pl.Expr:
        """The comparison as an expression that is never null."""
        return _EXPRESSIONS[self.op](pl.col(self.field), self.values).fill_null(value=False)


def atom(condition: Condition, type_: FactType) -> Atom:
    """The comparison that a condition makes of a fact of the given type."""
    value = condition.value
    values = value if isinstance(value, tuple) else () if value is None else (value,)
    return Atom(condition.field, dtype_name(type_), condition.op, tuple(_plain(one) for one in values))


def dtype_name(type_: FactType) -> str:
    """The form that facts of a type are read in; a date is read as text."""
    return FactType.TEXT.value if type_ is FactType.DATE else type_.value


def bits(atoms: Sequence[Atom], readable: Callable[[Atom], bool]) -> list[pl.Expr]:
    """One expression per word; a comparison that cannot be read in the frame at hand is never true."""
    words = max(1, -(-len(atoms) // WORD_BITS))
    found = []
    for word in range(words):
        ours = list(enumerate(atoms[word * WORD_BITS : (word + 1) * WORD_BITS]))
        terms = [one.expression().cast(pl.UInt64) * pl.lit(1 << bit, dtype=pl.UInt64) for bit, one in ours if readable(one)]
        total = pl.sum_horizontal(terms) if terms else pl.lit(0, dtype=pl.UInt64)
        found.append(total.cast(pl.UInt64).alias(f"word{word}"))
    return found


def _plain(value: Scalar) -> str | float | bool:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _contains_all(fact: pl.Expr, values: tuple[str | float | bool, ...]) -> pl.Expr:
    return pl.all_horizontal([fact.list.contains(pl.lit(value)).fill_null(value=False) for value in values])


_EXPRESSIONS: Final[dict[Op, Callable[[pl.Expr, tuple[str | float | bool, ...]], pl.Expr]]] = {
    Op.EQ: lambda fact, values: fact == values[0],
    Op.NE: lambda fact, values: fact.ne_missing(pl.lit(values[0])),
    Op.IN: lambda fact, values: fact.is_in(list(values)),
    Op.NOT_IN: lambda fact, values: ~fact.is_in(list(values)).fill_null(value=False),
    Op.GT: lambda fact, values: fact > values[0],
    Op.GE: lambda fact, values: fact >= values[0],
    Op.LT: lambda fact, values: fact < values[0],
    Op.LE: lambda fact, values: fact <= values[0],
    Op.IS_NULL: lambda fact, _: fact.is_null(),
    Op.NOT_NULL: lambda fact, _: fact.is_not_null(),
    Op.CONTAINS: lambda fact, values: fact.list.contains(pl.lit(values[0])),
    Op.CONTAINS_ALL: _contains_all,
    Op.LACKS_ANY: lambda fact, values: ~_contains_all(fact, values),
}
