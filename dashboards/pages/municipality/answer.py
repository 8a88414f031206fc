"""What stands on the owner's page: for those with a lawful need everything, for others the protected figures."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Missing
from dashboards.dashboard import ExportTable
from dashboards.kit import KeyFigure, Tone, box, grid, key_figures, panel
from dashboards.numbers import day, percent
from dashboards.pages.municipality.duties_chart import CHART, duties_chart
from dashboards.pages.municipality.measures import WRITES, Measure, Overview, overview, overview_questions
from dashboards.pages.municipality.schools_table import schools_export, schools_table
from dashboards.pages.responses import panels
from dashboards.pages.responses.asked import Answers
from dashboards.pages.responses.heat import duty_heat
from dashboards.pages.responses.tables import every_table
from services.reporting.questions.responses import Behind
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
BEHIND = {Measure.OPEN_CASES: Behind.OPEN, Measure.OVERDUE: Behind.OVERDUE}


def answer(asking: Asking) -> list[Component]:
    """The numbers of the municipality."""
    found = Answers(asking, *overview_questions(asking)) if asking.viewer.scope.exact else None
    shown, language = overview(asking), asking.language
    if not shown.schools:
        return [box("empty", language)]
    if shown.released_on is None and shown.next_release_on is not None:
        return [box("not_released", language, html.P(_when("next", shown.next_release_on, language)))]
    drawn = duties_chart(shown, language)
    return [
        *_released(shown, language),
        _key_figures(shown, found, language),
        *([duty_heat(found)] if found else []),
        panel("schools", language, schools_table(shown, asking.view, language, linked=found is not None), wide=True),
        *([html.P(text("dashboard.municipality.hidden.note", language), className="note")] if _hides(shown) else []),
        html.P(text("dashboard.formal.note", language), className="note"),
        *(_exact(found) if found else []),
        *([panel("duties", language, *drawn, chart_id=CHART, wide=True)] if drawn and not found else []),
    ]


def _released(shown: Overview, language: Language) -> list[Component]:
    days = (("released", shown.released_on), ("next", shown.next_release_on))
    told = [_when(name, found, language) for name, found in days if found is not None]
    return [html.P(" ".join(told), className="note")] if told else []


def _when(name: str, on: date, language: Language) -> str:
    return text(f"dashboard.municipality.{name}", language, day=day(on, language))


def _exact(found: Answers) -> list[Component]:
    return [
        grid(
            panels.duty_months(found),
            panels.case_months(found),
            panels.response_times(found),
            panels.waiting(found),
            panels.avvik(found),
            panels.closing(found),
            panels.recorded(found),
            panels.silent(found),
            panels.wheel(found),
        )
    ]


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """The same numbers for a file."""
    own = schools_export(overview(asking), asking.language)
    return (own, *every_table(Answers(asking))) if asking.viewer.scope.exact else (own,)


def _key_figures(shown: Overview, found: Answers | None, language: Language) -> Component:
    return key_figures(
        [
            KeyFigure(
                label=text(f"dashboard.municipality.figure.{measure}", language),
                cell=shown.totals.get(measure, Missing.NONE),
                write=WRITES.get(measure, percent),
                unit=text(f"dashboard.unit.{UNITS[measure]}", language) if measure in UNITS else "",
                tone=Tone.ALARMING if measure is Measure.OVERDUE else Tone.PLAIN,
                href=found.behind(BEHIND[measure]) if found and measure in BEHIND else "",
            )
            for measure in FIGURES
        ],
        language,
    )


def _hides(shown: Overview) -> bool:
    return any(Missing.HIDDEN in row.cells.values() for row in shown.schools) or Missing.HIDDEN in shown.totals.values()
