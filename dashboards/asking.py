"""The one question of the page, put to the warehouse's queries: what the viewer may see, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from dashboards.numbers import OSLO
from dashboards.overview import Cell, Measure, Missing, Overview, SchoolRow
from dashboards.periods import Period
from dashboards.viewer import Viewer


class WarehouseUnreachableError(Exception):
    """The warehouse does not answer."""


class Queries(Protocol):
    """What the page asks."""

    def municipality_overview(
        self, schools: tuple[str, ...] | None, period_from: date | None, period_to: date | None, as_of: datetime | None
    ) -> Any:
        """One row per school."""

    def municipality_totals(
        self, schools: tuple[str, ...] | None, period_from: date | None, period_to: date | None, as_of: datetime | None
    ) -> Any:
        """One row."""


def ask(queries: Queries, viewer: Viewer, period: Period, as_of: date | None) -> Overview:
    """The numbers of the schools that the viewer may see. Raises WarehouseUnreachableError."""
    until = end_of_day(as_of) if as_of else None
    rows = queries.municipality_overview(viewer.schools, period.first, period.last, until).to_dicts()
    total = queries.municipality_totals(viewer.schools, period.first, period.last, until).to_dicts()[0]
    return Overview(
        schools=tuple(SchoolRow(school=row["school"], name=row["name"], cells=_cells(row)) for row in rows),
        totals=_cells(total),
        position=0,
        updated_at=None,
    )


def end_of_day(day: date) -> datetime:
    """The last moment of a day in Norway, in UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=OSLO).astimezone(UTC) - timedelta(microseconds=1)


def _cells(row: Mapping[str, Any]) -> dict[Measure, Cell]:
    return {measure: _cell(row, measure) for measure in Measure if measure in row}


def _cell(row: Mapping[str, Any], measure: Measure) -> Cell:
    if row.get(f"{measure}_hidden"):
        return Missing.HIDDEN
    value: int | float | None = row[measure]
    return Missing.NONE if value is None else value
