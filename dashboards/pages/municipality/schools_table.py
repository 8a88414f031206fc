"""The table of schools with their cases, duties, response times and avvik."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Cell, Missing, whole
from dashboards.dashboard import ExportTable
from dashboards.kit import Column, Linked, Row, data_table
from dashboards.kit.links import view_address
from dashboards.pages.municipality.measures import WRITES, Measure, Overview, columns_of
from texts import text


def schools_table(shown: Overview, asking: Asking) -> Component:
    """The whole table. For those who may see single cases every school leads to its own page."""
    language, shown_columns = asking.language, columns_of(asking, shown)
    columns = [
        Column(
            title=text(f"dashboard.municipality.column.{measure}", language),
            label=text(f"dashboard.municipality.label.{measure}", language),
            write=WRITES[measure],
            group=text(f"dashboard.municipality.group.{group}", language),
            alarming=measure is Measure.OVERDUE,
            bar=measure is Measure.KEPT_SHARE,
        )
        for group, measure in shown_columns
    ]
    rows = [
        Row(head=_head(row.school, row.name, asking), cells=[row.cells[measure] for _, measure in shown_columns])
        for row in shown.schools
    ]
    total = Row(
        head=text("dashboard.municipality.total", language),
        cells=[shown.totals.get(measure, Missing.NONE) for _, measure in shown_columns],
    )
    return data_table(
        language,
        caption=text("dashboard.municipality.table.caption", language),
        head=text("dashboard.municipality.school", language),
        columns=columns,
        rows=rows,
        total=total if len(rows) > 1 else None,
    )


def schools_export(shown: Overview, asking: Asking) -> ExportTable:
    """The same rows for a file."""
    language, columns = asking.language, [measure for _, measure in columns_of(asking, shown)]
    rows: list[list[Cell]] = [[row.school, row.name, *(row.cells[measure] for measure in columns)] for row in shown.schools]
    return ExportTable(
        name=text("dashboard.municipality.school", language),
        title=text("dashboard.define.schools.title", language),
        columns=[
            text("dashboard.municipality.orgnr", language),
            text("dashboard.municipality.school", language),
            *(text(f"dashboard.municipality.label.{measure}", language) for measure in columns),
        ],
        rows=rows,
        writes=[whole, whole, *(WRITES[measure] for measure in columns)],
        define="schools",
    )


def _head(school: str, name: str, asking: Asking) -> Linked | str:
    if not school or not asking.viewer.scope.exact:
        return name
    return Linked(name, view_address("skole", asking.view, school=school, chosen=None))
