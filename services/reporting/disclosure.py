"""Small numbers are hidden before they leave: no pupil is to be recognised in a comparison, and no sum gives a hidden number back.

Figures come in blocks that add up (duties_due = duties_kept + late + …), and every column adds up to its total. A school's
block is therefore shown whole or hidden whole; what is left to an attacker are the sums of hidden cells, column by column.
Within them every cell can be anything from nothing to the sum, so the sums alone have to be large enough, also for one who
works at a hidden school and knows its numbers. See docs/explanation/warehouse.md.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.reporting.questions import MunicipalityOverview, MunicipalityTotals

SMALL: Final = range(1, 5)
"""Counts that are hidden."""

LEAST_PUPILS: Final = 10
"""A school with fewer pupils, or an unknown number, shows nothing."""

LEAST_PUPILS_FOR_ZERO: Final = 20
"""At a smaller school nothing is as telling as something."""

LEAST_BASE_FOR_SHARE: Final = 20
LEAST_BASE_FOR_MEDIAN: Final = 10
LEAST_UNCERTAINTY: Final = 5
"""How wide the range must be in which a hidden number can lie."""

LEAST_HIDDEN: Final = 3
"""How many schools must be hidden together, so that one of them does not know the other."""

BLOCKS: Final = (
    ("open_cases",),
    ("new_cases", "serious"),
    ("duties_due", "duties_kept", "late", "overdue", "not_documented"),
    ("avvik_open",),
)
"""Columns that are shown or hidden together. The first is the block's size."""

PARTS: Final = {"serious": "new_cases", "duties_kept": "duties_due"}
"""A part whose rest is as telling as itself."""

SHARES: Final = {"kept_share": "duties_due"}
MEDIANS: Final = {
    "median_hours_report": "report_base",
    "median_hours_investigate": "investigate_base",
    "median_hours_plan": "plan_base",
}
FIGURES: Final = (*(name for block in BLOCKS for name in block), *SHARES, *MEDIANS)

SCHOOL_YEAR_BEGINS: Final = (8, 1)
SCHOOL_YEAR_ENDS: Final = (7, 31)


class PeriodNotPublishedError(ValueError):
    """Protected figures are published for whole school years as they are known now; other cuts could be subtracted."""


def refuse_unpublished_period(asked: MunicipalityOverview | MunicipalityTotals) -> None:
    """Raise PeriodNotPublishedError unless the period is one whole school year, seen from the present."""
    first, last = asked.period_from, asked.period_to
    is_year = first is not None and last is not None and (first, last) == school_year_of(first)
    if not is_year or asked.as_of is not None or asked.recorded_by is not None or asked.at is not None:
        raise PeriodNotPublishedError("protected figures are given for whole school years (1 August to 31 July), as known now")


def school_year_of(day: date) -> tuple[date, date]:
    """The first and the last day of the school year that a day falls in."""
    year = day.year if (day.month, day.day) >= SCHOOL_YEAR_BEGINS else day.year - 1
    return date(year, *SCHOOL_YEAR_BEGINS), date(year + 1, *SCHOOL_YEAR_ENDS)


def exact(rows: pl.DataFrame) -> pl.DataFrame:
    """The figures as they are; every ``<figure>_hidden`` is false."""
    return rows.with_columns(pl.lit(value=False).alias(f"{figure}_hidden") for figure in FIGURES)


def protected(rows: pl.DataFrame) -> pl.DataFrame:
    """The figures with what must be hidden as null and ``<figure>_hidden`` true.

    ``rows`` are all schools and one row with ``is_total``; each has pupils, the figures and the medians' bases.
    """
    table = rows.to_dicts()
    hidden = {figure: [False] * len(table) for figure in FIGURES}
    for block in BLOCKS:
        for row in _hidden_rows(table, block):
            for figure in block:
                hidden[figure][row] = True
    for share, base in SHARES.items():
        hidden[share] = [hidden[base][number] or row[base] < LEAST_BASE_FOR_SHARE for number, row in enumerate(table)]
    for median, base in MEDIANS.items():
        hidden[median] = [hidden["new_cases"][number] or row[base] < LEAST_BASE_FOR_MEDIAN for number, row in enumerate(table)]
    flags = pl.DataFrame({f"{figure}_hidden": marks for figure, marks in hidden.items()})
    return rows.hstack(flags).with_columns(
        *(_shown(figure, pl.col(figure)) for figure in FIGURES if figure not in SHARES),
        *(_shown(share, pl.col(share).round(2)) for share in SHARES),
    )


def _shown(figure: str, value: pl.Expr) -> pl.Expr:
    return pl.when(~pl.col(f"{figure}_hidden")).then(value).alias(figure)


class _Block(NamedTuple):
    """The schools' counts of one block, and which of them must not be known."""

    counts: list[list[int]]
    sensitive: list[list[bool]]

    def is_safe(self, hidden: Sequence[int]) -> bool:
        """Whether the sums of the hidden rows tell nothing, not even to one of the hidden schools."""
        if not hidden:
            return True
        if len(hidden) < LEAST_HIDDEN:
            return False
        columns = range(len(self.counts[0]))
        told = [column for column in columns if any(self.sensitive[row][column] for row in hidden)]
        return all(self._unknown(hidden, column) >= LEAST_UNCERTAINTY for column in told)

    def _unknown(self, hidden: Sequence[int], column: int) -> int:
        values = [self.counts[row][column] for row in hidden]
        return sum(values) - max(values)


def _hidden_rows(table: list[dict[str, object]], block: tuple[str, ...]) -> set[int]:
    schools = [number for number, row in enumerate(table) if not row["is_total"]]
    totals = [number for number, row in enumerate(table) if row["is_total"]]
    cells = _Block(
        counts=[[_count(table[number], figure) for figure in block] for number in schools],
        sensitive=[[_is_sensitive(table[number], figure) for figure in block] for number in schools],
    )
    hidden = [place for place in range(len(schools)) if any(cells.sensitive[place])]
    hide_totals = any(_is_sensitive(table[number], figure) for number in totals for figure in block)
    if not hide_totals:
        # The smallest first; a zero adds no uncertainty and is worth showing.
        rest = sorted(set(range(len(schools))) - set(hidden), key=lambda at: (cells.counts[at][0] == 0, cells.counts[at], at))
        while rest and not cells.is_safe(hidden):
            hidden.append(rest.pop(0))
        hide_totals = not cells.is_safe(hidden)
    return {schools[place] for place in hidden} | (set(totals) if hide_totals else set())


def _count(row: Mapping[str, object], figure: str) -> int:
    value = row[figure]
    return value if isinstance(value, int) else 0


def _is_sensitive(row: Mapping[str, object], figure: str) -> bool:
    pupils = row["pupils"]
    if not isinstance(pupils, int) or pupils < LEAST_PUPILS:
        return True
    counts = [_count(row, figure)]
    if figure in PARTS and _count(row, PARTS[figure]) > 0:
        counts.append(_count(row, PARTS[figure]) - counts[0])
    least = 0 if pupils < LEAST_PUPILS_FOR_ZERO else SMALL.start
    return any(least <= count < SMALL.stop for count in counts)
