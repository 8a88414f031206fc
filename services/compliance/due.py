"""When an obligation is due: every kind of limit as one expression over all openings."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, assert_never

import polars as pl

from services.compliance.calendar import before_iso_week, day_of_school_year, first_year_of_school_year
from services.compliance.rulebook import (
    Asap,
    AtOnce,
    Before,
    BoundRule,
    Check,
    DateField,
    Days,
    Due,
    Hours,
    NextDay,
    SameDay,
    SchoolYearDate,
    Weeks,
    WorkingDays,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.compliance.calendar import Calendar


class Reckoning(IntEnum):
    """The ways in which a limit is reckoned. ``n`` is minutes, days or working days."""

    MINUTES = 0
    DAYS = 1
    WORKING_DAYS = 2
    NAMED_DATE = 3
    SCHOOL_YEAR_DAY = 4
    BEFORE_ISO_WEEK = 5
    SILENCE = 6


def due_fields(bound: Sequence[BoundRule]) -> tuple[list[str], list[str]]:
    """The facts that limits read: dates, and first years of school years."""
    dues = [one.rule.due for one in bound]
    return (
        [due.field for due in dues if isinstance(due, DateField)],
        [due.year_field for due in dues if isinstance(due, SchoolYearDate) and due.year_field is not None],
    )


def _reckon(due: Due) -> tuple[Reckoning, int]:  # noqa: C901, PLR0911 - one line per kind of limit
    match due:
        case AtOnce(minutes=minutes):
            return Reckoning.MINUTES, minutes
        case Hours(n=n):
            return Reckoning.MINUTES, n * 60
        case NextDay():
            return Reckoning.DAYS, 1
        case Days(n=n):
            return Reckoning.DAYS, n
        case Weeks(n=n):
            return Reckoning.DAYS, n * 7
        case WorkingDays(n=n):
            return Reckoning.WORKING_DAYS, n
        case DateField(plus_days=days, plus_weeks=weeks):
            return Reckoning.NAMED_DATE, days + weeks * 7
        case SchoolYearDate(iso_week=week):
            return (Reckoning.SCHOOL_YEAR_DAY, 0) if week is None else (Reckoning.BEFORE_ISO_WEEK, week)
        case Asap(silence_working_days=n):
            return Reckoning.SILENCE, n
        case SameDay():
            return Reckoning.DAYS, 0
        case Before() | Check():
            return Reckoning.MINUTES, 0
    assert_never(due)


def due_columns(dues: Sequence[Due], dates: Sequence[str], numbers: Sequence[str]) -> dict[str, pl.Series]:
    """The columns of the rules frame that say how each rule's limit is reckoned."""
    reckoned = [_reckon(due) for due in dues]
    return {
        "reckoning": pl.Series([kind for kind, _ in reckoned], dtype=pl.UInt8),
        "n": pl.Series([n for _, n in reckoned], dtype=pl.Int32),
        "date": pl.Series([dates.index(due.field) if isinstance(due, DateField) else None for due in dues], dtype=pl.UInt8),
        "number": pl.Series(
            [numbers.index(due.year_field) if isinstance(due, SchoolYearDate) and due.year_field else None for due in dues],
            dtype=pl.UInt8,
        ),
        "month": pl.Series([due.month if isinstance(due, SchoolYearDate) else None for due in dues], dtype=pl.Int8),
        "day": pl.Series([due.day if isinstance(due, SchoolYearDate) else None for due in dues], dtype=pl.Int8),
    }


def with_due(openings: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """``openings`` with ``due_at`` and ``silence_at``.

    Reads opened_at, opened_day, named_date, named_year and the columns of :func:`due_columns`. An opening whose limit
    is a date that it does not name has neither.
    """
    kind, n, day = pl.col("reckoning"), pl.col("n"), pl.col("opened_day")
    working = calendar.nth_working_day(day, n)
    last_day = (
        pl.when(kind == Reckoning.DAYS)
        .then(day + pl.duration(days=n))
        .when(kind.is_in([Reckoning.WORKING_DAYS, Reckoning.SILENCE]))
        .then(working)
        .when(kind == Reckoning.NAMED_DATE)
        .then(pl.col("named_date") + pl.duration(days=n))
    )
    openings = openings.with_columns(last_day=last_day)
    in_school_year = kind.is_in([Reckoning.SCHOOL_YEAR_DAY, Reckoning.BEFORE_ISO_WEEK])
    if openings.select(in_school_year.any()).item():
        openings = openings.with_columns(last_day=pl.when(in_school_year).then(_school_year_day()).otherwise(pl.col("last_day")))
    end = calendar.end_of_local_day(pl.col("last_day"))
    return openings.with_columns(
        due_at=pl.when(kind == Reckoning.MINUTES)
        .then(pl.col("opened_at") + pl.duration(minutes=n))
        .when(kind != Reckoning.SILENCE)
        .then(end),
        silence_at=pl.when(kind == Reckoning.SILENCE).then(end),
    )


def _school_year_day() -> pl.Expr:
    first_year = pl.coalesce(pl.col("named_year"), first_year_of_school_year(pl.col("opened_day")))
    return (
        pl.when(pl.col("reckoning") == Reckoning.BEFORE_ISO_WEEK)
        .then(before_iso_week(first_year, pl.col("n")))
        .otherwise(day_of_school_year(first_year, pl.col("month"), pl.col("day")))
    )
