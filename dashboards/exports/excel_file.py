"""Tables as a workbook, one sheet each; texts are texts, numbers are numbers, and nothing is a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from dashboards.cells import Cell, Missing, plain
from dashboards.dashboard import ExportTable
from dashboards.exports.csv_file import headings
from dashboards.numbers import OSLO
from texts import Language, text
from texts.defused import defused

NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
WIDEST = 48
NO_GUESSING = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False}


def excel_file(tables: Sequence[ExportTable], language: Language, made_at: datetime) -> bytes:
    """The workbook. ``made_at`` stands in its properties."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **NO_GUESSING}) as book:
        book.set_properties({"title": "Varde", "created": made_at.astimezone(OSLO).replace(tzinfo=None)})
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 13}),
            "day": book.add_format({"num_format": "dd.mm.yyyy", "align": "left"}),
            "moment": book.add_format({"num_format": "dd.mm.yyyy hh:mm", "align": "left"}),
        }
        taken: set[str] = set()
        for table in tables:
            _sheet(book.add_worksheet(_name(table.name, taken)), table, formats, language)
    return out.getvalue()


def _sheet(sheet: Any, table: ExportTable, formats: dict[str, Any], language: Language) -> None:
    names = headings(table)
    sheet.write_string(0, 0, defused(table.title), formats["title"])
    for place, name in enumerate(names):
        sheet.write_string(2, place, defused(name), formats["head"])
        widths = [len(str(row[place])) for row in table.rows] + [len(name) // 2]
        sheet.set_column(place, place, min(WIDEST, max(10, *widths) + 2))
    for number, row in enumerate(table.rows, start=3):
        for place, cell in enumerate(row):
            _write(sheet, (number, place), plain(cell, table.write(place)), formats, language)
    sheet.freeze_panes(3, 1)


def _write(sheet: Any, place: tuple[int, int], value: Cell, formats: dict[str, Any], language: Language) -> None:
    match value:
        case Missing.HIDDEN:
            sheet.write_string(*place, text("dashboard.hidden", language))
        case None | Missing.NONE:
            pass
        case str():
            sheet.write_string(*place, defused(value))
        case datetime():
            sheet.write_datetime(*place, value.astimezone(OSLO).replace(tzinfo=None), formats["moment"])
        case date():
            sheet.write_datetime(*place, datetime.combine(value, datetime.min.time()), formats["day"])
        case _:
            sheet.write_number(*place, value)


def _name(wished: str, taken: set[str]) -> str:
    name = NOT_IN_A_NAME.sub("-", wished)[:LONGEST_NAME] or "Varde"
    while name.lower() in taken:
        name = f"{name[: LONGEST_NAME - 2]}-{len(taken)}"
    taken.add(name.lower())
    return name
