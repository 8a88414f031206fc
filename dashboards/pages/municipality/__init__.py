"""The owner's page: every school of the municipality with its cases, duties, deadlines and response times."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Missing
from dashboards.dashboard import DashboardPage, ExportTable
from dashboards.kit import KeyFigure, Tone, box, key_figures, panel
from dashboards.numbers import percent
from dashboards.pages.municipality.duties_chart import CHART, duties_chart
from dashboards.pages.municipality.measures import WRITES, Measure, Overview, overview
from dashboards.pages.municipality.schools_table import schools_export, schools_table
from dashboards.view import Filter
from texts import Language, text

FIGURES = (
    Measure.OPEN_CASES,
    Measure.KEPT_SHARE,
    Measure.OVERDUE,
    Measure.HOURS_REPORT,
    Measure.HOURS_INVESTIGATE,
    Measure.HOURS_PLAN,
)
UNITS = {Measure.HOURS_REPORT: "hours", Measure.HOURS_INVESTIGATE: "days", Measure.HOURS_PLAN: "days"}


def answer(asking: Asking) -> list[Component]:
    """The numbers of the municipality."""
    shown, language = overview(asking), asking.language
    if not shown.schools:
        return [box("empty", language)]
    linked = asking.viewer.scope.exact
    drawn = duties_chart(shown, language)
    return [
        _key_figures(shown, language),
        panel("schools", language, schools_table(shown, asking.view, language, linked=linked), wide=True),
        *([html.P(text("dashboard.municipality.hidden.note", language), className="note")] if _hides(shown) else []),
        html.P(text("dashboard.formal.note", language), className="note"),
        *([panel("duties", language, *drawn, chart_id=CHART, wide=True)] if drawn else []),
    ]


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """The same numbers for a file."""
    return (schools_export(overview(asking), asking.language),)


def _key_figures(shown: Overview, language: Language) -> Component:
    return key_figures(
        [
            KeyFigure(
                label=text(f"dashboard.municipality.figure.{measure}", language),
                cell=shown.totals.get(measure, Missing.NONE),
                write=WRITES.get(measure, percent),
                unit=text(f"dashboard.unit.{UNITS[measure]}", language) if measure in UNITS else "",
                tone=Tone.ALARMING if measure is Measure.OVERDUE else Tone.PLAIN,
            )
            for measure in FIGURES
        ],
        language,
    )


def _hides(shown: Overview) -> bool:
    return any(Missing.HIDDEN in row.cells.values() for row in shown.schools) or Missing.HIDDEN in shown.totals.values()


PAGE = DashboardPage(
    name="municipality",
    path="",
    filters=frozenset({Filter.PERIOD, Filter.AS_OF, Filter.RECORDED_BY}),
    answer=answer,
    tables=tables,
    needs_exact=False,
)
