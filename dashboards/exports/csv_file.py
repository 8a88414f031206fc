"""Tables as a CSV file that a spreadsheet opens as Norwegians expect: semicolons, decimal commas, a byte-order mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from dashboards.cells import Cell, Missing, plain, whole
from dashboards.dashboard import ExportTable
from dashboards.numbers import OSLO, percent
from texts import Language, text
from texts.defused import defused

BOM = "\ufeff"


def csv_file(tables: Sequence[ExportTable], language: Language) -> bytes:
    """The file, in UTF-8. Several tables stand one under the other, each under its title; one alone has its headings first."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for number, table in enumerate(tables):
        if len(tables) > 1:
            writer.writerows([[], [defused(table.title)]] if number else [[defused(table.title)]])
        writer.writerow([defused(name) for name in headings(table)])
        for row in table.rows:
            writer.writerow([_cell(plain(cell, table.write(place)), language) for place, cell in enumerate(row)])
    return (BOM + out.getvalue()).encode()


def headings(table: ExportTable) -> list[str]:
    """The columns' headings, with the unit where the page writes it beside the number."""
    return [f"{name} (%)" if table.write(place) is percent else name for place, name in enumerate(table.columns)]


def _cell(value: Cell, language: Language) -> str:
    match value:
        case Missing.HIDDEN:
            return text("dashboard.hidden", language)
        case None | Missing.NONE:
            return ""
        case str():
            return defused(value)
        case datetime():
            return f"{value.astimezone(OSLO):%Y-%m-%d %H:%M}"
        case int() | float():
            return str(value).replace(".", ",")
    return value.isoformat()


__all__ = ["csv_file", "headings", "whole"]
