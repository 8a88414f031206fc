"""The table of schools with their cases, duties, response times and avvik."""

from __future__ import annotations

import msgspec
from dash.development.base_component import Component

from dashboards.cells import Cell, Missing, whole
from dashboards.dashboard import ExportTable
from dashboards.kit import Column, Linked, Row, data_table
from dashboards.kit.links import page_address
from dashboards.pages.municipality.measures import COLUMNS, GROUPS, Measure, Overview
from dashboards.view import View
from texts import Language, text


def schools_table(shown: Overview, view: View, language: Language, *, linked: bool) -> Component:
    """The whole table. ``linked``: every school leads to its own page."""
    columns = [
        Column(
            title=text(f"dashboard.municipality.column.{measure}", language),
            label=text(f"dashboard.municipality.label.{measure}", language),
            write=write,
            group=text(f"dashboard.municipality.group.{group}", language),
            alarming=measure is Measure.OVERDUE,
            bar=measure is Measure.KEPT_SHARE,
        )
        for group, measures in GROUPS
        for measure, write in measures
    ]
    rows = [
        Row(
            head=Linked(row.name, school_address(row.school, view)) if linked and row.school else row.name,
            cells=[row.cells[measure] for measure, _ in COLUMNS],
        )
        for row in shown.schools
    ]
    total = Row(
        head=text("dashboard.municipality.total", language),
        cells=[shown.totals.get(measure, Missing.NONE) for measure, _ in COLUMNS],
    )
    return data_table(
        language,
        caption=text("dashboard.municipality.table.caption", language),
        head=text("dashboard.municipality.school", language),
        columns=columns,
        rows=rows,
        total=total if len(rows) > 1 else None,
    )


def school_address(orgnr: str, view: View, chosen: str | None = None) -> str:
    """The page of a school, over the same days."""
    return page_address("skole", msgspec.structs.replace(view, school=orgnr, chosen=chosen).search())


def schools_export(shown: Overview, language: Language) -> ExportTable:
    """The same rows for a file."""
    rows: list[list[Cell]] = [[row.school, row.name, *(row.cells[measure] for measure, _ in COLUMNS)] for row in shown.schools]
    return ExportTable(
        name=text("dashboard.municipality.school", language),
        title=text("dashboard.define.schools.title", language),
        columns=[
            text("dashboard.municipality.orgnr", language),
            text("dashboard.municipality.school", language),
            *(text(f"dashboard.municipality.label.{measure}", language) for measure, _ in COLUMNS),
        ],
        rows=rows,
        writes=[whole, whole, *(write for _, write in COLUMNS)],
    )
