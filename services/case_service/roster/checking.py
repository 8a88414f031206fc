"""Checks a bundle's tables before anything is taken from them: columns, values, references, circles; tells all that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Final

from services.case_service.roster.bundle import Row, Table
from services.case_service.roster.columns import CHOICES, FILES, OWN, STATUSES, Columns, Reference
from services.case_service.roster.faults import BundleError, Fault, Found

MOST_TOLD: Final = 200
LONGEST: Final = 2000
"""Letters in one cell; lists of ids are the longest there are."""

DEEPEST: Final = 50
"""Steps up from a row to the one above all; no municipality has so many."""

STRANGE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters, and those that turn, hide or join what a reader sees: in a name they deceive."""

DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def check(tables: Mapping[str, Table]) -> None:
    """Raises BundleError with all that is wrong, the first MOST_TOLD."""
    headings = list(_headings(tables))
    if headings:  # without its columns a table says nothing more
        raise BundleError(headings)
    found = tuple(islice(_contents(tables), MOST_TOLD))
    if found:
        raise BundleError(found)


def listed(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, with commas between."""
    return tuple(one.strip() for one in cell.split(",") if one.strip())


def _headings(tables: Mapping[str, Table]) -> Iterator[Found]:
    for name, columns in FILES.items():
        table = tables.get(name)
        if table is None:
            if columns.required:
                yield Found(Fault.FILE_MISSING, f"{name}.csv")
            continue
        for column in columns.known:
            if column not in table.heading:
                yield Found(Fault.COLUMN_MISSING, table.file, 1, column)
        for column in table.heading:
            if column not in columns.known and not column.startswith(OWN):
                yield Found(Fault.COLUMN_UNKNOWN, table.file, 1, column[:60])


def _contents(tables: Mapping[str, Table]) -> Iterator[Found]:
    ids = {name: {row.cells["sourcedId"] for row in tables[name].rows} if name in tables else None for name in FILES}
    for name, columns in FILES.items():
        if (table := tables.get(name)) is None:
            continue
        seen: set[str] = set()
        for row in table.rows:
            for fault, column in _row(name, columns, row):
                yield Found(fault, table.file, row.line, column)
            if row.cells["sourcedId"] in seen:
                yield Found(Fault.ID_TWICE, table.file, row.line, "sourcedId")
            seen.add(row.cells["sourcedId"])
            for reference in columns.refers:
                known = ids[reference.to]
                if known is not None and not known.issuperset(_named(reference, row)):
                    yield Found(Fault.UNKNOWN_REFERENCE, table.file, row.line, reference.column)
        for reference in columns.refers:
            if reference.to == name and reference.column != "sourcedId":
                yield from _circles(table, reference)


def _row(name: str, columns: Columns, row: Row) -> Iterator[tuple[Fault, str]]:
    for column in ("sourcedId", *columns.filled):
        if not row.cells[column].strip():
            yield Fault.VALUE_MISSING, column
    if row.cells["status"] not in STATUSES:
        yield Fault.VALUE_UNKNOWN, "status"
    for column in columns.dates:
        if not _is_date(row.cells[column]):
            yield Fault.NOT_A_DATE, column
    yield from _letters(row)
    for (file, column), choices in CHOICES.items():
        if file == name and row.cells[column] and row.cells[column] not in choices and not row.cells[column].startswith("ext:"):
            yield Fault.VALUE_UNKNOWN, column


def _letters(row: Row) -> Iterator[tuple[Fault, str]]:
    for column, cell in row.cells.items():
        if column.startswith(OWN):
            continue
        if len(cell) > LONGEST:
            yield Fault.TEXT_TOO_LONG, column
        elif STRANGE.search(cell):
            yield Fault.STRANGE_CHARACTER, column


def _is_date(cell: str) -> bool:
    if not cell:
        return True
    try:
        return DATE.fullmatch(cell) is not None and date.fromisoformat(cell) is not None
    except ValueError:
        return False


def _named(reference: Reference, row: Row) -> tuple[str, ...]:
    cell = row.cells[reference.column]
    if reference.many:
        return listed(cell)
    return (cell,) if cell else ()


def _circles(table: Table, reference: Reference) -> Iterator[Found]:
    """A row that leads back to itself: a school above itself, or somebody who is her own guardian.

    That two people name each other is no circle where a column names many: guardian and child may both say so.
    """
    if reference.many:
        for row in table.rows:
            if row.cells["sourcedId"] in _named(reference, row):
                yield Found(Fault.IN_A_CIRCLE, table.file, row.line, reference.column)
        return
    above = {row.cells["sourcedId"]: row.cells[reference.column] for row in table.rows}
    for row in table.rows:
        here, steps = above[row.cells["sourcedId"]], 0
        while here and here != row.cells["sourcedId"] and steps <= DEEPEST:
            here, steps = above.get(here, ""), steps + 1
        if here:
            yield Found(Fault.IN_A_CIRCLE, table.file, row.line, reference.column)
