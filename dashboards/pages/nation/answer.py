"""What stands on the page."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.dashboard import Asking
from dashboards.kit import Column, KeyFigure, Row, box, data_table, key_figures, panel
from dashboards.kit.data_table import export_table
from dashboards.kit.links import link, view_address
from dashboards.numbers import day
from dashboards.pages.nation.asked import Combined, combined
from dashboards.pages.nation.tables import columns, full_name, members_of, row, title
from dashboards.pages.published_names import category_name, cube_name, measure_name, period_name, release_name, write_of
from dashboards.pages.withheld import withheld
from services.reporting.nation.combining import NATION
from services.reporting.publishing.cubes import Unit
from services.reporting.questions import NationWithheld
from texts import Language, text

PATH = "land"
MOST_KEY_FIGURES = 6
CURRENT: Any = {"aria-current": "true"}


def answer(asking: Asking) -> list[Component]:
    """The page. Raises ChoiceError, WarehouseUnavailableError."""
    found, language = combined(asking), asking.language
    if found is None:
        return [*_withheld(asking), box("nation.none", language)]
    released = text("dashboard.nation.released", language, day=day(found.chosen.released_on, language))
    return [
        _choices(found, asking),
        *_withheld(asking),
        key_figures(_key(found, language), language),
        panel("nation.figures", language, _table(found, language), html.P(released, className="note"), wide=True),
        _members(found, language),
        html.P(text("dashboard.nation.note", language), className="note"),
        html.P(text("dashboard.formal.note", language), className="note"),
    ]


def _withheld(asking: Asking) -> list[Component]:
    """Which releases were withheld whole, and by whom; nothing where none was."""
    by: dict[str, list[str]] = {}
    for release in asking.ask(NationWithheld()).to_dicts():
        by.setdefault(release_name(release, asking.language), []).append(release["name"])
    return withheld([f"{title}: {', '.join(names)}" for title, names in by.items()], asking.language)


def _members(found: Combined, language: Language) -> Component:
    """Whose figures they are, unfolded on wish."""
    table = members_of(found, language)
    return html.Details(
        [html.Summary(text("dashboard.nation.members", language)), export_table(table, language)], className="explained"
    )


def _choices(found: Combined, asking: Asking) -> Component:
    """Every cube, and the periods of the chosen one."""
    language, chosen = asking.language, found.chosen
    newest = {choice.cube: choice for choice in reversed(found.choices)}
    cubes = [
        _tab(cube_name(cube, language), newest[cube].word, asking, is_chosen=cube == chosen.cube)
        for cube in dict.fromkeys(choice.cube for choice in found.choices)
    ]
    periods = [
        _tab(period_name(choice.period, language), choice.word, asking, is_chosen=choice == chosen)
        for choice in found.choices
        if choice.cube == chosen.cube
    ]
    return html.Nav(
        [html.Ul(cubes, className="tabs"), html.Ul(periods, className="tabs")],
        **_labelled(text("dashboard.nation.choose", language)),
    )


def _labelled(label: str) -> Any:
    return {"aria-label": label}


def _tab(name: str, word: str, asking: Asking, *, is_chosen: bool) -> Component:
    if is_chosen:
        inside: Any = html.Strong(name, **CURRENT)
    else:
        inside = link(name, view_address(PATH, asking.view, chosen=word))
    return html.Li(inside)


def _key(found: Combined, language: Language) -> list[KeyFigure]:
    """The nation's first figures."""
    return [
        KeyFigure(
            label=full_name(found, category, measure, language),
            cell=found.cell(NATION, category, measure.name, language),
            write=write_of(measure),
        )
        for category, measure in columns(found)
        if measure.unit is not Unit.HOURS
    ][:MOST_KEY_FIGURES]


def _table(found: Combined, language: Language) -> Component:
    rows = [row(found, county, language) for county in found.counties]
    total = row(found, NATION, language)
    return data_table(
        language,
        caption=title(found, language),
        head=text("dashboard.nation.area", language),
        columns=[
            Column(title=text("dashboard.nation.municipalities", language)),
            *(
                Column(
                    title=measure_name(measure, language),
                    label=full_name(found, category, measure, language),
                    group=category_name(found.cube, category, language),
                    write=write_of(measure),
                )
                for category, measure in columns(found)
            ),
        ],
        rows=[Row(head=cells[0], cells=cells[1:]) for cells in rows],
        total=Row(head=total[0], cells=total[1:]),
    )
