"""A heat table: cells with a colour and the number itself, each a link where there is more to see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from dash import html
from dash.development.base_component import Component

from dashboards.cells import Cell, Missing, is_missing, whole, written
from dashboards.kit.data_table import Column, Linked, labelled, table_frame
from dashboards.kit.element import Element, element
from dashboards.kit.links import link
from dashboards.numbers import percent
from texts import Language, text

BANDS = ((0.95, "best"), (0.9, "good"), (0.8, "fair"), (0.65, "weak"), (0.0, "worst"))
"""From which share a cell has which colour."""


class Heat(msgspec.Struct, frozen=True, kw_only=True):
    """One cell: a share from 0 to 1, of how many, and where the cases behind it are."""

    share: Cell
    base: int | None = None
    href: str = ""


class HeatRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row: its name, a plain number beside it, and the cells."""

    head: Cell | Linked
    count: Cell
    cells: Sequence[Heat]


def heat_table(
    language: Language, *, caption: str, head: str, count: str, columns: Sequence[Column], rows: Sequence[HeatRow]
) -> Component:
    """The table with its key of colours. ``count`` is the heading of the plain number."""
    titles = [html.Th(head, scope="col", role="columnheader"), html.Th(count, scope="col", role="columnheader", className="base")]
    titles += [html.Th(html.Span(column.title), scope="col", role="columnheader", className="duty") for column in columns]
    table = html.Table(
        [
            html.Caption(caption),
            html.Thead(html.Tr(titles, role="row"), role="rowgroup"),
            html.Tbody([_row(row, columns, count, language) for row in rows], role="rowgroup"),
        ],
        className="heat-table",
        role="table",
        style={"--columns": len(columns)},
    )
    return html.Div([table_frame(table, caption, language), _key(language)])


def _row(row: HeatRow, columns: Sequence[Column], count: str, language: Language) -> Element:
    head, href = (row.head.cell, row.head.href) if isinstance(row.head, Linked) else (row.head, "")
    name = written(head, whole, language)
    return element(
        "Tr",
        [
            element("Th", link(name, href) if href else name, scope="row", role="rowheader"),
            element("Td", written(row.count, whole, language), className="base", role="cell", **labelled(count)),
            *(_cell(cell, column, language) for cell, column in zip(row.cells, columns, strict=True)),
        ],
        role="row",
    )


def _cell(heat: Heat, column: Column, language: Language) -> Element:
    label: Any = {"data-label": column.label or column.title}
    if is_missing(heat.share) or not isinstance(heat.share, int | float):
        reason = heat.share if isinstance(heat.share, Missing) else Missing.NONE
        shown = element(
            "Span", written(reason, percent, language), className="heat none", title=text(f"dashboard.why.{reason}", language)
        )
        return element("Td", shown, role="cell", **label)
    name = next(name for least, name in BANDS if heat.share >= least)
    number = written(heat.share, percent, language)
    title = (
        "" if heat.base is None else text("dashboard.heat.of", language, share=number, count=written(heat.base, whole, language))
    )
    names = f"heat {name}"
    inside = (
        link(number, heat.href, className=names, title=title)
        if heat.href
        else element("Span", number, className=names, title=title)
    )
    return element("Td", inside, role="cell", **label)


def _key(language: Language) -> Component:
    shown: list[Component] = []
    upper = 1.0
    for least, name in BANDS:
        rest = percent(least, language)
        words = (
            text("dashboard.heat.from", language, share=rest)
            if least
            else text("dashboard.heat.below", language, share=percent(upper, language))
        )
        shown.append(html.Li([html.Span(className=f"swatch {name}"), words]))
        upper = least
    return html.Ul(shown, className="heat-key", **{"aria-label": text("dashboard.heat.key", language)})  # type: ignore[arg-type]
