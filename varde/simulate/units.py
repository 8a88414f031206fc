"""What happens where and when: one unit is one casting of a mould at a school."""

from __future__ import annotations

from bisect import bisect
from datetime import date
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, Final

import msgspec

from events.envelope import SCHOOL_YEAR_STARTS_IN_MONTH
from varde.simulate.school_time import HOURS
from varde.simulate.stories.told import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from varde.simulate.library import Library
    from varde.simulate.load import Load
    from varde.simulate.nation import Municipality, School
    from varde.simulate.school_time import SchoolTime

_PACES: Final = (0.6, 1.5)
"""A case takes from so many to so many times as long as it was told."""

_MONDAY_MORNING: Final = 2
"""Hours."""


SILENCE: Final = 0.08
"""How much a silent school writes down of what others would."""


class Unit(msgspec.Struct, frozen=True, array_like=True):
    """One casting: the mould's number, the school's number, when it starts (school hours), how much longer it takes, and an id."""

    mould: int
    school: int
    start: float
    stretch: float
    id: int


class Starts:
    """When cases start: by month, and most of all on Monday mornings."""

    def __init__(self, time: SchoolTime, first: date, last: date, load: Load) -> None:
        months = {int(month): weight for month, weight in load.assumptions.months.items()}
        factor = load.assumptions.monday_morning_factor
        self._slots: list[int] = []
        weights: list[float] = []
        for number, day in enumerate(time.days):
            if first <= day <= last:
                for hour in range(HOURS):
                    self._slots.append(number * HOURS + hour)
                    weights.append(months[day.month] * (factor if day.weekday() == 0 and hour < _MONDAY_MORNING else 1))
        self._sums = list(accumulate(weights))

    def draw(self, random: Random) -> float:
        """One start."""
        return self._slots[bisect(self._sums, random.random() * self._sums[-1])] + random.random()


class Planner:
    """Draws the units of a municipality. The same seed gives the same units, whatever other municipalities there are."""

    def __init__(self, library: Library, load: Load, time: SchoolTime, *, first: date, last: date, seed: int) -> None:
        self._library = library
        self._load = load
        self._time = time
        self._first = first
        self._last = last
        self._seed = seed
        self._end = time.at(last) + HOURS
        self._starts = Starts(time, first, last, load)
        self._years = [
            (year, Starts(time, max(first, date(year, SCHOOL_YEAR_STARTS_IN_MONTH, 1)), last_of(year, last), load))
            for year in school_years(first, last)
        ]

    def units(self, municipality: Municipality, events: int) -> list[Unit]:
        """At least ``events`` events that are written down by the last day, and what belongs to every school year."""
        random = Random(f"{self._seed} {municipality.number}")  # noqa: S311  (an invented nation, no secret)
        found: list[Unit] = []
        made = 0
        weights = list(accumulate(_weight(school, random) for school in municipality.schools))
        for unit in self._fixed(municipality, weights, random):
            found.append(unit)
            made += self._written(unit)
        shapes, shares = zip(*self._load.assumptions.shapes.items(), strict=True)
        while made < events:
            school = municipality.schools[bisect(weights, random.random() * weights[-1])]
            if random.random() < self._load.assumptions.heightened_per_case:
                mould = self._library.beside("heightened", school.manner, random)
            else:
                shape = Shape(random.choices(shapes, shares)[0])
                mould = self._library.case(shape, school.manner, _grade(school, random), random)
            unit = self._unit(mould, school, self._starts.draw(random), random)
            found.append(unit)
            made += self._written(unit)
        return found

    def _fixed(self, municipality: Municipality, weights: list[float], random: Random) -> Iterator[Unit]:
        assumed = self._load.assumptions
        for year, starts in self._years:
            for school in municipality.schools:
                begins = self._time.at(max(self._first, date(year, SCHOOL_YEAR_STARTS_IN_MONTH, 1)))
                yield Unit(self._library.beside("wheel", school.manner, random), school.number, begins, 1.0, random.getrandbits(60))
                if school.grades[1] >= 7:  # noqa: PLR2004  (the survey's first grade here)
                    mould = self._library.beside("survey_results", school.manner, random, *school.grades, year)
                    yield Unit(mould, school.number, begins, 1.0, random.getrandbits(60))
                for _ in range(_times(assumed.non_anonymous_surveys_per_school_year, random)):
                    yield self._unit(self._library.beside("survey", school.manner, random), school, starts.draw(random), random)
                for _ in range(_times(assumed.interventions_per_pupil_year * school.pupils, random)):
                    mould = self._library.beside("intervention", school.manner, random)
                    yield self._unit(mould, school, starts.draw(random), random)
            for _ in range(_times(self._load.reported_per_pupil(year) * municipality.pupils, random)):
                school = municipality.schools[bisect(weights, random.random() * weights[-1])]
                mould = self._library.case(Shape.STATSFORVALTER, school.manner, _grade(school, random), random)
                yield self._unit(mould, school, starts.draw(random), random)

    def _unit(self, mould: int, school: School, start: float, random: Random) -> Unit:
        return Unit(mould, school.number, start, random.uniform(*_PACES), random.getrandbits(60))

    def _written(self, unit: Unit) -> int:
        """How many of a unit's events are written down by the end of the last day."""
        return bisect(self._library.moulds[unit.mould].recorded, (self._end - unit.start) / unit.stretch)


def _weight(school: School, random: Random) -> float:
    """How many of the municipality's cases come from the school: by its pupils, and by how much it writes down."""
    return school.pupils * (SILENCE if school.is_silent else random.lognormvariate(0, 0.4))


def _grade(school: School, random: Random) -> int:
    return random.randint(*school.grades)


def _times(expected: float, random: Random) -> int:
    whole = int(expected)
    return whole + (random.random() < expected - whole)


def school_years(first: date, last: date) -> range:
    """The years in which the school years begin that hold these days."""
    return range(_school_year(first), _school_year(last) + 1)


def _school_year(day: date) -> int:
    return day.year - (day.month < SCHOOL_YEAR_STARTS_IN_MONTH)


def last_of(year: int, last: date) -> date:
    """The last day of the school year that begins in ``year``, or the last of all."""
    return min(last, date(year + 1, SCHOOL_YEAR_STARTS_IN_MONTH - 1, 31))
