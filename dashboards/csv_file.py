"""Tables as CSV files that a spreadsheet opens as Norwegians expect: semicolons, decimal commas, a byte-order mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""A spreadsheet runs a cell that begins so, also behind spaces (CWE-1236)."""


def csv_file(header: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> bytes:
    """The file, in UTF-8. Texts that a spreadsheet would run as formulas get an apostrophe before them; None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" \u00a0").startswith(FORMULA_STARTS) or value.startswith(FORMULA_STARTS) else value
    return str(value).replace(".", ",")
