"""The one way to put a chart on a page.

Plotly shows a share button by default, which hands the figure to a foreign server; here it is off for every chart, and a test walks
the page for charts that did not come this way. Figures are plain dictionaries: ``go.Figure`` costs a thousand times more to build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from dash import dcc

CONFIG: Any = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displayModeBar": False,
    "displaylogo": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
INK = "#292c30"
FONT = "Inter, 'Segoe UI', system-ui, sans-serif"
AROUND = 64
PER_BAR = 34


class Part(msgspec.Struct, frozen=True):
    """One part of every stacked bar: its name, its colour, the colour of writing on it, its lengths and how they are written."""

    name: str
    colour: str
    writing: str
    lengths: Sequence[float]
    written: Sequence[str]


def chart(chart_id: str, figure: Mapping[str, Any], *, height: int) -> dcc.Graph:
    """A chart that sends nothing anywhere. ``height`` in pixels."""
    return dcc.Graph(id=chart_id, figure=dict(figure), config=CONFIG, style={"height": f"{height}px"}, className="chart")


def stacked_shares(labels: Sequence[str], parts: Sequence[Part]) -> dict[str, Any]:
    """Horizontal bars of equal length, the first on top, each divided into the shares of its parts."""
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": ""}
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
                "hoverinfo": "skip",
                "marker": {"color": part.colour, "line": {"color": "#fff", "width": 1}},
            }
            for part in parts
        ],
        "layout": {
            "barmode": "stack",
            "barnorm": "percent",
            "bargap": 0.3,
            "font": {"family": FONT, "size": 14, "color": INK},
            "uniformtext": {"mode": "hide", "minsize": 11},
            "margin": {"l": 0, "r": 8, "t": 40, "b": 8, "pad": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "dragmode": False,
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 1,
                "xanchor": "left",
                "yanchor": "bottom",
                "traceorder": "normal",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "xaxis": {**axis, "range": [0, 100], "showticklabels": False},
            "yaxis": {**axis, "automargin": True, "autorange": "reversed"},
        },
    }


def height_of(bars: int) -> int:
    """Pixels for so many bars."""
    return AROUND + PER_BAR * bars
