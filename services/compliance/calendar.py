"""Local law-time: days in Europe/Oslo, working days in Norway, school years, and the days when a school is closed.

Public holidays and weekends are no working days. A day when a *school* is closed is kept apart: it is shown, and it does
not stop the law's clocks (Udir's circular 7.2.2: the one-week rule runs in ordinary working days).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import holidays
import polars as pl

from events.envelope import SCHOOL_YEAR_STARTS_IN_MONTH, school_year
from events.local_time import OSLO

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

OSLO_NAME: Final = "Europe/Oslo"
FIRST_YEAR: Final = 2015
LAST_YEAR: Final = 2045
LAST_WEEK_OF_SPRING: Final = 30
"""ISO weeks up to this one lie in the second calendar year of a school year."""
HOLIDAYS_KNOWN: Final = range(1900, 2101)
"""The years for which the holidays library is asked; outside them only weekends are free."""

_EPOCH: Final = date(1970, 1, 1)
_FRIDAY: Final = 4
_MICROSECOND: Final = timedelta(microseconds=1)


@cache
def _holidays(first: int, last: int) -> dict[date, str]:
    years = [year for year in range(first, last + 1) if year in HOLIDAYS_KNOWN]
    found = holidays.country_holidays("NO", years=years, language="no") if years else {}
    return {day: str(name) for day, name in found.items() if first <= day.year <= last}


def local_day(moment: datetime) -> date:
    """The local date of a moment."""
    return moment.astimezone(OSLO).date()


def end_of_day(day: date) -> datetime:
    """The last microsecond of a local day, in UTC."""
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=OSLO).astimezone(UTC) - _MICROSECOND


class Calendar:
    """Working days from the 1st of January of ``first_year`` to the end of ``last_year``, and the closed days of schools.

    ``closed`` gives, by organisation number, the days when a school is closed and what kind of day it is. It may be a living view.
    """

    def __init__(
        self, *, closed: Mapping[str, Mapping[date, str]] | None = None, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR
    ) -> None:
        self.closed: Final[Mapping[str, Mapping[date, str]]] = {} if closed is None else closed
        self.first_year: Final = first_year
        self.last_year: Final = last_year

    def with_closed(self, closed: Mapping[str, Mapping[date, str]]) -> Calendar:
        """The same calendar with other closed days."""
        return Calendar(closed=closed, first_year=self.first_year, last_year=self.last_year)

    def covering(self, first: date, last: date) -> Calendar:
        """The same calendar, stretched so that both days and a year around them are in it."""
        low, high = min(self.first_year, max(first.year - 1, 1)), max(self.last_year, min(last.year + 1, 9998))
        if (low, high) == (self.first_year, self.last_year):
            return self
        return Calendar(closed=self.closed, first_year=low, last_year=high)

    def holiday(self, day: date) -> str | None:
        """The public holiday that the day is, in bokmål; None on any other day."""
        return _holidays(self.first_year, self.last_year).get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether the day is neither Saturday, Sunday nor a public holiday."""
        return day.weekday() <= _FRIDAY and self.holiday(day) is None

    def working_days_after(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day``."""
        tables = self._tables
        return _EPOCH + timedelta(days=int(tables.working[int(tables.ordinal[self._index(day)]) + n - 1]))

    def holidays_between(self, after: date, until: date) -> list[tuple[date, str]]:
        """The public holidays on weekdays after ``after`` and until ``until``: those that push a working-day limit."""
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return [(day, name) for day in days if day.weekday() <= _FRIDAY and (name := self.holiday(day)) is not None]

    def closed_at(self, school: str) -> Mapping[date, str]:
        """The days when the school is closed, each with what kind of day it is; empty where nothing is said."""
        return self.closed.get(school, {})

    def frame(self, schools: Collection[str] | None = None) -> pl.DataFrame:
        """One row per day: day, weekday (1-7), iso_week, holiday, working_day, school_year, closed_at (schools closed that day)."""
        closed_at: dict[date, list[str]] = {}
        for school, closed in self.closed.items():
            if schools is None or school in schools:
                for day in closed:
                    closed_at.setdefault(day, []).append(school)
        closings = pl.DataFrame(
            {"day": closed_at.keys(), "closed_at": map(sorted, closed_at.values())},
            schema={"day": pl.Date, "closed_at": pl.List(pl.String)},
        )
        return (
            _days(self.first_year, self.last_year)
            .join(closings, on="day", how="left", maintain_order="left")
            .with_columns(pl.col("closed_at").fill_null(pl.lit([], dtype=pl.List(pl.String))))
        )

    def end_of_local_day(self, day: pl.Expr) -> pl.Expr:
        """The last microsecond of local days (Date), as UTC."""
        return (day + timedelta(days=1)).cast(pl.Datetime("us")).dt.replace_time_zone(OSLO_NAME).dt.convert_time_zone(
            "UTC"
        ) - _MICROSECOND

    def nth_working_day(self, day: pl.Expr, n: pl.Expr) -> pl.Expr:
        """The ``n``-th working day after local days (Date)."""
        tables = self._tables
        index = day.cast(pl.Int32) - tables.first
        ordinal = pl.lit(tables.ordinal).gather(index)
        return pl.lit(tables.working).gather(ordinal + n - 1).cast(pl.Date)

    def _index(self, day: date) -> int:
        return (day - _EPOCH).days - self._tables.first

    @property
    def _tables(self) -> _Tables:
        return _tables(self.first_year, self.last_year)


@cache
def _days(first_year: int, last_year: int) -> pl.DataFrame:
    """One row per day, with what is the same at every school."""
    days = pl.date_range(date(first_year, 1, 1), date(last_year, 12, 31), eager=True).to_list()
    holidays = [_holidays(first_year, last_year).get(day) for day in days]
    return pl.DataFrame(
        {"day": days, "holiday": holidays, "school_year": map(school_year, days)},
        schema={"day": pl.Date, "holiday": pl.String, "school_year": pl.String},
    ).select(
        "day",
        pl.col("day").dt.weekday().alias("weekday"),
        pl.col("day").dt.week().alias("iso_week"),
        "holiday",
        ((pl.col("day").dt.weekday() <= _FRIDAY + 1) & pl.col("holiday").is_null()).alias("working_day"),
        "school_year",
    )


class _Tables:
    """Day numbers (days since 1970): how many working days there are up to each day, and the working days in order."""

    def __init__(self, *, first: int, ordinal: pl.Series, working: pl.Series) -> None:
        self.first = first
        self.ordinal = ordinal
        self.working = working


@cache
def _tables(first_year: int, last_year: int) -> _Tables:
    days = pl.date_range(date(first_year, 1, 1), date(last_year, 12, 31), eager=True)
    working = (days.dt.weekday() <= _FRIDAY + 1) & ~days.is_in(list(_holidays(first_year, last_year)))
    return _Tables(
        first=(date(first_year, 1, 1) - _EPOCH).days,
        ordinal=working.cast(pl.Int32).cum_sum(),
        working=days.filter(working).cast(pl.Int32),
    )


def local_date(moment: pl.Expr) -> pl.Expr:
    """The local date of moments (Datetime in UTC)."""
    return moment.dt.convert_time_zone(OSLO_NAME).dt.date()


def first_year_of_school_year(day: pl.Expr) -> pl.Expr:
    """The year in which the school year of local days begins (1 August)."""
    return day.dt.year() - (day.dt.month() < SCHOOL_YEAR_STARTS_IN_MONTH).cast(pl.Int32)


def day_of_school_year(first_year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The date of a day of the school year that begins in ``first_year``; a day that the month lacks is its last."""
    start = pl.date(first_year + (month < SCHOOL_YEAR_STARTS_IN_MONTH).cast(pl.Int32), month, 1)
    return pl.min_horizontal(start + pl.duration(days=day.cast(pl.Int64) - 1), start.dt.month_end())


def before_iso_week(first_year: pl.Expr, week: pl.Expr) -> pl.Expr:
    """The Sunday before the Monday of an ISO week of the school year; see LAST_WEEK_OF_SPRING."""
    fourth = pl.date(first_year + (week <= LAST_WEEK_OF_SPRING).cast(pl.Int32), 1, 4)
    monday = fourth - pl.duration(days=fourth.dt.weekday().cast(pl.Int64) - 1)
    return monday + pl.duration(days=(week.cast(pl.Int64) - 1) * 7 - 1)
