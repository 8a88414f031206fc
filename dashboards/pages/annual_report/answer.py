"""What stands on the page: the report as it is read, from what it is about to its reservations."""

from __future__ import annotations

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.cells import Cell
from dashboards.dashboard import Asking, ExportTable
from dashboards.kit import KeyFigure, box, key_figures, panel
from dashboards.kit.data_table import export_table
from dashboards.kit.links import view_address
from dashboards.pages.annual_report.asked import PATH, Report, report
from dashboards.pages.annual_report.tables import PARTS, PREFIX, part_of, reservations, tables_of
from dashboards.pages.published_names import measure_name, period_name, write_of
from dashboards.pages.tabs import tabs
from dashboards.pages.withheld import withheld_of
from services.reporting.publishing.cubes import SCHOOL_TERM, Every, Measure
from texts import Language, text

KEY: Final = ("new_cases", "serious", "duties_due", "kept_percent", "median_hours_report", "avvik_raised")


def answer(asking: Asking) -> list[Component]:
    """The page. Raises ChoiceError, WarehouseUnavailableError."""
    found, language = report(asking), asking.language
    if found is None:
        return [box("annual_report.none", language)]
    made = tables_of(found, language)
    return [
        _years(found, asking),
        *withheld_of(found.releases, language),
        key_figures(_key(found, language), language),
        *(one for name, names in PARTS.items() for one in _part(name, [made[table] for table in names], language)),
        _reservations(found, language),
    ]


def _years(found: Report, asking: Asking) -> Component:
    named: Any = {"aria-label": text("dashboard.annual_report.years", asking.language)}
    parts = [
        (
            year.word.replace("-", "\u2013"),
            view_address(PATH, asking.view, chosen=year.word),
            year == found.year,
        )
        for year in found.years
    ]
    return html.Nav(tabs(parts), **named)


def _key(found: Report, language: Language) -> list[KeyFigure]:
    """The last term that is published, and the year before in small."""
    published = [
        period
        for period in found.year.periods(Every.TERM)
        if any((SCHOOL_TERM.name, period, "", one.name) in found.figures for one in SCHOOL_TERM.measures)
    ]
    if not published:
        return []
    last = published[-1]
    before = dict(zip(found.year.periods(Every.TERM), found.year.before.periods(Every.TERM), strict=True))[last]
    shown = [measure for name in KEY for measure in SCHOOL_TERM.measures if measure.name == name]
    return [
        KeyFigure(
            label=f"{measure_name(measure, language)}, {period_name(last, language)}",
            cell=found.cell(SCHOOL_TERM, last, measure),
            write=write_of(measure),
            note=_before(found.cell(SCHOOL_TERM, before, measure), measure, language),
        )
        for measure in shown
    ]


def _before(cell: Cell, measure: Measure, language: Language) -> str:
    if not isinstance(cell, int | float):
        return ""
    return text("dashboard.annual_report.before", language, value=write_of(measure)(cell, language))


def _part(name: str, tables: list[ExportTable], language: Language) -> list[Component]:
    """One of the two reports: what it is, and its tables, each with what it shows."""
    part = part_of(name, language)
    return [
        html.Section([html.H2(part.title, className="part"), html.P(part.text)]),
        *(panel(f"{PREFIX}{table.name}", language, export_table(table, language), wide=True) for table in tables),
    ]


def _reservations(found: Report, language: Language) -> Component:
    return html.Section(
        [
            html.H2(text("dashboard.annual_report.reservations", language)),
            html.Ul([html.Li(said) for said in reservations(found, language)]),
        ],
        className="panel wide",
    )
