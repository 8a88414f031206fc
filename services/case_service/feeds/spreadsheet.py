"""Tables for Norwegian spreadsheets, in which no cell can be read as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from texts.defused import defused

BOM: Final = "\ufeff"
"""Spreadsheets know UTF-8 by it."""


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file with semicolons, as Norwegian spreadsheets open it: one line of heads, then the rows; None is empty."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([defused(head) for head in heads])
    writer.writerows([[defused("" if cell is None else str(cell)) for cell in row] for row in rows])
    return out.getvalue().encode()
