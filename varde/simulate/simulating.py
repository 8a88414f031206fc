"""A whole simulation: what is asked for, and the rows of its stores."""

from __future__ import annotations

import heapq
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import msgspec

from services.compliance.calendar import Calendar, end_of_day
from varde.simulate.casting import Caster, order
from varde.simulate.library import Library
from varde.simulate.load import load_model
from varde.simulate.nation import Municipality, make_nation
from varde.simulate.registering import registrations
from varde.simulate.school_time import SchoolTime
from varde.simulate.units import Planner, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from varde.simulate.casting import Row

ONE_TENANT: Final = "norge"
"""The store that holds the whole nation."""

YEARS_AFTER: Final = 6
"""How far beyond the last day the calendar must reach: for how long the slowest story goes on."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. The same gives the same, byte for byte."""

    schools: int
    municipalities: int
    years: int
    events: int
    seed: int
    until: date

    @property
    def first(self) -> date:
        """The first day."""
        return self.until.replace(year=self.until.year - self.years, day=min(self.until.day, 28))


class Simulation:
    """One simulation, from which the rows of every store come."""

    def __init__(self, wanted: Wanted) -> None:
        """Raises ValueError when the numbers do not go together."""
        self.wanted: Final = wanted
        self._load = load_model()
        self.municipalities: Final = make_nation(
            municipalities=wanted.municipalities, schools=wanted.schools, load=self._load, seed=wanted.seed
        )
        calendar = Calendar(last_year=wanted.until.year + YEARS_AFTER + 1)
        self._time = SchoolTime(wanted.first, date(wanted.until.year + YEARS_AFTER, 12, 31), calendar)
        self._library = Library(self._load, wanted.seed)
        self._planner = Planner(self._library, self._load, self._time, first=wanted.first, last=wanted.until, seed=wanted.seed)
        self._pupils = sum(municipality.pupils for municipality in self.municipalities)

    def rows(self, municipalities: Sequence[Municipality], tenant: str) -> Iterator[Row]:
        """The rows of a store for some of the municipalities, in the order in which they were written down."""
        units: list[Unit] = []
        for municipality in municipalities:
            share = -(-self.wanted.events * municipality.pupils // self._pupils)
            units += self._planner.units(municipality, share)
        until = end_of_day(self.wanted.until).timestamp()
        ordered = order(units, self._library.moulds, self._time, until)
        wanted = self.wanted
        caster = Caster(
            units,
            self._library.moulds,
            time=self._time,
            municipalities=municipalities,
            tenant=tenant,
            seed=wanted.seed,
        )
        registered = registrations(municipalities, wanted.first, wanted.until, tenant=tenant, seed=wanted.seed)
        for _, row in heapq.merge(registered, caster.rows(ordered), key=itemgetter(0)):
            yield row
