"""How uncertain a hidden number is, proven by other whole numbers that it could be.

A proof is an exchange: one school has one case more and others one less, in every column that such a case counts in, so that
every shown number and every sum stays as it is. The width of a cell is at least how far exchanges can take it up and down. This
holds for one who knows all shown numbers, all rules and all the numbers of any one school: no proof rests on a single partner.
A linear program gives the exact interval, which is never narrower; see auditing.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from services.reporting.disclosure.system import Counts, Marks, System

ENDLESS: Final = 1_000_000
"""Stands for a count that nothing limits."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Exchanges:
    """What every row can give (fewer) and take (more) of every move, (rows, moves). Made by :class:`Prover`."""

    possible: Marks
    give: Counts
    take: Counts
    up: Counts
    down: Counts


class Prover:
    """Proves widths in one system, for whatever is hidden."""

    def __init__(self, system: System) -> None:
        self._system = system
        columns = system.counts.shape[1]
        self.moves = system.moves
        self.gains = [[column for column, sign in move.items() if sign > 0] for move in self.moves]
        self.losses = [[column for column, sign in move.items() if sign < 0] for move in self.moves]
        self._gains, self._losses = _padded(self.gains, columns), _padded(self.losses, columns)
        self.support = np.zeros((len(self.moves), columns), dtype=bool)
        for number, move in enumerate(self.moves):
            self.support[number, list(move)] = True

    @cached_property
    def most(self) -> tuple[Counts, Counts]:
        """What every row could give and take of every move if everything were hidden."""
        counts = np.pad(self._system.counts, ((0, 0), (0, 1)), constant_values=ENDLESS)
        return counts[:, self._gains].min(axis=2), counts[:, self._losses].min(axis=2)

    def exchanges(self, hidden: Marks) -> Exchanges:
        """What can be exchanged while everything outside ``hidden`` stays as it is."""
        possible = ~((~hidden).astype(np.int32) @ self.support.T.astype(np.int32)).astype(bool)
        most_give, most_take = self.most
        give, take = np.where(possible, most_give, 0), np.where(possible, most_take, 0)
        if not self._system.has_total:
            return Exchanges(possible=possible, give=give, take=take, up=take, down=give)
        up = np.minimum(take, _from_others(give, total_gives=take[-1]))
        down = np.minimum(give, _from_others(take, total_gives=give[-1]))
        up[-1] = np.minimum(take[-1], _without_greatest(take[:-1]))
        down[-1] = np.minimum(give[-1], _without_greatest(give[:-1]))
        return Exchanges(possible=possible, give=give, take=take, up=up, down=down)

    def widths(self, exchanges: Exchanges) -> Counts:
        """The proven width of every cell; 0 where nothing is proven."""
        rows, columns = self._system.counts.shape
        more, less = np.zeros((rows, columns), dtype=np.int64), np.zeros((rows, columns), dtype=np.int64)
        for number, move in enumerate(self.moves):
            for column, sign in move.items():
                up, down = (exchanges.up, exchanges.down) if sign > 0 else (exchanges.down, exchanges.up)
                np.maximum(more[:, column], up[:, number], out=more[:, column])
                np.maximum(less[:, column], down[:, number], out=less[:, column])
        widths: Counts = more + less
        return widths

    def joint_width(self, possible: Marks, row: int, column: int) -> int:
        """The width of one school's cell, proven by several moves together: slower, and wider where numbers are spread thinly."""
        return self._together(possible, row, column, more=True) + self._together(possible, row, column, more=False)

    def _together(self, possible: Marks, row: int, column: int, *, more: bool) -> int:
        """How far exchanges can take the cell up or down, for whichever other school is known to the attacker."""
        system = self._system
        schools = system.schools
        ours = np.repeat(system.counts[row : row + 1], schools + 1, axis=0)  # one for each school that may be known, and for none
        theirs = system.counts[:schools].copy()
        total = system.counts[-1].copy()
        moved = np.zeros(schools + 1, dtype=np.int64)
        for number in np.flatnonzero(self.support[:, column] & possible[row]).tolist():
            is_up = (self.moves[number][column] > 0) == more
            gains, losses = (self.gains[number], self.losses[number]) if is_up else (self.losses[number], self.gains[number])
            partners = possible[:schools, number].copy()
            partners[row] = False
            given = np.where(partners, _least(theirs, gains), 0)
            theirs[:, gains] -= given[:, None]
            by_total = int(_least(total[None], losses)[0]) if possible[-1, number] else 0
            total[losses] -= min(by_total, ENDLESS)
            left = np.append(given.sum() - given, given.sum()) + by_total
            amount = np.minimum(_least(ours, losses), left)
            ours[:, losses] -= amount[:, None]
            moved += amount
        moved[row] = moved[-1]
        return int(moved.min())


def _least(counts: Counts, columns: list[int]) -> Counts:
    """Per row, the least of some columns; endless where there are none."""
    least: Counts = counts[:, columns].min(axis=1) if columns else np.full(len(counts), ENDLESS)
    return least


def _padded(columns: list[list[int]], nothing: int) -> Counts:
    width = max((len(one) for one in columns), default=0) or 1
    return np.array([one + [nothing] * (width - len(one)) for one in columns], dtype=np.int64).reshape(-1, width)


def _without_greatest(amounts: Counts) -> Counts:
    """Per move, the schools' amounts together without the greatest: what is left for one who knows that school."""
    together: Counts = amounts.sum(axis=0)
    # The only school there is knows its total anyway.
    return together - amounts.max(axis=0) if len(amounts) > 1 else together


def _from_others(amounts: Counts, total_gives: Counts) -> Counts:
    """Per row and move, what the other schools have together without the greatest of them, or the total if it may change."""
    schools = amounts[:-1]
    together = np.zeros_like(amounts)
    if len(schools):
        order = np.sort(schools, axis=0)[::-1]
        first, second = order[0], order[1] if len(order) > 1 else np.zeros_like(order[0])
        is_first = schools == first
        # Where several have the greatest amount, the second is as great.
        greatest_other = np.where(is_first, second, first)
        together[:-1] = schools.sum(axis=0) - schools - greatest_other
    limited: Counts = np.minimum(together + total_gives, ENDLESS)
    return limited
