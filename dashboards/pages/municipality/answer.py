"""What stands on the owner's page: for those with a lawful need everything, for others the protected figures."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Missing
from dashboards.dashboard import ExportTable
from dashboards.kit import Section, box, page_address, sectioned
from dashboards.kit.links import link
from dashboards.numbers import day
from dashboards.pages.municipality import heightened
from dashboards.pages.municipality.duties_chart import CHART, duties_chart
from dashboards.pages.municipality.measures import TIMES, Overview, left_out, overview, overview_questions
from dashboards.pages.municipality.published import RELEASED, not_published, released, released_table, withheld_releases
from dashboards.pages.municipality.schools_table import schools_export, schools_table
from dashboards.pages.municipality.top import now_questions, of_the_period, right_now
from dashboards.pages.responses.asked import Answers
from dashboards.pages.responses.heat import duty_heat
from dashboards.pages.responses.panel_of import grade_note, panel_of
from dashboards.pages.responses.sections import sections
from dashboards.pages.responses.tables import every_table
from texts import Language, text


def answer(asking: Asking) -> list[Component]:
    """The numbers of the municipality."""
    return _exact(asking) if asking.viewer.scope.exact else _protected(asking)


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """The same numbers for a file."""
    if not asking.viewer.scope.exact:
        return (schools_export(overview(asking), asking), *(released_table(asking, cube) for cube in RELEASED.values()))
    found = Answers(asking, *overview_questions(asking))
    return (schools_export(overview(asking), asking), *every_table(found))


def _exact(asking: Asking) -> list[Component]:
    found = Answers(asking, *overview_questions(asking), *now_questions(asking), *heightened.questions(asking))
    shown, language = overview(asking), asking.language
    if not shown.schools:
        return [box("empty", language)]
    schools = panel_of(asking, "schools", schools_table(shown, asking), wide=True)
    parts = sections(found, duty_heat(found), _section("skolene", language, schools))
    parts += [_section("voksne", language, counts) for counts in heightened.panels(asking)]
    return [*grade_note(asking), right_now(found, shown), of_the_period(asking, found, shown), *sectioned(parts, language)]


def _protected(asking: Asking) -> list[Component]:
    shown, language = overview(asking), asking.language
    if not shown.schools:
        return [box("empty", language)]
    if shown.released_on is None and shown.next_release_on is not None:
        return [box("not_released", language, html.P(_when("next", shown.next_release_on, language)))]
    drawn = duties_chart(shown, language)
    parts = [
        _section(
            "skolene",
            language,
            panel_of(asking, "schools", schools_table(shown, asking), wide=True),
            *([_note("municipality.hidden", language)] if _hides(shown) else []),
            *([panel_of(asking, "duties", *drawn, chart_id=CHART, wide=True)] if drawn else []),
            _note("formal", language),
        ),
        *(_section(name, language, *_released(asking, name)) for name in RELEASED),
    ]
    return [
        *_releases(shown, language),
        _note("municipality.protected", language),
        *_times_elsewhere(asking, shown),
        *withheld_releases(asking),
        of_the_period(asking, None, shown),
        *sectioned(parts, language),
    ]


def _released(asking: Asking, name: str) -> list[Component]:
    """The released figures of a section, and the exact figures that stand there in their place for others."""
    kept_back = {"statsforvalteren": "fines", "eleven": "worked"}
    parts = [released(asking, RELEASED[name])]
    if name in kept_back:
        parts.append(panel_of(asking, kept_back[name], not_published(asking.language), wide=True))
    return parts


def _section(name: str, language: Language, *body: Component) -> Section:
    return Section(name=name, title=text(f"dashboard.section.{name}", language), body=body)


def _note(name: str, language: Language) -> Component:
    return html.P(text(f"dashboard.{name}.note", language), className="note")


def _releases(shown: Overview, language: Language) -> list[Component]:
    days = (("released", shown.released_on), ("next", shown.next_release_on))
    told = [_when(name, found, language) for name, found in days if found is not None]
    return [html.P(" ".join(told), className="note")] if told else []


def _times_elsewhere(asking: Asking, shown: Overview) -> list[Component]:
    """Where the medians stand that a year has none of."""
    if not TIMES & left_out(asking, shown):
        return []
    there = link(text("dashboard.annual_report.title", asking.language), page_address("arsrapport", ""))
    return [html.P([text("dashboard.municipality.times.note", asking.language), " ", there], className="note")]


def _when(name: str, on: date, language: Language) -> str:
    return text(f"dashboard.municipality.{name}", language, day=day(on, language))


def _hides(shown: Overview) -> bool:
    return any(Missing.HIDDEN in row.cells.values() for row in shown.schools) or Missing.HIDDEN in shown.totals.values()
