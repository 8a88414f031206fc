"""The controls of a page.

All of them are always there, so that a page can change without loading; those that it does not understand are hidden. They show
what the address says, and assets/address.js writes into the address what the reader chooses. On a phone they are folded under
what is chosen (assets/filters.js).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboards.asking import Asking, School
from dashboards.frame.head import narrowed
from dashboards.periods import PUBLISHED, Preset
from dashboards.view import GRADES, Filter, View
from texts import Language, text

SCHOOL, PRESET, FIRST, LAST, GRADE, AS_OF, RECORDED_BY = "school", "preset", "first", "last", "grade", "as-of", "recorded-by"
CONTROLS = (SCHOOL, PRESET, FIRST, LAST, GRADE, AS_OF, RECORDED_BY)
"""Their ids, in the order in which assets/address.js takes their values."""


def controls(asking: Asking, filters: Collection[Filter], schools: Sequence[School]) -> list[Component]:
    """The controls, showing the view. Who gets protected numbers chooses among the periods for which they are given."""
    view, language, today, exact = asking.view, asking.language, asking.today, asking.viewer.scope.exact
    offered = frozenset(filters) - ({Filter.SCHOOL} if len(schools) <= 1 else set())
    body = [
        _shown(_school(view, schools, language), hidden=Filter.SCHOOL not in offered),
        _shown(_grade(view, language), hidden=Filter.GRADE not in offered),
        html.Div(_periods(view, language, exact=exact), hidden=Filter.PERIOD not in offered, className="control periods"),
        _own_dates(view, language, today, hidden=Filter.PERIOD not in offered or view.preset is not Preset.OWN),
        _moments(view, offered, language, today),
    ]
    summary = html.Summary(
        [
            html.Span(text("dashboard.controls", language), className="filters-title"),
            " ",
            html.Span(_chosen(asking, offered), className="filters-chosen"),
        ]
    )
    return [html.Details([summary, html.Div(body, className="filters-body")], open=True, hidden=not offered, className="filters")]


def _chosen(asking: Asking, offered: Collection[Filter]) -> str:
    """What the controls say, in words."""
    view, language, parts = asking.view, asking.language, []
    if Filter.SCHOOL in offered:
        parts.append(asking.school_name(view.school) if view.school else text("dashboard.control.school.all", language))
    if Filter.PERIOD in offered:
        parts.append(text(f"dashboard.period.{view.preset}", language))
    return " · ".join([*parts, *narrowed(view, language)])


def _shown(control: Any, *, hidden: bool) -> Component:
    return html.Div(control, hidden=hidden, className="control")


def _school(view: View, schools: Sequence[School], language: Language) -> Any:
    known = {school.orgnr for school in schools}
    offered = [{"value": school.orgnr, "label": school.name} for school in schools]
    return _select(SCHOOL, offered, view.school if view.school in known else None, language, width=260)


def _grade(view: View, language: Language) -> Any:
    grades = [{"value": str(grade), "label": text("dashboard.grade", language, grade=grade)} for grade in GRADES]
    chosen = None if view.grade is None else str(view.grade)
    return _select(GRADE, grades, chosen, language, width=150)


def _select(control: str, offered: list[dict[str, str]], value: str | None, language: Language, *, width: int) -> Any:
    return dmc.Select(
        id=control,
        label=text(f"dashboard.control.{control}", language),
        placeholder=text(f"dashboard.control.{control}.all", language),
        data=offered,
        value=value,
        searchable=True,
        clearable=True,
        clearButtonProps={"aria-label": text("dashboard.control.clear", language)},
        nothingFoundMessage=text("dashboard.control.nothing", language),
        comboboxProps={"withinPortal": False},
        w=width,
    )


def _periods(view: View, language: Language, *, exact: bool) -> Component:
    return html.Fieldset(
        [
            html.Legend(text("dashboard.control.period", language)),
            dmc.ChipGroup(
                [
                    dmc.Chip(text(f"dashboard.period.{preset}", language), value=preset.value, size="md", variant="outline")
                    for preset in (Preset if exact else PUBLISHED)
                ],
                id=PRESET,
                value=view.preset.value,
            ),
        ],
        className="chips",
    )


def _own_dates(view: View, language: Language, today: date, *, hidden: bool) -> Component:
    dates = [_date(FIRST, view.own.first, language, today), _date(LAST, view.own.last, language, today)]
    return html.Div(dates, hidden=hidden, className="control own-dates")


def _moments(view: View, filters: Collection[Filter], language: Language, today: date) -> Component:
    """As of which day; by what was recorded is for the few who compare, and unfolds."""
    recorded = Filter.RECORDED_BY in filters
    return html.Div(
        [
            html.Div(_date(AS_OF, view.as_of, language, today), hidden=Filter.AS_OF not in filters),
            html.Details(
                [
                    html.Summary(text("dashboard.control.more", language)),
                    _date(RECORDED_BY, view.recorded_by, language, today),
                ],
                hidden=not recorded,
                open=view.recorded_by is not None,
                className="more-controls",
            ),
        ],
        className="control moments",
    )


def _date(control: str, value: date | None, language: Language, today: date) -> Any:
    return dmc.DateInput(
        id=control,
        label=text(f"dashboard.control.{control}", language),
        placeholder=text("dashboard.control.date.placeholder", language),
        value=None if value is None else value.isoformat(),
        valueFormat="DD.MM.YYYY",
        maxDate=today.isoformat(),
        hideOutsideDates=True,
        clearable=True,
        clearButtonProps={"aria-label": text("dashboard.control.clear", language)},
        ariaLabels={name: text(f"dashboard.control.date.{name}", language) for name in ("previousMonth", "nextMonth")},
        popoverProps={"withinPortal": False},
        w=180,
    )
