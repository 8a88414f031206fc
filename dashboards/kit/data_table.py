"""The table: read by eye and by ear, stacked on a phone, sorted by its headings, and with links where there is more to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from dash.development.base_component import Component

from dashboards.cells import Cell, Missing, Write, is_missing, whole, written
from dashboards.kit.table import SentCell, runs, sent_cell, sent_table
from dashboards.numbers import percent
from texts import Language, text

if TYPE_CHECKING:
    from dashboards.dashboard import ExportTable


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column. ``title`` stands above it, ``label`` (the title when left out) in every cell on a phone.

    Columns with the same ``group`` stand together under that heading. ``alarming``: more than nothing is red.
    """

    title: str
    label: str = ""
    write: Write = whole
    group: str = ""
    is_text: bool = False
    unbroken: bool = False
    """Whether what stands in it is kept on one line."""
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


def leading(cell: Cell, href: str) -> Content:
    """A number that leads to what it counts; the number alone where it counts nothing, or leads nowhere."""
    return Linked(cell, href) if href and isinstance(cell, int | float) and cell > 0 else cell


def led(cells: Sequence[Cell], hrefs: Sequence[str]) -> list[Content]:
    """Cells that each lead to what they count."""
    return [leading(cell, href) for cell, href in zip(cells, hrefs, strict=True)]


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
    """The table in a frame that scrolls where it is too wide."""
    groups = [column.group for column in columns]
    return sent_table(
        language,
        kind="data-table",
        caption=caption,
        head=head,
        groups=runs(groups) if any(groups) else [],
        columns=[_column(column, _edge(columns, number), _alone(columns, number)) for number, column in enumerate(columns)],
        rows=[_row(row, columns, language) for row in rows],
        total=None if total is None else _row(total, columns, language),
        sorts=sortable and len(rows) > 1,
        missing={reason: _why(reason, language) for reason in Missing},
    )


def export_table(table: ExportTable, language: Language) -> Component:
    """The numbers behind a figure as a table."""
    columns = [
        Column(title=title, write=table.write(number), is_text=_is_text(table, number))
        for number, title in enumerate(table.columns)
        if number > 0
    ]
    hrefs = table.hrefs or [[""] * len(row) for row in table.rows]
    rows = [Row(head=row[0], cells=led(row[1:], lead[1:])) for row, lead in zip(table.rows, hrefs, strict=True)]
    return data_table(language, caption=table.title, head=table.columns[0], columns=columns, rows=rows, sortable=False)


def _is_text(table: ExportTable, column: int) -> bool:
    return any(isinstance(row[column], str) and not isinstance(row[column], Missing) for row in table.rows)


def _why(reason: Missing, language: Language) -> dict[str, str]:
    return {"text": written(reason, whole, language), "why": text(f"dashboard.why.{reason}", language)}


def _column(column: Column, edge: str, alone: str) -> dict[str, Any]:
    return {
        "title": column.title,
        "label": column.label or column.title,
        "heads": " ".join(filter(None, ("text" if column.is_text else "", edge))),
        "names": " ".join(
            filter(None, ("text" if column.is_text else "number", "unbroken" if column.unbroken else "", edge, alone))
        ),
        "bar": column.bar and column.write is percent,
    }


def _row(row: Row, columns: Sequence[Column], language: Language) -> list[SentCell]:
    cells = zip(row.cells, columns, strict=True)
    return [_head(row.head, language), *(_cell(content, column, language) for content, column in cells)]


def _head(content: Content, language: Language) -> SentCell:
    cell, href = _of(content)
    return sent_cell(written(cell, whole, language), by=_sorted_by(cell), href=href)


def _cell(content: Content, column: Column, language: Language) -> SentCell:
    cell, href = _of(content)
    if cell is None or isinstance(cell, Missing):
        return {"missing": cell or Missing.NONE}
    names = "alarming" if column.alarming and isinstance(cell, int | float) and cell > 0 else ""
    return sent_cell(written(cell, column.write, language), by=_sorted_by(cell), href=href, names=names)


def _of(content: Content) -> tuple[Cell, str]:
    return (content.cell, content.href) if isinstance(content, Linked) else (content, "")


def _sorted_by(cell: Cell) -> str | float | None:
    """What a column is sorted by. A number that is hidden or missing has nothing there: both stand last."""
    if is_missing(cell):
        return None
    return cell.isoformat() if isinstance(cell, date | datetime) else cell


def _edge(columns: Sequence[Column], number: int) -> str:
    group = columns[number].group
    return "edge" if group and (number == 0 or columns[number - 1].group != group) else ""


def _alone(columns: Sequence[Column], number: int) -> str:
    """On a phone two numbers share a line and words have one to themselves; so has the number that is left over beside them."""
    if columns[number].is_text or (number + 1 < len(columns) and not columns[number + 1].is_text):
        return ""
    numbers = takewhile(lambda column: not column.is_text, reversed(columns[: number + 1]))
    return "alone" if sum(1 for _ in numbers) % 2 else ""
