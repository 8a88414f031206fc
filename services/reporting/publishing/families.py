"""The releases that share sums, as one system: what is released now beside everything that was released before. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from services.reporting.disclosure.system import System
from services.reporting.publishing.cells import ALL, REST, SHARING_SUMS, Cell
from services.reporting.publishing.cubes import CUBES, OWNER_AVVIK_QUARTER, SCHOOL_GRADE_YEAR, SCHOOL_TERM
from services.reporting.publishing.periods import school_year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from services.reporting.publishing.cubes import Cube
    from services.reporting.publishing.periods import Period

_CUBES: Final = {cube.name: cube for cube in CUBES}
_TERMS: Final = {"autumn": ("q1", "q2"), "spring": ("q3", "q4")}


class Column(NamedTuple):
    """One figure of a family. ``period`` is the part of the school year alone, as ``autumn``."""

    cube: str
    period: str
    category: str
    measure: str


@dataclass(frozen=True, kw_only=True)
class Released:
    """A cell with where it belongs, and how it stands: ``hidden`` None until it is decided."""

    column: Column
    cell: Cell
    hidden: bool | None


@dataclass(frozen=True, kw_only=True)
class Family:
    """A system, and what its rows and columns are."""

    system: System
    rows: tuple[str, ...]
    columns: tuple[Column, ...]


def family_of(cube: Cube, period: Period) -> str:
    """The name of the family that a release belongs to."""
    return f"schools-{school_year_of(period.first)}" if cube.name in SHARING_SUMS else f"{cube.name}-{period.name}"


def part_of_year(period: str) -> str:
    """The last part of a period's name."""
    return period.rsplit("-", 1)[-1]


def family(released: Sequence[Released]) -> Family:
    """The system of all cells that are counts: the new ones (``hidden`` None) are the ones that may still be hidden."""
    schools = sorted({one.cell.school for one in released} - {ALL})
    rows = (*schools, ALL)
    remainders: dict[Column, None] = {}
    columns = sorted({one.column for one in released})
    equations = list(_equations(columns, remainders))
    columns += remainders
    row_of = {school: number for number, school in enumerate(rows)}
    column_of = {column: number for number, column in enumerate(columns)}
    shape = (len(rows), len(columns))
    counts = np.zeros(shape, dtype=np.int64)
    sensitive, hidden, settled = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool), np.ones(shape, dtype=bool)
    for one in released:
        place = row_of[one.cell.school], column_of[one.column]
        counts[place] = one.cell.value or 0
        sensitive[place] = one.cell.sensitive
        hidden[place] = not one.cell.published or bool(one.hidden)
        settled[place] = not one.cell.published or one.hidden is not None
    numbered = []
    for equation in equations:
        for column in equation:
            if column in remainders:
                others = sum(sign * counts[:, column_of[other]] for other, sign in equation.items() if other != column)
                counts[:, column_of[column]] = np.maximum(others, 0)
                hidden[:, column_of[column]] = True
        numbered.append({column_of[column]: sign for column, sign in equation.items()})
    # What is counted for the municipality alone has no rows of schools.
    has_total = bool(schools)
    system = System(
        counts=counts, sensitive=sensitive, hidden=hidden, settled=settled, equations=tuple(numbered), has_total=has_total
    )
    return Family(system=system, rows=rows, columns=tuple(columns))


def _equations(columns: Sequence[Column], remainders: dict[Column, None]) -> Iterable[Mapping[Column, int]]:
    known = set(columns)
    for cube, period, category in sorted({column[:3] for column in columns}):
        declared = _CUBES[cube]
        for first, *parts in declared.sums:
            yield {Column(cube, period, category, first): 1} | {Column(cube, period, category, part): -1 for part in parts}
        for measure in declared.counts:
            rest = Column(cube, period, category, REST + measure.name)
            if rest in known and measure.part_of is not None:
                yield {Column(cube, period, category, measure.part_of): 1, rest._replace(measure=measure.name): -1, rest: -1}
    terms = [Column(SCHOOL_TERM.name, term, "", "new_cases") for term in _TERMS]
    bands = [Column(SCHOOL_GRADE_YEAR.name, "year", band, "new_cases") for band in SCHOOL_GRADE_YEAR.categories]
    if known.issuperset(bands):
        yield _sum(bands, terms, known, remainders)
    for term, quarters in _TERMS.items():
        whole = Column(SCHOOL_TERM.name, term, "", "avvik_raised")
        kinds = [
            Column(OWNER_AVVIK_QUARTER.name, quarter, kind, "avvik_raised")
            for quarter in quarters
            for kind in OWNER_AVVIK_QUARTER.categories
        ]
        if whole in known and known.intersection(kinds):
            yield _sum([whole], kinds, known, remainders)


def _sum(
    wholes: Sequence[Column], parts: Sequence[Column], known: set[Column], remainders: dict[Column, None]
) -> Mapping[Column, int]:
    """``wholes`` together are ``parts`` together; for parts that were never released there is a remainder that nobody knows."""
    equation = dict.fromkeys(wholes, 1) | {part: -1 for part in parts if part in known}
    if not known.issuperset(parts):
        remainder = wholes[0]._replace(measure="remainder")
        remainders[remainder] = None
        equation[remainder] = -1
    return equation
