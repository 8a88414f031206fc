"""The numbers of the page, as plain values."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec


class Missing(StrEnum):
    """Why a number is not shown."""

    HIDDEN = "hidden"
    """Too few are behind it: it would point at somebody."""
    NONE = "none"
    """There is nothing to measure."""


Cell: TypeAlias = int | float | Missing


class Measure(StrEnum):
    """What is told of every school, named as the warehouse names it."""

    OPEN_CASES = "open_cases"
    NEW_CASES = "new_cases"
    SERIOUS = "serious"
    DUTIES_DUE = "duties_due"
    KEPT = "duties_kept"
    KEPT_SHARE = "kept_share"
    LATE = "late"
    OVERDUE = "overdue"
    NOT_DOCUMENTED = "not_documented"
    HOURS_REPORT = "median_hours_report"
    HOURS_INVESTIGATE = "median_hours_investigate"
    HOURS_PLAN = "median_hours_plan"
    AVVIK_OPEN = "avvik_open"


class SchoolRow(msgspec.Struct, frozen=True, kw_only=True):
    """One school's numbers."""

    school: str
    name: str
    cells: dict[Measure, Cell]


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one choice, with the place in the log that it was made from."""

    schools: tuple[SchoolRow, ...]
    totals: dict[Measure, Cell]
    position: int
    updated_at: datetime | None
