"""What the report is made of: the published figures of two school years, and what internal control shows of them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import msgspec
import polars as pl

from dashboards.cells import Cell, Missing
from dashboards.pages.published_names import published_cell
from dashboards.periods import SCHOOL_YEAR_STARTS
from dashboards.view import NotOfferedError
from services.reporting.publishing.cubes import Cube, Every, Measure
from services.reporting.questions import InternalControl, Published, Releases, WheelCompletion

if TYPE_CHECKING:
    from dashboards.asking import Asking

PATH: Final = "arsrapport"

_YEAR: Final = re.compile(r"(?P<year>20[0-9]{2})-(?P<next>[0-9]{2})")


class Year(msgspec.Struct, frozen=True, order=True):
    """A school year, by the calendar year in which it begins."""

    begins: int

    @property
    def word(self) -> str:
        """As it stands in an address, and in the names of periods: ``2025-26``."""
        return f"{self.begins}-{(self.begins + 1) % 100:02}"

    @property
    def before(self) -> Year:
        """The year before."""
        return Year(self.begins - 1)

    @property
    def first(self) -> date:
        """1 August."""
        return date(self.begins, SCHOOL_YEAR_STARTS, 1)

    @property
    def last(self) -> date:
        """31 July."""
        return date(self.begins + 1, SCHOOL_YEAR_STARTS - 1, 31)

    def periods(self, every: Every) -> tuple[str, ...]:
        """The names of its periods, the earliest first."""
        match every:
            case Every.HALF_YEAR:
                return (f"{self.begins}-h2", f"{self.begins + 1}-h1")
            case Every.TERM:
                parts: tuple[str, ...] = ("autumn", "spring")
            case Every.QUARTER:
                parts = ("q1", "q2", "q3", "q4")
            case Every.SCHOOL_YEAR:
                parts = ("year",)
        return tuple(f"{self.word}-{part}" for part in parts)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The chosen year, all that can be chosen, and the figures.

    ``wheels``: by school (None: the municipality's own) and year. ``control``: by subject (total, of them) in the year before and
    in the year. ``released_on``: the last release of the year; ``releases``: the ledger of both years.
    """

    year: Year
    years: tuple[Year, ...]
    figures: dict[tuple[str, str, str, str], Cell]
    wheels: dict[tuple[str | None, Year], dict[str, Any]]
    control: dict[str, tuple[tuple[int, int], tuple[int, int]]]
    released_on: date
    releases: tuple[dict[str, Any], ...]

    @property
    def both(self) -> tuple[Year, Year]:
        """The year before, and the year."""
        return (self.year.before, self.year)

    def cell(self, cube: Cube, period: str, measure: Measure, *, category: str = "") -> Cell:
        """A published figure; Missing.NONE where nothing is published yet, Missing.HIDDEN where it would tell of too few."""
        return self.figures.get((cube.name, period, category, measure.name), Missing.NONE)


def report(asking: Asking) -> Report | None:
    """The report of the year that the reader chose, or of the last one; None where nothing is published yet.

    Raises ChoiceError, WarehouseUnavailableError.
    """
    rows, ledger = asking.ask_widely(Published(of_schools=False), Releases())
    years = _years(rows)
    if not years:
        return None
    year = _chosen(years, asking.view.chosen)
    wheels, control = _internal_control(asking, (year.before, year))
    return Report(
        year=year,
        years=years,
        figures={(row["cube"], row["period"], row["category"], row["measure"]): published_cell(row) for row in rows.to_dicts()},
        wheels=wheels,
        control=control,
        released_on=max(rows.filter(pl.col("period").str.starts_with(year.word))["released_on"].to_list()),
        releases=tuple(row for row in ledger.to_dicts() if year.before.first <= row["last_day"] <= year.last),
    )


def _years(rows: pl.DataFrame) -> tuple[Year, ...]:
    """The school years that have a published period of their own, the latest first."""
    found = {Year(int(match["year"])) for period in rows["period"].unique() if (match := _YEAR.match(period))}
    return tuple(sorted(found, reverse=True))


def _chosen(years: tuple[Year, ...], word: str | None) -> Year:
    if word is None:
        return years[0]
    for year in years:
        if year.word == word:
            return year
    raise NotOfferedError("chosen")


def _internal_control(asking: Asking, years: tuple[Year, Year]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """What :class:`Report` has as ``wheels`` and ``control``."""
    wheels = [WheelCompletion(school_year=f"{one.begins}/{one.begins + 1}") for one in years]
    control = [InternalControl(period_from=one.first, period_to=one.last) for one in years]
    *of_wheels, before, now = (rows.to_dicts() for rows in asking.ask_widely(*wheels, *control))
    return (
        {(row["school"], one): row for one, rows in zip(years, of_wheels, strict=True) for row in rows},
        {
            row["subject"]: ((row["total"], row["of_them"]), (then["total"], then["of_them"]))
            for then, row in zip(before, now, strict=True)
        },
    )
