"""The table: read by eye and by ear, stacked on a phone, sorted by its headings, and with links where there is more to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from dash import html
from dash.development.base_component import Component

from dashboards.cells import Cell, Missing, Write, is_missing, whole, written
from dashboards.kit.element import Element, element
from dashboards.kit.links import link
from dashboards.numbers import percent
from texts import Language, text

if TYPE_CHECKING:
    from dashboards.dashboard import ExportTable

ARIA_HIDDEN: Any = {"aria-hidden": "true"}


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column. ``title`` stands above it, ``label`` (the title when left out) in every cell on a phone.

    Columns with the same ``group`` stand together under that heading. ``alarming``: more than nothing is red.
    """

    title: str
    label: str = ""
    write: Write = whole
    group: str = ""
    is_text: bool = False
    alarming: bool = False
    bar: bool = False
    """Whether a share is drawn beside its number."""


class Linked(msgspec.Struct, frozen=True):
    """A cell that leads to ``href``."""

    cell: Cell
    href: str


Content: TypeAlias = Cell | Linked


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row: the cell that it is named by, and one cell per column."""

    head: Content
    cells: Sequence[Content]


def data_table(
    language: Language,
    *,
    caption: str,
    head: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    total: Row | None = None,
    sortable: bool = True,
) -> Component:
    """The table in a frame that scrolls where it is too wide. The roles stand in full: a phone's layout takes them away."""
    sorts = sortable and len(rows) > 1
    cells = [_CellsOf(column, _edge(columns, number)) for number, column in enumerate(columns)]
    table = html.Table(
        [
            html.Caption(caption),
            html.Thead([*_groups(columns), _headings(head, columns, sorts=sorts)], role="rowgroup"),
            html.Tbody([_row(row, cells, language) for row in rows], role="rowgroup"),
            *([html.Tfoot(_row(total, cells, language), role="rowgroup")] if total is not None else []),
        ],
        className="data-table",
        role="table",
    )
    return table_frame(table, caption, language)


def export_table(table: ExportTable, language: Language) -> Component:
    """The numbers behind a figure as a table."""
    columns = [
        Column(title=title, write=table.write(number), is_text=_is_text(table, number))
        for number, title in enumerate(table.columns)
        if number > 0
    ]
    rows = [Row(head=row[0], cells=row[1:]) for row in table.rows]
    return data_table(language, caption=table.title, head=table.columns[0], columns=columns, rows=rows, sortable=False)


def _is_text(table: ExportTable, column: int) -> bool:
    return any(isinstance(row[column], str) and not isinstance(row[column], Missing) for row in table.rows)


def table_frame(table: Component, caption: str, language: Language) -> Component:
    """A frame that scrolls, with the keyboard too. It is no landmark, and its name is not the one that panel and table share."""
    named: Any = {"aria-label": text("dashboard.table.frame", language, caption=caption)}
    return html.Div(table, className="table-frame", tabIndex=0, role="group", **named)


def _groups(columns: Sequence[Column]) -> list[Component]:
    if not any(column.group for column in columns):
        return []
    runs: list[tuple[str, int]] = []
    for column in columns:
        if runs and runs[-1][0] == column.group:
            runs[-1] = (column.group, runs[-1][1] + 1)
        else:
            runs.append((column.group, 1))
    headings = [
        html.Th(group, scope="colgroup", colSpan=count, role="columnheader", className="group")
        if group
        else html.Td(colSpan=count, role="cell")
        for group, count in runs
    ]
    return [html.Tr([html.Td(role="cell"), *headings], role="row")]


def _headings(head: str, columns: Sequence[Column], *, sorts: bool) -> Component:
    return html.Tr(
        [
            html.Th(_heading(head, sorts=sorts), scope="col", role="columnheader"),
            *(
                html.Th(
                    _heading(column.title, sorts=sorts),
                    scope="col",
                    role="columnheader",
                    className=" ".join(filter(None, ("text" if column.is_text else "", _edge(columns, number)))),
                )
                for number, column in enumerate(columns)
            ),
        ],
        role="row",
    )


def _heading(title: str, *, sorts: bool) -> Any:
    # assets/tables.js sorts the rows that the page has; nothing is asked for again.
    return html.Button(title, className="sort", type="button") if sorts else title


class _CellsOf:
    """What all cells of a column have."""

    def __init__(self, column: Column, edge: str) -> None:
        self.column = column
        self.names = " ".join(filter(None, ("text" if column.is_text else "number", edge)))
        self.label = labelled(column.label or column.title)
        self.has_bars = column.bar and column.write is percent


def _row(row: Row, columns: Sequence[_CellsOf], language: Language) -> Element:
    head, href = _of(row.head)
    name = written(head, whole, language)
    return element(
        "Tr",
        [
            element("Th", link(name, href) if href else name, scope="row", role="rowheader", **_sorted_by(head)),
            *(_cell(content, column, language) for content, column in zip(row.cells, columns, strict=True)),
        ],
        role="row",
    )


def _cell(content: Content, of: _CellsOf, language: Language) -> Element:
    cell, href = _of(content)
    names = of.names
    shown = element("Span", written(cell, of.column.write, language), className="value")
    if is_missing(cell):
        reason = Missing.NONE if cell is None else cell
        why = text(f"dashboard.why.{reason}", language)
        return element("Td", [shown], className=f"{names} missing {reason}", role="cell", title=why, **of.label)
    inside = [link(shown, href) if href else shown]
    if of.has_bars and isinstance(cell, int | float):
        inside.insert(0, element("Span", element("Span", style={"width": f"{cell * 100:.0f}%"}), className="bar", **ARIA_HIDDEN))
    elif of.column.alarming and isinstance(cell, int | float) and cell > 0:
        names += " alarming"
    return element("Td", inside, className=names, role="cell", **of.label, **_sorted_by(cell))


def labelled(label: str) -> Any:
    """The heading of the column, which a phone shows in every cell."""
    return {"data-label": label}


def _of(content: Content) -> tuple[Cell, str]:
    return (content.cell, content.href) if isinstance(content, Linked) else (content, "")


def _sorted_by(cell: Cell) -> Any:
    """What a column is sorted by. A number that is hidden or missing has nothing there: both stand last."""
    if is_missing(cell):
        return {}
    value = cell.isoformat() if isinstance(cell, date | datetime) else str(cell)
    return {"data-sort": value}


def _edge(columns: Sequence[Column], number: int) -> str:
    group = columns[number].group
    return "edge" if group and (number == 0 or columns[number - 1].group != group) else ""
