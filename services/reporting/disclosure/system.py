"""Everything that an attacker can add and subtract: counts in rows and columns, and which of them are sums of which.

A row is a school; the last may be their total. A column is one figure: of one cube, period, category and measure. Columns are
bound to each other by equations that hold in every row (due = kept + late + …), and every column's total is the sum of its schools.
Where a release was corrected by a later one the sums are off by a constant, which the attacker is taken to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Counts: TypeAlias = NDArray[np.int64]
Marks: TypeAlias = NDArray[np.bool_]
Equation: TypeAlias = "Mapping[int, int]"
"""Column to +1 or -1; the columns so added are the same in every release."""

LONGEST_MOVE: Final = 12
"""Columns in a move; longer ones would prove nothing that shorter ones do not."""


@dataclass(frozen=True, kw_only=True, eq=False)
class System:
    """The counts, in arrays of (rows, columns). What is published is what is not in ``hidden``.

    ``sensitive``: must stay uncertain. ``settled``: released before, or never published; it stays shown or hidden as it is.
    ``has_total``: the last row is the total of the others; without it no row says anything about another.
    """

    counts: Counts
    sensitive: Marks
    hidden: Marks
    settled: Marks
    equations: tuple[Equation, ...]
    has_total: bool

    @property
    def schools(self) -> int:
        """How many rows are no total."""
        return len(self.counts) - self.has_total

    @cached_property
    def moves(self) -> tuple[Mapping[int, int], ...]:
        """The least changes of a row that every equation allows: column to +1 or -1, the first column +1."""
        found = {tuple(sorted(move.items())) for column in range(self.counts.shape[1]) for move in self._completed({column: 1})}
        return tuple(dict(move) for move in sorted(found) if move[0][1] == 1 or _opposite(move) not in found)

    def _completed(self, move: dict[int, int]) -> Iterator[dict[int, int]]:
        """Every way to go on with a move until all equations hold again."""
        if len(move) > LONGEST_MOVE:
            return
        for equation in self._touched(move):
            off = sum(sign * equation.get(column, 0) for column, sign in move.items())
            if off:
                for column, sign in equation.items():
                    if column not in move:
                        yield from self._completed({**move, column: -sign if off > 0 else sign})
                return
        yield move

    def _touched(self, move: Mapping[int, int]) -> Iterator[Equation]:
        numbers = sorted({number for column in move for number in self._equations_of.get(column, ())})
        return (self.equations[number] for number in numbers)

    @cached_property
    def _equations_of(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number, equation in enumerate(self.equations):
            for column in equation:
                found.setdefault(column, []).append(number)
        return found


def _opposite(move: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return tuple((column, -sign) for column, sign in move)
