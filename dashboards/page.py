"""The owner's page: every school of the municipality with its cases, duties, deadlines and response times."""

from __future__ import annotations

from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboards.choices import Choice
from dashboards.controls import controls
from dashboards.duties_chart import duties_chart
from dashboards.key_figures import key_figures
from dashboards.numbers import DASH, day, moment, number
from dashboards.overview import Missing, Overview
from dashboards.periods import Period
from dashboards.table import schools_table
from texts import Language, text

ANSWER = "answer"
SECONDARY: Any = {"data-variant": "secondary"}


def layout(language: Language, today: date, *, title: str, exact: bool) -> Any:
    """The page before there is an answer. It holds nothing of the municipality: anybody may ask for it."""
    return dmc.MantineProvider(
        dmc.DatesProvider(
            [
                html.H1(title),
                controls(language, today, exact=exact),
                html.Div(id=ANSWER, children=html.P(text("page.overview.loading", language), className="lead")),
            ],
            settings={"locale": language.value, "firstDayOfWeek": 1, "consistentWeeks": True, "weekendDays": []},
        ),
        theme={
            "fontFamily": "var(--font)",
            "primaryColor": "varde",
            "colors": {
                "varde": [
                    "#eef4fa",
                    "#ddeaf6",
                    "#c7ddf0",
                    "#99c0e3",
                    "#2a7cc5",
                    "#0062ba",
                    "#0062ba",
                    "#0062ba",
                    "#004f96",
                    "#003d75",
                ]
            },
            "primaryShade": 6,
            "defaultRadius": "4px",
        },
        forceColorScheme="light",
    )


def answer(overview: Overview, choice: Choice, period: Period, language: Language) -> list[Component]:
    """The numbers, or why there are none."""
    if not overview.schools:
        return [message("empty", language)]
    return [
        html.P(_what_is_shown(overview, choice, period, language), className="shown", role="status"),
        key_figures(overview.totals, language),
        html.Div(
            [
                html.H2(text("page.overview.table.title", language)),
                html.A(
                    text("page.overview.csv", language),
                    href=f"tall.csv?{choice.query()}",
                    className="ds-button",
                    download="",
                    **SECONDARY,
                ),
            ],
            className="heading-row",
        ),
        html.Div(schools_table(overview, language), className="table-frame", **_scrolled(language)),
        html.P(text("page.overview.counted.note", language), className="note"),
        *([html.P(text("page.overview.hidden.note", language), className="note")] if _hides(overview) else []),
        html.P(text("page.overview.formal.note", language), className="note"),
        html.Section(duties_chart(overview, language), className="chart-section"),
        html.P(_updated(overview, language), className="note"),
    ]


def message(kind: str, language: Language) -> Component:
    """A box that says why there are no numbers, and what to do."""
    return html.Div(
        [html.H2(text(f"page.overview.{kind}.title", language)), html.P(text(f"page.overview.{kind}.text", language))],
        className=f"message {kind}",
        role="status",
    )


def _what_is_shown(overview: Overview, choice: Choice, period: Period, language: Language) -> str:
    count = sum(1 for row in overview.schools if row.school)
    schools = (
        overview.schools[0].name
        if len(overview.schools) == 1
        else text("page.overview.schools", language, count=number(count, language))
    )
    parts = [schools, _days(period, language)]
    if choice.as_of is not None:
        parts.append(text("page.overview.as_of", language, day=day(choice.as_of, language)))
    return " · ".join(parts)


def _days(period: Period, language: Language) -> str:
    match period:
        case Period(None, None):
            return text("page.overview.days.all", language)
        case Period(None, last) if last is not None:
            return text("page.overview.days.until", language, last=day(last, language))
        case Period(first, None) if first is not None:
            return text("page.overview.days.from", language, first=day(first, language))
        case Period(first, last) if first is not None and last is not None:
            return f"{day(first, language)}{DASH}{day(last, language)}"
    raise AssertionError(period)


def _scrolled(language: Language) -> Any:
    """On a narrow screen the table scrolls sideways; so it can be reached and named."""
    return {"tabIndex": 0, "role": "region", "aria-label": text("page.overview.table.title", language)}


def _hides(overview: Overview) -> bool:
    return any(Missing.HIDDEN in row.cells.values() for row in overview.schools) or Missing.HIDDEN in overview.totals.values()


def _updated(overview: Overview, language: Language) -> str:
    position = number(overview.position, language)
    if overview.updated_at is None:
        return text("page.overview.position", language, position=position)
    return text("page.overview.updated", language, position=position, moment=moment(overview.updated_at, language))
