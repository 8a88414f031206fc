"""The attacker's own tool: a linear program that gives the exact interval in which a hidden number must lie.

The attacker knows every shown number, every equation and constant, that no count is negative, and, as an insider, all numbers of
one school. Where whole numbers are rarer than fractions the interval is wider than what is really possible; a proof by exchange
(proving.py) is about whole numbers, so both are asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import highspy
import numpy as np

from services.reporting.disclosure.rules import LEAST_WIDTH

if TYPE_CHECKING:
    from services.reporting.disclosure.system import Marks, System

TOLERANCE: Final = 1e-6
"""What the solver takes for equal."""

PRIMAL: Final = int(highspy.simplex_constants.SimplexStrategy.kSimplexStrategyPrimal)
"""Going from one possible answer to a better one. From question to question little but the aim changes, so
the last answer is a good beginning; the solver's own choice goes round about, in more than twice the time."""


class Attacker:
    """Asks for one interval after the other in one system, for whatever is hidden."""

    def __init__(self, system: System) -> None:
        self._counts = system.counts.astype(np.float64)
        self._columns = system.counts.shape[1]
        self._all = np.arange(system.counts.size, dtype=np.int32)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.silent()
        self._solver.setOptionValue("simplex_strategy", PRIMAL)
        self._solver.addVars(len(self._all), np.zeros(len(self._all)), np.full(len(self._all), highspy.kHighsInf))
        for row in range(len(self._counts)):
            for equation in system.equations:
                self._add([row] * len(equation), list(equation), list(equation.values()))
        if system.has_total:
            rows = list(range(len(self._counts)))
            for column in range(self._columns):
                self._add(rows, [column] * len(rows), [1] * (len(rows) - 1) + [-1])
        self.asked = 0
        self._known: np.typing.NDArray[np.bool_] | None = None

    def _add(self, rows: list[int], columns: list[int], signs: list[int]) -> None:
        # The true numbers fulfil it; the constant, a later correction, is taken to be known.
        right = float(np.dot(self._counts[rows, columns], signs))
        places = np.array(rows, dtype=np.int32) * self._columns + np.array(columns, dtype=np.int32)
        self._solver.addRow(right, right, len(places), places, np.array(signs, dtype=np.float64))

    def interval(self, hidden: Marks, cell: tuple[int, int], insider: int | None = None) -> tuple[float, float]:
        """The least and the greatest value that a cell can have. ``insider``: the row whose numbers are known as well."""
        row, column = cell
        if not hidden[cell] or row == insider:
            return float(self._counts[cell]), float(self._counts[cell])
        self._know(hidden, insider)
        number = row * self._columns + column
        self._solver.changeColCost(number, 1.0)
        ends = tuple(self._end(sense) for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize))
        self._solver.changeColCost(number, 0.0)
        return ends[0], ends[1]

    def is_wide(self, hidden: Marks, cell: tuple[int, int], insiders: set[int]) -> bool:
        """Whether a cell can be anything within LEAST_WIDTH, for one who knows what is shown and for each of the insiders too.

        What proves it for one proves it for every insider whose numbers were not touched, so few have to be asked one by one.
        """
        left = insiders - {cell[0]}
        number = cell[0] * self._columns + cell[1]
        truth = self._counts[cell]
        insider: int | None = None
        while True:
            self._know(hidden, insider)
            self._solver.changeColsBounds(1, np.array([number], dtype=np.int32), np.zeros(1), np.array([truth + LEAST_WIDTH]))
            self._solver.changeColCost(number, 1.0)
            ends, touched = [], set()
            for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
                ends.append(self._end(sense))
                found = np.array(self._solver.getSolution().col_value).reshape(self._counts.shape)
                touched |= set(np.flatnonzero((np.abs(found - self._counts) > TOLERANCE).any(axis=1)).tolist())
                self.asked += 1
            self._solver.changeColCost(number, 0.0)
            self._solver.changeColsBounds(1, np.array([number], dtype=np.int32), np.zeros(1), np.array([highspy.kHighsInf]))
            if ends[1] - ends[0] < LEAST_WIDTH - TOLERANCE:
                return False
            left = (left & touched) - {insider}
            if not left:
                return True
            insider = min(left)

    def _know(self, hidden: Marks, insider: int | None) -> None:
        known = ~hidden
        if insider is not None:
            known[insider] = True
        known = known.ravel()
        changed = self._all if self._known is None else np.flatnonzero(known != self._known).astype(np.int32)
        if len(changed):
            values = self._counts.ravel()[changed]
            least = np.where(known[changed], values, 0.0)
            most = np.where(known[changed], values, highspy.kHighsInf)
            self._solver.changeColsBounds(len(changed), changed, least, most)
            self._known = known

    def _end(self, sense: highspy.ObjSense) -> float:
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        if self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return float(self._solver.getInfo().objective_function_value)
        return highspy.kHighsInf if sense == highspy.ObjSense.kMaximize else 0.0
