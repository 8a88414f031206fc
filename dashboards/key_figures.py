"""The municipality in a few large numbers."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.numbers import percent
from dashboards.overview import Cell, Measure, Missing
from dashboards.table import Write, days, hours, shown, whole
from texts import Language, text

FIGURES: tuple[tuple[Measure, Write], ...] = (
    (Measure.OPEN_CASES, whole),
    (Measure.KEPT_SHARE, percent),
    (Measure.OVERDUE, whole),
    (Measure.HOURS_REPORT, hours),
    (Measure.HOURS_INVESTIGATE, days),
    (Measure.HOURS_PLAN, days),
)
UNITS = {Measure.HOURS_REPORT: "hours", Measure.HOURS_INVESTIGATE: "days", Measure.HOURS_PLAN: "days"}


def key_figures(totals: dict[Measure, Cell], language: Language) -> Component:
    """The row of key figures."""
    return html.Dl(
        [_figure(measure, write, totals.get(measure, Missing.NONE), language) for measure, write in FIGURES],
        className="key-figures",
    )


def _figure(measure: Measure, write: Write, cell: Cell, language: Language) -> Component:
    value: list[Component] = [html.Span(shown(cell, write, language), className="value")]
    names = "figure"
    if isinstance(cell, Missing):
        names += " missing"
    else:
        if measure in UNITS:
            value.append(html.Span(f" {text(f'page.overview.unit.{UNITS[measure]}', language)}", className="unit"))
        if measure is Measure.OVERDUE and cell > 0:
            names += " overdue"
    return html.Div([html.Dt(text(f"page.overview.figure.{measure}", language)), html.Dd(value)], className=names)
