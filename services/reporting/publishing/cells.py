"""From counts to the cells of a release: every figure of the cube, and the unpublished rests that hold its sums together. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from services.reporting.disclosure.rules import is_small, is_too_few
from services.reporting.publishing.cubes import OWNER_AVVIK_QUARTER, SCHOOL_GRADE_YEAR, SCHOOL_TERM, Cube, Measure, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ALL: Final = ""
"""The school of a row about the whole municipality."""

REST: Final = "rest:"

Counted: TypeAlias = "Mapping[tuple[str, str], Mapping[str, int | None]]"
"""By school (ALL for all) and category: what was counted, by measure."""


@dataclass(frozen=True, kw_only=True)
class School:
    """What a base is computed from."""

    orgnr: str
    pupils: int | None
    lowest_grade: int | None
    highest_grade: int | None


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One figure. ``value`` None: there is nothing to tell, and it is hidden. Not ``published``: it only holds sums together."""

    school: str
    category: str
    measure: str
    value: int | None
    sensitive: bool
    published: bool = True


def cells(cube: Cube, counted: Counted, schools: Sequence[School]) -> tuple[Cell, ...]:
    """Every cell of the cube for these schools and their total, also where nothing was counted."""
    rows = [(school.orgnr, (school,)) for school in schools] + [(ALL, tuple(schools))]
    # Where a whole school has none, a group of it tells nothing more.
    something = {orgnr for orgnr, _ in counted}
    return tuple(
        cell
        for orgnr, whose in rows
        for category in cube.categories
        for cell in _row(
            cube, orgnr, category, counted.get((orgnr, category), {}), _base(cube, whose, category if orgnr in something else "")
        )
        if cube.by_school or orgnr == ALL or cube is OWNER_AVVIK_QUARTER
    )


def _row(cube: Cube, school: str, category: str, counted: Mapping[str, int | None], base: int | None) -> Iterator[Cell]:
    published = cube.by_school or school == ALL

    def small(measure: Measure, count: int, whole: int) -> bool:
        if not cube.about_pupils:
            return is_too_few(base)
        return is_small(count, base, zero_tells=measure.zero_tells and school != ALL and whole > 0)

    def count(measure: str) -> int:
        return counted.get(measure) or 0

    for measure in cube.counts:
        own = count(measure.name)
        whole = own if measure.part_of is None else count(measure.part_of)
        rest = whole - own
        rest_tells = measure.part_of is not None and whole > 0 and small(measure, rest, whole)
        yield Cell(
            school=school,
            category=category,
            measure=measure.name,
            value=own,
            sensitive=published and (rest_tells or small(measure, own, whole)),
            published=published,
        )
        if has_rest(cube, measure):
            yield Cell(
                school=school,
                category=category,
                measure=REST + measure.name,
                value=rest,
                sensitive=published and rest_tells and cube.about_pupils,
                published=False,
            )
    for measure in cube.measures:
        if measure.unit is not Unit.COUNT:
            yield Cell(school=school, category=category, measure=measure.name, value=counted.get(measure.name), sensitive=False)


def has_rest(cube: Cube, measure: Measure) -> bool:
    """Whether what a part leaves of its whole is no measure of its own."""
    return measure.part_of is not None and not any(measure.name in sums for sums in cube.sums)


_BANDS: Final = {"1-4": range(1, 5), "5-7": range(5, 8), "8-10": range(8, 11)}


def _base(cube: Cube, schools: Sequence[School], category: str) -> int | None:
    found = [_pupils(school, category if cube is SCHOOL_GRADE_YEAR else "") for school in schools]
    known = [pupils for pupils in found if pupils is not None]
    return sum(known) if known else None


def _pupils(school: School, band: str) -> int | None:
    """The pupils of a school, or of its grades in a band when they are taken to be as many in each grade."""
    grades = _BANDS.get(band)
    if school.pupils is None or grades is None or school.lowest_grade is None or school.highest_grade is None:
        return school.pupils
    taught = range(school.lowest_grade, school.highest_grade + 1)
    return school.pupils * len(set(taught) & set(grades)) // max(len(taught), 1)


SHARING_SUMS: Final = frozenset({SCHOOL_TERM.name, SCHOOL_GRADE_YEAR.name, OWNER_AVVIK_QUARTER.name})
"""The cubes of a school year that count the same things, and are protected together."""
