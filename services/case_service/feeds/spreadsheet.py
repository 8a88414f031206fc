"""Tables for Norwegian spreadsheets, in which no cell can be read as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

BOM: Final = "\ufeff"
"""Spreadsheets know UTF-8 by it."""

STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file with semicolons, as Norwegian spreadsheets open it: one line of heads, then the rows; None is empty."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([[harmless("" if cell is None else str(cell)) for cell in row] for row in rows])
    return out.getvalue().encode()


def harmless(cell: str) -> str:
    """The cell as text: what would begin a formula stands behind an apostrophe, which spreadsheets do not show."""
    first = cell.lstrip(" \u00a0")[:1] or cell[:1]
    return f"'{cell}" if first in STARTS_A_FORMULA and first else cell
