"""The table of schools: one row per school, every number readable with the keyboard, a screen reader and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from dash import html
from dash.development.base_component import Component

from dashboards.numbers import DASH, HOURS_PER_DAY, number, percent
from dashboards.overview import Cell, Measure, Missing, Overview, SchoolRow
from texts import Language, text

Write = Callable[[float, Language], str]
ARIA_HIDDEN: Any = {"aria-hidden": "true"}


class Column(msgspec.Struct, frozen=True):
    """One column: what it shows, and how the number is written."""

    measure: Measure
    write: Write


def whole(value: float, language: Language) -> str:
    """A count."""
    return number(value, language)


def hours(value: float, language: Language) -> str:
    """Hours, with one decimal."""
    return number(value, language, 1)


def days(value: float, language: Language) -> str:
    """Hours as days of 24 hours, with one decimal."""
    return number(value / HOURS_PER_DAY, language, 1)


GROUPS: tuple[tuple[str, tuple[Column, ...]], ...] = (
    ("cases", (Column(Measure.OPEN_CASES, whole), Column(Measure.NEW_CASES, whole), Column(Measure.SERIOUS, whole))),
    (
        "duties",
        (
            Column(Measure.DUTIES_DUE, whole),
            Column(Measure.KEPT_SHARE, percent),
            Column(Measure.LATE, whole),
            Column(Measure.OVERDUE, whole),
            Column(Measure.NOT_DOCUMENTED, whole),
        ),
    ),
    ("time", (Column(Measure.HOURS_REPORT, hours), Column(Measure.HOURS_INVESTIGATE, days), Column(Measure.HOURS_PLAN, days))),
    ("avvik", (Column(Measure.AVVIK_OPEN, whole),)),
)
COLUMNS = tuple(column for _, columns in GROUPS for column in columns)


def shown(cell: Cell, write: Write, language: Language) -> str:
    """A cell as it is read."""
    match cell:
        case Missing.HIDDEN:
            return text("page.overview.hidden", language)
        case Missing.NONE:
            return DASH
        case _:
            return write(cell, language)


def schools_table(overview: Overview, language: Language) -> Component:
    """The whole table. The roles stand in full, because a phone's layout takes them away from the elements."""
    return html.Table(
        [
            html.Caption(text("page.overview.table.caption", language)),
            html.Thead([_groups(language), _headings(language)], role="rowgroup"),
            html.Tbody([_row(row, language) for row in overview.schools], role="rowgroup"),
            *([html.Tfoot(_total(overview.totals, language), role="rowgroup")] if len(overview.schools) > 1 else []),
        ],
        className="schools",
        role="table",
    )


def _groups(language: Language) -> Component:
    return html.Tr(
        [
            html.Td(role="cell"),
            *(
                html.Th(
                    text(f"page.overview.group.{name}", language),
                    scope="colgroup",
                    colSpan=len(columns),
                    role="columnheader",
                    className="group",
                )
                for name, columns in GROUPS
            ),
        ],
        role="row",
    )


def _headings(language: Language) -> Component:
    return html.Tr(
        [
            html.Th(text("page.overview.school", language), scope="col", role="columnheader"),
            *(
                html.Th(
                    text(f"page.overview.column.{column.measure}", language),
                    scope="col",
                    role="columnheader",
                    className=_edge(column),
                )
                for column in COLUMNS
            ),
        ],
        role="row",
    )


def _row(row: SchoolRow, language: Language) -> Component:
    return html.Tr(
        [
            html.Th(row.name, scope="row", role="rowheader"),
            *(_cell(column, row.cells[column.measure], language) for column in COLUMNS),
        ],
        role="row",
    )


def _total(totals: dict[Measure, Cell], language: Language) -> Component:
    return html.Tr(
        [
            html.Th(text("page.overview.total", language), scope="row", role="rowheader"),
            *(_cell(column, totals.get(column.measure, Missing.NONE), language) for column in COLUMNS),
        ],
        role="row",
    )


def _cell(column: Column, cell: Cell, language: Language) -> Component:
    written = shown(cell, column.write, language)
    names = ["number", _edge(column)]
    inside: list[Component] = [html.Span(written, className="value")]
    title = None
    if isinstance(cell, Missing):
        names.append(f"missing {cell}")
        title = text(f"page.overview.why.{cell}", language)
    elif column.measure is Measure.KEPT_SHARE:
        inside.insert(0, html.Span(html.Span(style={"width": f"{cell * 100:.0f}%"}), className="bar", **ARIA_HIDDEN))
    elif column.measure is Measure.OVERDUE and cell > 0:
        names.append("overdue")
    return html.Td(
        inside,
        className=" ".join(filter(None, names)),
        role="cell",
        title=title,
        **_labelled(text(f"page.overview.label.{column.measure}", language)),
    )


def _labelled(label: str) -> Any:
    """The heading of the column, which a phone shows in every cell."""
    return {"data-label": label}


def _edge(column: Column) -> str:
    return "edge" if any(column is columns[0] for _, columns in GROUPS) else ""


def csv_header(language: Language) -> list[str]:
    """The headings of the file."""
    return [
        text("page.overview.orgnr", language),
        text("page.overview.school", language),
        *(
            text(f"page.overview.label.{column.measure}", language) + (" (%)" if column.write is percent else "")
            for column in COLUMNS
        ),
    ]


def csv_rows(overview: Overview, language: Language) -> list[list[str | float | None]]:
    """The rows of the file: shares in per cent and times as on the page, as plain numbers."""
    return [
        [row.school, row.name, *(_plain(row.cells[column.measure], column, language) for column in COLUMNS)]
        for row in overview.schools
    ]


def _plain(cell: Cell, column: Column, language: Language) -> str | float | None:
    match cell:
        case Missing.HIDDEN:
            return text("page.overview.hidden", language)
        case Missing.NONE:
            return None
        case int():
            return cell
    factor = 100 if column.write is percent else 1 / HOURS_PER_DAY if column.write is days else 1
    return round(cell * factor, 1)
