"""The one question of the page, put to the warehouse's queries: what the viewer may see, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dashboards.numbers import OSLO
from dashboards.overview import Cell, Measure, Missing, Overview, SchoolRow
from dashboards.periods import Period
from dashboards.viewer import Viewer
from services.reporting.queries import Queries
from texts import text


def ask(queries: Queries, viewer: Viewer, period: Period, as_of: date | None) -> Overview:
    """The numbers of the schools that the viewer may see. Raises WarehouseUnavailableError."""
    moment = end_of_day(as_of) if as_of else None
    rows = queries.municipality_overview(viewer.scope, period.first, period.last, moment)
    totals = queries.municipality_totals(viewer.scope, period.first, period.last, moment)
    log = queries.log_position(viewer.scope).to_dicts()[0]
    unnamed = text("page.overview.no_school", viewer.language)
    return Overview(
        schools=tuple(
            SchoolRow(school=row["school"] or "", name=row["name"] or row["school"] or unnamed, cells=_cells(row))
            for row in rows.to_dicts()
        ),
        totals=_cells(totals.to_dicts()[0]) if totals.height else {},
        position=log["position"],
        updated_at=log["last_recorded_at"] and log["last_recorded_at"].replace(tzinfo=UTC),
    )


def end_of_day(day: date) -> datetime:
    """The last moment of a day in Norway, in UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=OSLO).astimezone(UTC) - timedelta(microseconds=1)


def _cells(row: Mapping[str, Any]) -> dict[Measure, Cell]:
    return {measure: _cell(row, measure) for measure in Measure}


def _cell(row: Mapping[str, Any], measure: Measure) -> Cell:
    if row.get(f"{measure}_hidden"):
        return Missing.HIDDEN
    value: int | float | None = row[measure]
    return Missing.NONE if value is None else value
