"""A few large numbers at the top of a page."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import msgspec
from dash import html
from dash.development.base_component import Component

from dashboards.cells import Cell, Write, is_missing, whole, written
from dashboards.kit.links import link
from texts import Language, text

IN_A_ROW = 6
MOST_LARGE = 9
"""Letters of a number that one of six in a row has room for in full size."""


class Tone(StrEnum):
    """How a number is to be taken."""

    PLAIN = "plain"
    ALARMING = "alarming"
    """Red, when it is more than nothing."""


class KeyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One number. ``label`` and ``unit`` are in the reader's language; ``note`` is a short line under it."""

    label: str
    cell: Cell
    write: Write = whole
    unit: str = ""
    note: str = ""
    tone: Tone = Tone.PLAIN
    href: str = ""


def key_figures(figures: Sequence[KeyFigure], language: Language, *, title: str = "") -> Component:
    """The key figures in as few rows as there is room for, under a heading of their own when ``title`` is given."""
    rows = -(-len(figures) // IN_A_ROW)
    columns = -(-len(figures) // rows) if rows else 1
    listed = html.Dl([_figure(figure, language) for figure in figures], className="key-figures", style={"--columns": columns})
    return html.Div([html.H2(title, className="figures-title"), listed]) if title else listed


def _figure(figure: KeyFigure, language: Language) -> Component:
    told = written(figure.cell, figure.write, language)
    value: Any = html.Span(told, className="value")
    names = ["figure", *(["long"] if len(told) > MOST_LARGE else [])]
    if is_missing(figure.cell):
        names.append("missing")
    elif figure.tone is Tone.ALARMING and isinstance(figure.cell, int | float) and figure.cell > 0:
        names.append("alarming")
    if figure.href and not is_missing(figure.cell):
        value = link(value, figure.href, className="value-link")
    parts: list[Any] = [value]
    if figure.unit and not is_missing(figure.cell):
        parts.append(html.Span(f" {figure.unit}", className="unit"))
    if figure.note:
        parts.append(html.Span(figure.note, className="figure-note"))
    title = text("dashboard.why.hidden", language) if str(figure.cell) == "hidden" else None
    return html.Div([html.Dt(figure.label), html.Dd(parts)], className=" ".join(names), title=title)
