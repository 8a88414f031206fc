"""The attacker has everything that was ever released, a linear program, and perhaps the numbers of the own school. Leaks: none.

The attacker's sums are written here again, from what the cubes mean, and not taken from the code that protects them.
"""

from __future__ import annotations

from collections import defaultdict

import highspy
import numpy as np
import polars as pl
import pytest
from published_town import ADVISER, Publishing, Town

from services.reporting.questions import Published, Releases

pytestmark = pytest.mark.long

TOWNS = {
    "one small school among six": ((6, 40, 90, 150, 210, 300), 1, 0.05),
    "many tiny schools": ((5, 8, 9, 12, 14, 18, 19, 22, 25, 31, 44, 60, 85), 2, 0.12),
    "a town": (tuple(range(30, 600, 30)), 3, 0.04),
    "a large municipality": (tuple(range(15, 615, 15)), 4, 0.03),
    "much in few schools": ((120, 250, 380, 410), 5, 0.25),
}
KINDS = ("inspection_finding", "personal_data_breach", "physical_intervention_13_4", "process_breach", "serious_case_12_4")
NARROW = 5 - 1e-6
PRIMAL = int(highspy.simplex_constants.SimplexStrategy.kSimplexStrategyPrimal)
"""Going on from the last answer: between two questions only the aim changes."""


@pytest.fixture(scope="module", params=TOWNS)
def attacked(request, tmp_path_factory):
    sizes, seed, rate = TOWNS[request.param]
    publishing = Publishing(tmp_path_factory.mktemp("attacked"), Town(seed, sizes, rate=rate).recorded())
    yield Attacked(publishing)
    publishing.close()


class Attacked:
    """Everything that was ever answered, and the truth beside it."""

    def __init__(self, publishing):
        self.publishing = publishing
        self.answer = publishing.queries.ask(ADVISER, Published()).filter(unit="count")
        self.ledger = publishing.queries.ask(ADVISER, Releases())
        withheld = {(row["cube"], row["period"]) for row in self.ledger.to_dicts() if row["withheld"]}
        self.truth, self.small, self.detail = {}, set(), defaultdict(int)
        for row in publishing.table("release_cells").to_dicts():
            cell = (row["cube"], row["period"], row["school"], row["category"], row["measure"])
            if cell[:2] in withheld:
                continue
            self.truth[cell] = row["value"] or 0
            if row["sensitive"] and row["published"]:
                self.small.add(cell)
        self.known = {
            (row["cube"], row["period"], row["school"], row["category"], row["measure"])
            for row in self.answer.to_dicts()
            if not row["hidden"]
        }
        self.schools = sorted({cell[2] for cell in self.truth} - {""})
        self.sums = list(self._sums())

    def _sums(self):  # noqa: C901  (every sum of every cube in one place)
        """(cell: sign) that are nothing together, but for corrections, which the attacker is told."""
        published = {(row["cube"], row["period"], row["school"], row["category"], row["measure"]) for row in self.answer.to_dicts()}
        published &= self.truth.keys()
        by_figure = defaultdict(dict)
        for cell in published:
            by_figure[cell[0], cell[1], cell[3], cell[4]][cell[2]] = cell
        for cells in by_figure.values():
            if len(cells) > 1:
                yield {cell: -1 if school == "" else 1 for school, cell in cells.items()}
        for cube, period, school, category, measure in sorted(published):

            def of(name, cube=cube, period=period, school=school, category=category):
                return cube, period, school, category, name

            if measure == "duties_due":
                parts = ("duties_kept", "duties_late", "duties_overdue", "duties_not_documented")
                yield {of("duties_due"): 1} | {of(part): -1 for part in parts}
            if measure == "finished":
                yield {of("finished"): 1} | {of(part): -1 for part in ("breached", "fulfilled", "dismissed", "guided", "withdrawn")}
            if measure in ("serious", "heard", "best_interest"):
                yield {of("new_cases"): 1, of(measure): -1, of("not " + measure): -1}
            if measure in ("executed", "evaluated"):
                yield {of("measures"): 1, of(measure): -1, of("not " + measure): -1}
            year = period[:7]
            if cube == "school_grade_year" and measure == "new_cases" and category == "1-4":
                terms = [("school_term", f"{year}-{term}", school, "", "new_cases") for term in ("autumn", "spring")]
                bands = [(cube, period, school, band, "new_cases") for band in ("1-4", "5-7", "8-10")]
                if all(term in published for term in terms):
                    yield dict.fromkeys(terms, 1) | dict.fromkeys(bands, -1)
            if cube == "school_term" and measure == "avvik_raised" and school == "":
                quarters = ("q1", "q2") if period.endswith("autumn") else ("q3", "q4")
                kinds = [("owner_avvik_quarter", f"{year}-{quarter}", "", kind, measure) for quarter in quarters for kind in KINDS]
                if all(kind in published for kind in kinds):
                    yield {(cube, period, school, "", measure): 1} | dict.fromkeys(kinds, -1)

    def intervals(self, targets, insider=None):
        """The narrowest that each of the target cells can be told to lie in."""

        def is_known(cell):
            return cell in self.known or (insider is not None and cell[2] == insider and not cell[4].startswith("not "))

        rows = []
        for one in self.sums:
            unknown = {cell: sign for cell, sign in one.items() if not is_known(cell)}
            if unknown:
                right = -sum(sign * self.value(cell) for cell, sign in one.items() if is_known(cell)) + self.off(one)
                rows.append((right, unknown))
        programs = self._programs(rows)
        for cell in targets:
            if is_known(cell):
                yield cell, self.value(cell), self.value(cell)
            elif cell in programs:
                solver, number = programs[cell]
                yield (
                    cell,
                    *(self._end(solver, number, sense) for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize)),
                )

    @staticmethod
    def _programs(rows):
        """The linear program that each unknown cell stands in, and its number there.

        Cells that no chain of sums connects say nothing of each other, so they stand in programs of their own: small ones are
        solved in a part of the time.
        """
        group = {}
        for row in rows:
            joined = {id(found): found for cell in row[1] if (found := group.get(cell))}
            whole = max(joined.values(), key=lambda found: len(found[1]), default=([], {}))
            for other in joined.values():
                if other is not whole:
                    whole[0].extend(other[0])
                    for cell in other[1]:
                        whole[1].setdefault(cell, len(whole[1]))
                        group[cell] = whole
            whole[0].append(row)
            for cell in row[1]:
                whole[1].setdefault(cell, len(whole[1]))
                group[cell] = whole
        programs = {}
        for own, numbers in {id(found): found for found in group.values()}.values():
            solver = highspy.Highs()
            solver.silent()
            solver.setOptionValue("simplex_strategy", PRIMAL)
            solver.addVars(len(numbers), np.zeros(len(numbers)), np.full(len(numbers), highspy.kHighsInf))
            for right, terms in own:
                at = np.array([numbers[cell] for cell in terms], np.int32)
                solver.addRow(right, right, len(terms), at, np.array(list(terms.values()), float))
            programs |= {cell: (solver, number) for cell, number in numbers.items()}
        return programs

    @staticmethod
    def _end(solver, number, sense):
        solver.changeColCost(number, 1.0)
        solver.changeObjectiveSense(sense)
        solver.run()
        solver.changeColCost(number, 0.0)
        is_bound = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if is_bound:
            return solver.getInfo().objective_function_value
        return float("inf") if sense == highspy.ObjSense.kMaximize else 0.0

    def value(self, cell):
        if cell[4].startswith("not "):
            whole = "measures" if cell[0] == "owner_measures_year" else "new_cases"
            return self.truth[*cell[:4], whole] - self.truth[*cell[:4], cell[4][4:]]
        return self.truth[cell]

    def off(self, one):
        """How far a sum is off because a later release knew more."""
        return sum(sign * self.value(cell) for cell, sign in one.items())


