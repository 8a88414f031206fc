"""The one way to put a chart on a page.

Plotly shows a share button by default that hands the figure to a foreign server; here it is off for every chart, and a test walks the
page for charts that did not come this way. Figures are plain dictionaries: building ``go.Figure`` costs a thousand times more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
INK, SOFT, LINE, BLUE = "#1e2a37", "#4a5868", "#d5dbe2", "#2f74bf"
FONT = "Inter, 'Segoe UI', system-ui, sans-serif"


def chart(chart_id: str, figure: Mapping[str, Any], *, height: int) -> dcc.Graph:
    """A chart that sends nothing anywhere. ``height`` in pixels."""
    return dcc.Graph(id=chart_id, figure=dict(figure), config=CONFIG, style={"height": f"{height}px"}, className="chart")


def bars(labels: list[str], values: list[float], shown: list[str], *, most: float) -> dict[str, Any]:
    """Horizontal bars, the first on top, each with its value written beside it."""
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": ""}
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": labels,
                "x": values,
                "text": shown,
                "textposition": "outside",
                "cliponaxis": False,
                "hoverinfo": "skip",
                "marker": {"color": BLUE},
                "textfont": {"color": INK},
            }
        ],
        "layout": {
            "font": {"family": FONT, "size": 14, "color": INK},
            "margin": {"l": 8, "r": 48, "t": 8, "b": 8, "pad": 8},
            "bargap": 0.35,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "dragmode": False,
            "xaxis": {**axis, "range": [0, most], "showticklabels": False},
            "yaxis": {**axis, "automargin": True, "autorange": "reversed"},
        },
    }
