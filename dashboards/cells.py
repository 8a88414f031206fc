"""What stands in a cell: a number, a word, a day, or the reason why there is none; and how each is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from dashboards.numbers import DASH, HOURS_PER_DAY, OSLO, day, moment, number, percent
from texts import Language, text


class Missing(StrEnum):
    """Why a number is not shown."""

    HIDDEN = "hidden"
    """Too few are behind it: it would point at somebody."""
    NONE = "none"
    """There is nothing to measure."""


Cell: TypeAlias = str | int | float | date | datetime | Missing | None
"""None reads as Missing.NONE. Moments are aware."""

Write: TypeAlias = Callable[[float, Language], str]


def whole(value: float, language: Language) -> str:
    """A count."""
    return number(value, language)


def hours(value: float, language: Language) -> str:
    """Hours, with one decimal."""
    return number(value, language, 1)


def days(value: float, language: Language) -> str:
    """Hours as days of 24 hours, with one decimal."""
    return number(value / HOURS_PER_DAY, language, 1)


def decimal(value: float, language: Language) -> str:
    """A number with one decimal."""
    return number(value, language, 1)


def local_day(moment: datetime | None) -> date | None:
    """The day in Norway of a moment as the warehouse gives it: UTC without a zone."""
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(OSLO).date()


def is_missing(cell: Cell) -> bool:
    """Whether there is nothing to read in the cell but a reason."""
    return cell is None or isinstance(cell, Missing)


def written(cell: Cell, write: Write, language: Language) -> str:
    """A cell as it is read; ``write`` is for numbers."""
    match cell:
        case Missing.HIDDEN:
            return text("dashboard.hidden", language)
        case None | Missing.NONE:
            return DASH
        case datetime():
            return moment(cell, language)
        case date():
            return day(cell, language)
        case str():
            return cell
    return write(cell, language)


def plain(cell: Cell, write: Write) -> Cell:
    """A cell as a spreadsheet counts with it: shares in per cent and times in the unit in which the page shows them."""
    if isinstance(cell, float) or (isinstance(cell, int) and write in {percent, days}):
        factor = 100 if write is percent else 1 / HOURS_PER_DAY if write is days else 1
        return round(cell * factor, 1)
    return Missing.NONE if cell is None else cell


def cell_of(row: Mapping[str, Any], name: str) -> Cell:
    """A figure of an answer: Missing.HIDDEN when ``<name>_hidden`` says so, Missing.NONE when it is null."""
    if row.get(f"{name}_hidden"):
        return Missing.HIDDEN
    value: Cell = row[name]
    return Missing.NONE if value is None else value
