"""A published file as lines of cells: its encoding and its separator are found, never asked for."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Final

import msgspec

from services.case_service.survey_results.faults import Fault, FileFaultError

LARGEST: Final = 8 * 1024 * 1024
"""Bytes. A whole county's results for five years are smaller."""

MOST_LINES: Final = 100_000
SEPARATORS: Final = (";", "\t", ",", "|")
BEGINNINGS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Table(msgspec.Struct, frozen=True):
    """The headings, and each line that is not empty with its number in the file."""

    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(content: bytes) -> Table:
    """The table that a file holds. Raises FileFaultError."""
    if len(content) > LARGEST:
        raise FileFaultError(Fault(code="too_large"))
    written = _decoded(content)
    if "\0" in written:
        raise FileFaultError(Fault(code="no_table"))
    first = next((line for line in written.splitlines() if line.strip()), "")
    if not first:
        raise FileFaultError(Fault(code="empty"))
    separator = max(SEPARATORS, key=first.count)
    if not first.count(separator):
        raise FileFaultError(Fault(code="no_table"))
    return _lines(written, separator)


def _decoded(content: bytes) -> str:
    """Excel writes UTF-8 with a mark, UTF-16, or Windows' own letters; programs write UTF-8."""
    encoding = next((found for begins, found in BEGINNINGS if content.startswith(begins)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise FileFaultError(Fault(code="no_table")) from error
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise FileFaultError(Fault(code="letters")) from error


def _lines(written: str, separator: str) -> Table:
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=separator, strict=True)
    headings: tuple[str, ...] | None = None
    found: list[tuple[int, tuple[str, ...]]] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            stripped = tuple(cell.strip() for cell in cells)
            if headings is None:
                headings = stripped
            else:
                found.append((reader.line_num, stripped))
            if len(found) > MOST_LINES:
                raise FileFaultError(Fault(code="too_many_lines"))
    except csv.Error as error:
        raise FileFaultError(Fault(code="quotes", line=reader.line_num)) from error
    return Table(headings or (), tuple(found))
