"""What is told of every school, named as the warehouse names it, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from dashboards.asking import Asking
from dashboards.cells import Cell, Missing, Write, cell_of, days, hours, whole
from dashboards.numbers import percent
from services.reporting.questions import MunicipalityOverview, MunicipalityTotals
from texts import text


class Measure(StrEnum):
    """One figure of a school."""

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


GROUPS: tuple[tuple[str, tuple[tuple[Measure, Write], ...]], ...] = (
    ("cases", ((Measure.OPEN_CASES, whole), (Measure.NEW_CASES, whole), (Measure.SERIOUS, whole))),
    (
        "duties",
        (
            (Measure.DUTIES_DUE, whole),
            (Measure.KEPT_SHARE, percent),
            (Measure.LATE, whole),
            (Measure.OVERDUE, whole),
            (Measure.NOT_DOCUMENTED, whole),
        ),
    ),
    ("time", ((Measure.HOURS_REPORT, hours), (Measure.HOURS_INVESTIGATE, days), (Measure.HOURS_PLAN, days))),
    ("avvik", ((Measure.AVVIK_OPEN, whole),)),
)
UNRELEASED = frozenset({Measure.OPEN_CASES, Measure.AVVIK_OPEN})
"""What is open at a moment is never released."""
TIMES = frozenset({Measure.HOURS_REPORT, Measure.HOURS_INVESTIGATE, Measure.HOURS_PLAN})
"""What is released term by term: of a whole year there is none."""
WRITES: Mapping[Measure, Write] = {measure: write for _, columns in GROUPS for measure, write in columns}


class SchoolRow(msgspec.Struct, frozen=True, kw_only=True):
    """One school's numbers."""

    school: str
    name: str
    cells: dict[Measure, Cell]


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All schools and their totals. Protected figures were released on a day, or wait for the next; exact ones have no such day."""

    schools: tuple[SchoolRow, ...]
    totals: dict[Measure, Cell]
    released_on: date | None = None
    next_release_on: date | None = None


def left_out(asking: Asking, shown: Overview) -> frozenset[Measure]:
    """What this reader gets no figure of, shown or hidden."""
    if asking.viewer.scope.exact:
        return frozenset()
    return UNRELEASED | {measure for measure in TIMES if shown.totals.get(measure) is Missing.NONE}


def columns_of(asking: Asking, shown: Overview) -> tuple[tuple[str, Measure], ...]:
    """The columns for this reader, each with its group."""
    without = left_out(asking, shown)
    return tuple((group, measure) for group, columns in GROUPS for measure, _ in columns if measure not in without)


def overview_questions(asking: Asking) -> tuple[MunicipalityOverview, MunicipalityTotals]:
    """What :func:`overview` asks."""
    asked: dict[str, Any] = {
        "period_from": asking.period.first,
        "period_to": asking.period.last,
        "grade": asking.view.grade,
    }
    return MunicipalityOverview(**asked), MunicipalityTotals(**asked)


def overview(asking: Asking) -> Overview:
    """The figures of the view's schools. Raises PeriodNotPublishedError for a protected scope."""
    rows, totals = (found.to_dicts() for found in asking.ask_all(*overview_questions(asking)))
    unnamed = text("dashboard.no_school", asking.language)
    return Overview(
        schools=tuple(
            SchoolRow(school=row["school"] or "", name=row["name"] or row["school"] or unnamed, cells=_cells(row)) for row in rows
        ),
        totals=_cells(totals[0]) if totals else {},
        released_on=rows[0].get("released_on") if rows else None,
        next_release_on=rows[0].get("next_release_on") if rows else None,
    )


def _cells(row: Mapping[str, Any]) -> dict[Measure, Cell]:
    return {measure: cell_of(row, measure) for measure in Measure}
