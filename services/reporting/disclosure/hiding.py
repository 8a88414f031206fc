"""Hiding what is small, and as much beside it as it takes before every small number is proven to be uncertain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from services.reporting.disclosure.auditing import Attacker
from services.reporting.disclosure.proving import Prover
from services.reporting.disclosure.rules import LEAST_WIDTH

if TYPE_CHECKING:
    from services.reporting.disclosure.proving import Exchanges
    from services.reporting.disclosure.system import Marks, System

OPINIONS: Final = 400
"""How often the linear program is run for one release before more is hidden."""

FEW: Final = 20
"""Schools; where there are more, plain exchanges prove nearly everything, and the program is slow."""

LAST: Final = 50
"""Cells that are put to it at the end, however many schools there are, before a release is given up."""

Places: TypeAlias = NDArray[np.int64]


def hide(system: System) -> Marks | None:
    """What must be hidden, (rows, columns): the same for the same system. None when what is settled leaves no way to be safe."""
    found = _Hiding(system).found()
    if found is None and system.has_total:
        # Perhaps the totals can be shown when no school is.
        schools = ~system.settled
        schools[-1] = False
        found = _Hiding(replace(system, hidden=system.hidden | schools)).found()
    return found


class _Hiding:
    def __init__(self, system: System) -> None:
        self._system = system
        self._prover = Prover(system)
        self._hidden = system.hidden | (system.sensitive & ~system.settled)
        self._of_column = [np.flatnonzero(self._prover.support[:, column]) for column in range(system.counts.shape[1])]
        self._support = self._prover.support.T.astype(np.int64)
        self._granted = np.zeros_like(self._hidden)
        self._attacker: Attacker | None = None
        self._looked_at: dict[tuple[int, int], int] = {}

    def found(self) -> Marks | None:
        while True:
            exchanges = self._prover.exchanges(self._hidden)
            left = np.argwhere(self._system.sensitive & ~self._granted & (self._prover.widths(exchanges) < LEAST_WIDTH))
            if not len(left):
                return self._hidden
            self._weigh()
            rows: set[int] = set()
            columns: set[int] = set()
            before = int(self._hidden.sum()) + int(self._granted.sum())
            for row, column in left.tolist():
                if (
                    row not in rows
                    and column not in columns
                    and self._help(row, column, exchanges)
                    and not self._granted[row, column]
                ):
                    rows.add(row)
                    columns.add(column)
            if int(self._hidden.sum()) + int(self._granted.sum()) == before:
                return self._hidden if len(left) <= LAST and self._are_wide(left.tolist()) else None

    def _weigh(self) -> None:
        """What it would cost to make each move possible in each row, (rows, moves): cells, their numbers, and whether it may be."""
        shown = ~self._hidden
        self._cells = shown @ self._support
        self._numbers = (self._system.counts * shown) @ self._support
        self._allowed = ((self._system.settled & shown) @ self._support) == 0

    def _help(self, row: int, column: int, exchanges: Exchanges) -> bool:
        """Hide one thing more for the sake of a cell, unless it is proven in another way. Whether anything came of it."""
        is_school = self._system.has_total and row < self._system.schools
        if is_school and self._is_proven_jointly(row, column, exchanges):
            self._granted[row, column] = True
            return True
        moves = self._of_column[column]
        give, take = self._prover.most
        is_wide = give[row, moves] + take[row, moves] >= LEAST_WIDTH
        possible = exchanges.possible[row, moves]
        ready = moves[possible & is_wide]
        if self._system.has_total and len(ready) and self._hide_at_partner(row, ready, exchanges):
            return True
        if self._hide_at_row(row, moves[is_wide & ~possible]) or self._hide_at_row(row, moves[~possible]):
            return True
        if self._is_wide_for_everybody(row, column):
            self._granted[row, column] = True
            return True
        return is_school and self._hide_at_row(len(self._hidden) - 1, ready if len(ready) else moves[possible])

    def _is_proven_jointly(self, row: int, column: int, exchanges: Exchanges) -> bool:
        """Whether several moves together prove it; looked at again only when more can be exchanged than when it was last."""
        possible = int(exchanges.possible[:, self._of_column[column]].sum())
        if self._looked_at.get((row, column)) == possible:
            return False
        self._looked_at[row, column] = possible
        return self._prover.joint_width(exchanges.possible, row, column) >= LEAST_WIDTH

    def _is_wide_for_everybody(self, row: int, column: int) -> bool:
        """What the linear program says where no plain exchange proves it: several schools may have to change together.

        It is asked before a total is hidden. Whatever is hidden later makes the interval no narrower.
        """
        is_asked = self._system.schools <= FEW and (self._attacker is None or self._attacker.asked < OPINIONS)
        return is_asked and self._is_wide([row, column])

    def _are_wide(self, cells: list[list[int]]) -> bool:
        """What it says of the last cells. Of all of them without insiders first: one that is narrow is found in two runs then."""
        return all(self._is_wide(cell, for_insiders=False) for cell in cells) and all(map(self._is_wide, cells))

    def _is_wide(self, cell: list[int], *, for_insiders: bool = True) -> bool:
        """What the linear program says, for everybody."""
        row, column = cell
        if not self._hidden[row, column]:
            return False
        self._attacker = self._attacker or Attacker(self._system)
        schools = self._system.schools
        insiders = set(range(schools)) if for_insiders and self._system.has_total and schools > 1 else set()
        return self._attacker.is_wide(self._hidden, (row, column), insiders)

    def _hide_at_row(self, row: int, moves: Places) -> bool:
        """Make the cheapest of the moves possible in a row: the fewest cells, then the smallest numbers."""
        moves = moves[self._allowed[row, moves] & (self._cells[row, moves] > 0)]
        if not len(moves):
            return False
        order = np.lexsort((moves, self._numbers[row, moves], self._cells[row, moves]))
        self._hidden[row] |= self._prover.support[moves[order[0]]]
        return True

    def _hide_at_partner(self, row: int, moves: Places, exchanges: Exchanges) -> bool:
        """Let one school more take part in one of the moves: the fewest cells, then the smallest numbers that help."""
        schools = self._system.schools
        give, take = (most[:schools, moves] for most in self._prover.most)
        # Who has nothing to give helps only where the number may go down, and takes any amount then.
        helps = (give > 0) | ((exchanges.down[row, moves] < exchanges.give[row, moves]) & (take > 0))
        helps &= ~exchanges.possible[:schools, moves] & self._allowed[:schools, moves]
        if row < schools:
            helps[row] = False
        partners, numbers = np.nonzero(helps)
        if not len(partners):
            return False
        chosen = moves[numbers]
        ranks = (partners, self._numbers[partners, chosen], self._cells[partners, chosen], give[partners, numbers] == 0)
        best = np.lexsort((chosen, *ranks))[0]
        self._hidden[partners[best]] |= self._prover.support[chosen[best]]
        return True
