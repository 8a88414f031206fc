"""What stands on the page for whoever may see released figures alone: those of the whole municipality, and what is not released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Cell, whole
from dashboards.dashboard import ExportTable
from dashboards.kit.data_table import export_table
from dashboards.pages.published_names import category_name, measure_name, period_name, published_cell, write_of
from dashboards.pages.responses.panel_of import panel_of
from dashboards.pages.withheld import withheld_of
from services.reporting.publishing.cubes import ENFORCEMENT_HALF_YEAR, OWNER_AVVIK_QUARTER, OWNER_MEASURES_YEAR, Cube, Measure
from services.reporting.questions import Published, Releases
from texts import Language, text

RELEASED: Final = {"avvik": OWNER_AVVIK_QUARTER, "statsforvalteren": ENFORCEMENT_HALF_YEAR, "eleven": OWNER_MEASURES_YEAR}
"""The sections of the page that have released figures."""

DEFINED: Final = {
    ENFORCEMENT_HALF_YEAR.name: "annual_report.enforcement",
    OWNER_MEASURES_YEAR.name: "annual_report.measures",
    OWNER_AVVIK_QUARTER.name: "annual_report.avvik",
}
"""The annual report has the same figures, and defines them."""


def released(asking: Asking, cube: Cube) -> Component:
    """The figures of a cube for the periods that end in the chosen one."""
    table, language = released_table(asking, cube), asking.language
    body = export_table(table, language) if table.rows else not_published(language)
    return panel_of(asking, DEFINED[cube.name], body, wide=True)


def released_table(asking: Asking, cube: Cube) -> ExportTable:
    """A row per period; for a cube that is cut by a category, a row per category with the periods side by side."""
    language = asking.language
    found = {
        (row["period"], row["category"], row["measure"]): published_cell(row)
        for row in asking.ask(Published(cube=cube.name, of_schools=False)).to_dicts()
        if _is_in(asking, row)
    }
    periods = tuple(dict.fromkeys(period for period, _, _ in found))
    if cube.category:
        columns = [(period, one) for period in periods for one in cube.measures]
        heads = [_column(period, one, cube, periods, language) for period, one in columns]
        rows: list[list[Cell]] = [
            [category_name(cube, category, language), *(found.get((period, category, one.name)) for period, one in columns)]
            for category in (cube.categories if periods else ())
        ]
    else:
        columns = [("", one) for one in cube.measures]
        heads = [measure_name(one, language) for one in cube.measures]
        rows = [
            [_sentence(period_name(period, language)), *(found.get((period, "", one.name)) for one in cube.measures)]
            for period in periods
        ]
    return ExportTable(
        name=cube.name,
        title=text(f"dashboard.define.{DEFINED[cube.name]}.title", language),
        columns=[text(f"dashboard.annual_report.{f'by.{cube.category}' if cube.category else 'period'}", language), *heads],
        rows=rows,
        writes=[whole, *(write_of(one) for _, one in columns)],
        define=DEFINED[cube.name],
    )


def withheld_releases(asking: Asking) -> list[Component]:
    """The releases for the periods that end in the chosen one which were withheld; nothing where none was."""
    return withheld_of((row for row in asking.ask(Releases()).to_dicts() if _is_in(asking, row)), asking.language)


def not_published(language: Language) -> Component:
    """What stands in place of figures that are not released."""
    return html.P(text("dashboard.not_published", language), className="empty-panel")


def _column(period: str, measure: Measure, cube: Cube, periods: Sequence[str], language: Language) -> str:
    """The heading of a column: its period, its measure or both, as what tells it from the others."""
    if len(periods) == 1:
        return measure_name(measure, language)
    named = _sentence(period_name(period, language))
    return named if len(cube.measures) == 1 else f"{measure_name(measure, language)}, {named}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _is_in(asking: Asking, release: Mapping[str, Any]) -> bool:
    first, last, last_day = asking.period.first, asking.period.last, release["last_day"]
    return (first is None or first <= last_day) and (last is None or last_day <= last)