def about_pupils(attacked):
    return sorted(cell for cell in attacked.small if cell[0] != "wheel_year")


def test_no_small_number_can_be_told_within_five_by_one_who_has_everything_that_was_released(attacked):
    targets = about_pupils(attacked)
    assert len(targets) > 50
    told = [found for found in attacked.intervals(targets) if not found[2] - found[1] >= NARROW]
    assert told == []


def test_nor_by_one_who_knows_all_the_numbers_of_one_school(attacked):
    asked = 0
    insiders = attacked.schools if len(attacked.schools) <= 20 else attacked.schools[::5]
    for insider in insiders:
        targets = [cell for cell in about_pupils(attacked) if cell[2] != insider]
        every = max(1, len(targets) // 150)
        for cell, least, most in attacked.intervals(targets[::every], insider):
            asked += 1
            assert most - least >= NARROW, (insider, cell, least, most)
    assert asked > 200


def test_no_difference_of_two_shown_figures_is_a_pupil_who_is_hidden(attacked):
    """All pairs of totals and schools, and all minus all but one: what a reader does with a calculator."""
    shown = defaultdict(dict)
    for cell in attacked.known:
        if cell[0] != "wheel_year":
            shown[cell[0], cell[1], cell[3], cell[4]][cell[2]] = attacked.truth[cell]
    for figure, cells in shown.items():
        every = {cell[2] for cell in attacked.truth if (cell[0], cell[1], cell[3], cell[4]) == figure} - {""}
        missing = every - cells.keys()
        if "" in cells and len(every) > 1:
            assert len(missing) != 1, figure
            left = cells[""] - sum(count for school, count in cells.items() if school)
            small = [school for school in missing if (figure[0], figure[1], school, figure[2], figure[3]) in attacked.small]
            assert left >= 5 or not small, figure


def test_every_small_count_is_hidden_and_not_everything_else(attacked):
    assert attacked.small.isdisjoint(attacked.known)
    figures = attacked.ledger.filter(pl.col("cube") != "wheel_year")
    price = figures["hidden"].sum() / figures["cells"].sum()
    small = sum(cell[0] != "wheel_year" for cell in attacked.small) / figures["cells"].sum()
    assert small <= price < 1
    assert not figures["withheld"].any()
