"""The one way to put a chart on a page.

Plotly shows a share button by default, which hands the figure to a foreign server; here it is off for every chart, and a test walks
the pages for charts that did not come this way. Figures are plain dictionaries: ``go.Figure`` costs a thousand times more to build.
Words on axes and numbers on marks are written here in the reader's language, so that no chart writes a date of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import msgspec
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.cells import Write, whole
from dashboards.kit.colours import DASHES, GRID, INK, MARKS, SERIES
from dashboards.numbers import percent
from texts import Language

CONFIG: Any = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displayModeBar": False,
    "displaylogo": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
FONT = "Inter, 'Segoe UI', system-ui, sans-serif"
AROUND = 64
PER_BAR = 34
LEAST = 190
"""Pixels that a chart of bars has at least: on a phone the names of its parts stand under each other, in at most half of it."""

THICK = 0.7
"""The part of its place that a bar takes."""

LETTERS, PER_LINE = 26, 18
"""Letters to a line of a bar's name, and pixels for each line beyond the second."""
HEIGHT = 320
MOST_LABELS = 13
SEPARATORS = {Language.BOKMAL: ",\u202f", Language.NYNORSK: ",\u202f", Language.ENGLISH: ".,"}


class Part(msgspec.Struct, frozen=True):
    """One part of every stacked bar: its name, its colour, the colour of writing on it, its lengths and how they are written."""

    name: str
    colour: str
    writing: str
    lengths: Sequence[float]
    written: Sequence[str]


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One line, row of columns or curve. ``values``: None where there is nothing. ``low`` and ``high``: its band.

    ``colour`` is the next of the palette when left out. ``is_line`` draws it as a line over columns. ``hrefs`` is where each value
    leads (assets/leading.js); whoever has no mouse goes there from the table below.
    """

    name: str
    values: Sequence[float | None]
    colour: str = ""
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()
    is_line: bool = False
    hrefs: Sequence[str] = ()


def chart(chart_id: str, figure: Mapping[str, Any], *, language: Language, alt: str, height: int = HEIGHT) -> Component:
    """A chart that sends nothing anywhere. ``height`` in pixels; ``alt`` says in words what it shows."""
    drawn = dict(figure)
    drawn["layout"] = {**drawn["layout"], "separators": SEPARATORS[language]}
    config: Any = {**CONFIG, "locale": language.value}  # its words are in assets/plotly_locales.js
    leads = any("customdata" in trace for trace in drawn["data"])
    names = "chart leads" if leads else "chart"
    graph = dcc.Graph(id=chart_id, figure=drawn, config=config, style={"height": f"{height}px"}, className=names)
    return html.Div(graph, role="img", className="chart-frame", **{"aria-label": alt})  # type: ignore[arg-type]


def height_of(bars: int) -> int:
    """Pixels for so many bars."""
    return max(AROUND + PER_BAR * bars, LEAST)


def wrapped(names: Sequence[str]) -> tuple[list[str], int]:
    """Names of horizontal bars in lines that a phone has room for, and the height in pixels that the bars then take."""
    lines_of = [wrap(name, LETTERS) for name in names]
    more = sum(max(len(one) - 2, 0) for one in lines_of)
    return ["<br>".join(one) for one in lines_of], height_of(len(names)) + PER_LINE * more


def lines(labels: Sequence[str], series: Sequence[Series], language: Language, *, write: Write = whole) -> dict[str, Any]:
    """Lines over the same labels, each with a mark and a dash of its own."""
    data = [_line(labels, one, number, language, write) for number, one in enumerate(series)]
    return {"data": data, "layout": _layout(labels, series, write, language)}


def columns(
    labels: Sequence[str], series: Sequence[Series], language: Language, *, write: Write = whole, stacked: bool = True
) -> dict[str, Any]:
    """Columns over the labels, stacked or side by side; series with ``is_line`` are lines over them."""
    data = [
        _line(labels, one, number, language, write)
        if one.is_line
        else {
            "type": "bar",
            "name": one.name,
            "x": list(labels),
            "y": list(one.values),
            "marker": {"color": one.colour or SERIES[number % len(SERIES)], "line": {"color": "#fff", "width": 1}},
            "text": _written(one.values, write, language),
            "textposition": "none",
            **_leading(one),
            "hovertemplate": "%{x}<br>%{text}<extra>%{fullData.name}</extra>",
        }
        for number, one in enumerate(series)
    ]
    layout = {**_layout(labels, series, write, language), "barmode": "stack" if stacked else "group", "bargap": 0.25}
    return {"data": data, "layout": layout}


def steps(
    x: Sequence[float], series: Sequence[Series], language: Language, *, x_title: str, y_title: str = "", last: float | None = None
) -> dict[str, Any]:
    """Curves that fall or rise in steps, shares from 0 to 1 over ``x``, each with its band."""
    data: list[dict[str, Any]] = []
    for number, one in enumerate(series):
        colour = one.colour or SERIES[number % len(SERIES)]
        if one.low:
            band = {
                "type": "scatter",
                "mode": "lines",
                "line": {"width": 0, "shape": "hv"},
                "hoverinfo": "skip",
                "showlegend": False,
            }
            data.append({**band, "x": list(x), "y": list(one.low)})
            data.append({**band, "x": list(x), "y": list(one.high), "fill": "tonexty", "fillcolor": _faint(colour)})
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": one.name,
                "x": list(x),
                "y": list(one.values),
                "line": {"color": colour, "width": 2.5, "shape": "hv", "dash": DASHES[number % len(DASHES)]},
                "text": _written(one.values, percent, language),
                "hovertemplate": "%{x}<br>%{text}<extra>%{fullData.name}</extra>",
            }
        )
    layout = _layout((), series, percent, language)
    layout["xaxis"] = {
        **layout["xaxis"],
        "type": "linear",
        "title": {"text": x_title, "standoff": 8},
        "range": [0, last if last is not None else max(x, default=1)],
        "rangemode": "tozero",
    }
    layout["yaxis"] = {**layout["yaxis"], "range": [0, 1.02], "title": {"text": y_title}}
    return {"data": data, "layout": {**layout, "hovermode": "x unified"}}


def stacked_shares(labels: Sequence[str], parts: Sequence[Part]) -> dict[str, Any]:
    """Horizontal bars of equal length, the first on top, each divided into the shares of its parts."""
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": ""}
    thick = THICK * min(1, 1.5 * PER_BAR * len(labels) / (height_of(len(labels)) - AROUND))  # a bar alone is no block
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": part.name,
                "y": list(labels),
                "x": list(part.lengths),
                "text": list(part.written),
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"color": part.writing},
                "width": thick,
                "hoverinfo": "skip",
                "marker": {"color": part.colour, "line": {"color": "#fff", "width": 1}},
            }
            for part in parts
        ],
        "layout": {
            **_base(),
            "barmode": "stack",
            "barnorm": "percent",
            "uniformtext": {"mode": "hide", "minsize": 11},
            "margin": {"l": 0, "r": 8, "t": 40, "b": 8, "pad": 8},
            "xaxis": {**axis, "range": [0, 100], "showticklabels": False},
            "yaxis": {**axis, "automargin": True, "autorange": "reversed"},
        },
    }


def _line(labels: Sequence[str], one: Series, number: int, language: Language, write: Write) -> dict[str, Any]:
    colour = one.colour or SERIES[number % len(SERIES)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": one.name,
        "x": list(labels),
        "y": list(one.values),
        "line": {"color": colour, "width": 2.5, "dash": DASHES[number % len(DASHES)]},
        "marker": {"color": colour, "size": 8, "symbol": MARKS[number % len(MARKS)]},
        "text": _written(one.values, write, language),
        **_leading(one),
        "hovertemplate": "%{x}<br>%{text}<extra>%{fullData.name}</extra>",
        "connectgaps": False,
    }


def _leading(one: Series) -> dict[str, Any]:
    return {"customdata": list(one.hrefs)} if one.hrefs else {}


def _written(values: Sequence[float | None], write: Write, language: Language) -> list[str]:
    return ["" if value is None else write(value, language) for value in values]


def _layout(labels: Sequence[str], series: Sequence[Series], write: Write, language: Language) -> dict[str, Any]:
    axis = {"zeroline": False, "fixedrange": True, "automargin": True, "ticks": ""}
    shares = write is percent
    values = [value for one in series for value in one.values if value is not None]
    ticks: dict[str, Any] = {"rangemode": "tozero"}
    if shares:
        ticks = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": [percent(n / 4, language) for n in range(5)], "range": [0, 1.02]}
    elif max(values, default=0) < len(SERIES):
        ticks["dtick"] = 1
    return {
        **_base(),
        "margin": {"l": 8, "r": 8, "t": 44, "b": 8, "pad": 6},
        "hovermode": "closest",
        "showlegend": len(series) > 1,
        "xaxis": {
            **axis,
            "type": "category",
            "showgrid": False,
            "linecolor": GRID,
            "tickangle": 0,
            **_ticks(labels),
        },
        "yaxis": {**axis, "gridcolor": GRID, **ticks},
    }


def _ticks(labels: Sequence[str]) -> dict[str, Any]:
    """As many labels as there is room for, each on two lines where it has two words."""
    if not labels:
        return {}
    shown = list(labels)[:: -(-len(labels) // MOST_LABELS) or 1]
    return {"tickvals": shown, "ticktext": [label.replace(" ", "<br>", 1) for label in shown]}


def _base() -> dict[str, Any]:
    return {
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
        "hoverlabel": {"bgcolor": "#fff", "bordercolor": GRID, "font": {"family": FONT, "color": INK}},
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "xanchor": "left",
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.16)"
