"""The periods one can ask about."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

import msgspec

SCHOOL_YEAR_STARTS = 8
"""The school year runs from 1 August to 31 July (opplæringslova § 14-1)."""
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)


class Preset(StrEnum):
    """A period with a name."""

    SCHOOL_YEAR = "school_year"
    LAST_SCHOOL_YEAR = "last_school_year"
    LAST_30_DAYS = "last_30_days"
    LAST_12_MONTHS = "last_12_months"
    ALL = "all"
    OWN = "own"


PUBLISHED = (Preset.SCHOOL_YEAR, Preset.LAST_SCHOOL_YEAR)
"""The periods for which protected numbers are given: other cuts could be subtracted from each other."""


class Period(msgspec.Struct, frozen=True):
    """From the first day to the last, both included, in Norwegian time. None: no limit on that side."""

    first: date | None
    last: date | None


class PeriodError(ValueError):
    """Dates that make no period."""


class NotYetError(PeriodError):
    """A day that has not come: nothing was in any way on it."""


def period(preset: Preset, today: date, own: Period) -> Period:
    """The days of a preset, seen from ``today``. Raises PeriodError when own dates end before they begin."""
    match preset:
        case Preset.SCHOOL_YEAR:
            return _school_year(today, 0)
        case Preset.LAST_SCHOOL_YEAR:
            return _school_year(today, 1)
        case Preset.LAST_30_DAYS:
            return Period(today - timedelta(days=29), today)
        case Preset.LAST_12_MONTHS:
            return Period(_a_year_before(today) + timedelta(days=1), today)
        case Preset.ALL:
            return Period(None, None)
        case Preset.OWN:
            if own.first is not None and own.last is not None and own.first > own.last:
                raise PeriodError
            return own


def month_word(month: date) -> str:
    """A month as the address has it: ``2026-01``."""
    return f"{month:%Y-%m}"


def month_named(word: str) -> date:
    """The first day of a month in the address. Raises ValueError."""
    return date.fromisoformat(f"{word}-01")


def in_month(whole: Period, month: date) -> Period:
    """The days of a period that are in the month that begins on ``month``: none are where the period has none of it."""
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period(max(whole.first or month, month), min(whole.last or last, last))


def school_year_from(day: date) -> int:
    """The year in which the school year of a day begins."""
    return day.year if day.month >= SCHOOL_YEAR_STARTS else day.year - 1


def _school_year(today: date, years_ago: int) -> Period:
    year = school_year_from(today) - years_ago
    return Period(date(year, SCHOOL_YEAR_STARTS, 1), date(year + 1, SCHOOL_YEAR_STARTS, 1) - timedelta(days=1))


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
