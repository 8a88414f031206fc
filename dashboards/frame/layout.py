"""The page before there is an answer. It holds nothing of the municipality: anybody may ask for it."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from texts import Language, text

ADDRESS, HEAD, CONTROL_ROW, CONTENT, AGAIN, TITLE = "address", "page-head", "controls", "answer", "again", "page-title"
TARGET: Any = {CONTENT: "children"}
SECONDS_BETWEEN_TRIES = 4
SHOWN_AFTER = 250
"""Milliseconds after which it is said that the numbers are being fetched."""

COLOURS = ["#eef4fa", "#ddeaf6", "#c7ddf0", "#99c0e3", "#2a7cc5", "#0062ba", "#0062ba", "#0062ba", "#004f96", "#003d75"]


def layout(language: Language) -> Any:
    """The frame. Everything in it follows from the address."""
    named: Any = {"aria-label": text("dashboard.controls", language)}
    return dmc.MantineProvider(
        dmc.DatesProvider(
            [
                dcc.Location(id=ADDRESS, refresh="callback-nav"),
                dcc.Interval(id=AGAIN, interval=SECONDS_BETWEEN_TRIES * 1000, disabled=True),
                dcc.Store(id=TITLE),
                html.Div(id=HEAD),
                html.Div(id=CONTROL_ROW, className="controls", role="group", **named),
                dcc.Loading(
                    html.Div(id=CONTENT, children=waiting(language), className="answer"),
                    custom_spinner=html.Div(waiting(language), className="spinner"),
                    delay_show=SHOWN_AFTER,
                    overlay_style={"visibility": "visible", "opacity": 0.45},
                    target_components=TARGET,
                ),
            ],
            settings={"locale": language.value, "firstDayOfWeek": 1, "consistentWeeks": True, "weekendDays": []},
        ),
        theme={
            "fontFamily": "var(--font)",
            "primaryColor": "varde",
            "colors": {"varde": COLOURS},
            "primaryShade": 6,
            "defaultRadius": "4px",
        },
        forceColorScheme="light",
    )


def waiting(language: Language) -> Component:
    """What stands where the numbers will come."""
    return html.P(
        [html.Span(className="turning", **{"aria-hidden": "true"}), text("dashboard.loading", language)],  # type: ignore[arg-type]
        className="waiting",
        role="status",
    )
