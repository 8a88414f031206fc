"""A heat table: cells with a colour and the number itself, each a link where there is more to see."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from dash import html
from dash.development.base_component import Component

from dashboards.cells import Cell, Missing, is_missing, whole, written
from dashboards.kit.data_table import Column, Linked
from dashboards.kit.table import SentCell, sent_cell, sent_table
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
    table = sent_table(
        language,
        kind="heat-table",
        caption=caption,
        head=head,
        columns=[
            {"title": count, "label": count, "heads": "base", "names": "base"},
            *({"title": column.title, "label": column.label or column.title, "heads": "duty"} for column in columns),
        ],
        rows=[_row(row, language) for row in rows],
    )
    return html.Div([table, _key(language)], style={"--columns": len(columns)})


def _row(row: HeatRow, language: Language) -> list[SentCell]:
    head, href = (row.head.cell, row.head.href) if isinstance(row.head, Linked) else (row.head, "")
    named = sent_cell(written(head, whole, language), href=href)
    return [named, written(row.count, whole, language), *(_cell(cell, language) for cell in row.cells)]


def _cell(heat: Heat, language: Language) -> SentCell:
    if is_missing(heat.share) or not isinstance(heat.share, int | float):
        reason = heat.share if isinstance(heat.share, Missing) else Missing.NONE
        return sent_cell(written(reason, percent, language), heat="none", title=text(f"dashboard.why.{reason}", language))
    band = next(name for least, name in BANDS if heat.share >= least)
    number = written(heat.share, percent, language)
    title = (
        "" if heat.base is None else text("dashboard.heat.of", language, share=number, count=written(heat.base, whole, language))
    )
    return sent_cell(number, heat=band, href=heat.href, title=title)


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
