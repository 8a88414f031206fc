"""The table of schools with their cases, duties, response times and avvik."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Cell, Missing, whole
from dashboards.dashboard import ExportTable
from dashboards.kit import Column, Linked, Row, data_table, leading
from dashboards.kit.links import view_address
from dashboards.pages.avvik.asked import LISTS, Which
from dashboards.pages.behind import behind_address
from dashboards.pages.lists import Only
from dashboards.pages.municipality.measures import WRITES, Measure, Overview, columns_of
from services.reporting.questions.responses import Behind, BehindDuties
from texts import text

BEHIND: Final[Mapping[Measure, Behind | BehindDuties]] = {
    Measure.OPEN_CASES: Behind.OPEN,
    Measure.NEW_CASES: Behind.NEW,
    Measure.SERIOUS: Behind.SERIOUS,
    Measure.DUTIES_DUE: BehindDuties.DUE,
    Measure.KEPT: BehindDuties.MET,
    Measure.KEPT_SHARE: BehindDuties.MET,
    Measure.LATE: BehindDuties.LATE,
    Measure.OVERDUE: BehindDuties.OVERDUE,
    Measure.NOT_DOCUMENTED: BehindDuties.NOT_DOCUMENTED,
}
"""What is behind each figure of a school: of a share, what is its part."""


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
        Row(
            head=_head(row.school, row.name, asking),
            cells=[leading(row.cells[measure], _behind(measure, row.school, asking)) for _, measure in shown_columns],
        )
        for row in shown.schools
    ]
    total = Row(
        head=text("dashboard.municipality.total", language),
        cells=[leading(shown.totals.get(measure, Missing.NONE), _behind(measure, None, asking)) for _, measure in shown_columns],
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


def _behind(measure: Measure, school: str | None, asking: Asking) -> str:
    """The list of what a figure of a school counts (None: of all of them), for those who may see single cases."""
    if not asking.viewer.scope.exact or school == "":
        return ""
    if measure is Measure.AVVIK_OPEN:
        return LISTS.address(asking, Which.OPEN, None if school is None else Only(per="school", value=school))
    return behind_address(asking.view, BEHIND[measure], school=school) if measure in BEHIND else ""


def _head(school: str, name: str, asking: Asking) -> Linked | str:
    if not school or not asking.viewer.scope.exact:
        return name
    return Linked(name, view_address("skole", asking.view, school=school, chosen=None))
