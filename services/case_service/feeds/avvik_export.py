"""Avvik for the municipality's own system (EQS, Kvalitetsportalen, Compilo): about the matter, and about nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from events.envelope import Orgnr
from events.lists.concern import OwnerChannel
from events.lists.decisions import AvvikGrade, AvvikKind
from events.local_time import OSLO
from services.case_service.feeds.spreadsheet import BOM, csv_file
from texts import Language, label, text

SYSTEMS: Final = (OwnerChannel.EQS, OwnerChannel.KVALITETSPORTALEN, OwnerChannel.COMPILO)


class ExportedAvvik(msgspec.Struct, frozen=True, kw_only=True):
    """One avvik as it leaves Varde: a number, where, what kind, how grave, when, and which rule. No name and no text."""

    avvik: UUID
    number: str
    school: Orgnr | None
    school_name: str | None
    kind: AvvikKind
    grade: AvvikGrade
    raised_at: datetime
    rule: str | None = None
    provision: str | None = None
    case_number: str | None = None
    due_on: date | None = None
    closed_on: date | None = None


class Column(StrEnum):
    """The columns of the file, in their order."""

    NUMBER = "number"
    SCHOOL = "school"
    SCHOOL_NAME = "school_name"
    KIND = "kind"
    GRADE = "grade"
    RAISED_ON = "raised_on"
    RULE = "rule"
    PROVISION = "provision"
    CASE_NUMBER = "case_number"
    DUE_ON = "due_on"
    CLOSED_ON = "closed_on"
    REFERENCE = "reference"


def as_csv(avvik: Iterable[ExportedAvvik], language: Language) -> bytes:
    """The avvik as a table. The last column is empty: there the other system writes the number that it gave."""
    heads = [text(f"feed.avvik.{column.value}", language) for column in Column]
    return csv_file(heads, (_row(one, language) for one in avvik))


def as_json(avvik: Iterable[ExportedAvvik]) -> bytes:
    """The avvik as JSON, with the lists' permanent values."""
    return msgspec.json.format(msgspec.json.encode({"avvik": list(avvik)}))


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file as it came back: which avvik, and the number that the other system gave it."""

    line: int
    number: str
    reference: str


class TableFault(StrEnum):
    """What is wrong with a file that came back. The texts stand in the catalogue as ``feed.fault.<value>``."""

    NOT_TEXT = "not_text"
    NO_NUMBER_COLUMN = "no_number_column"
    NO_REFERENCE_COLUMN = "no_reference_column"


class UnreadableTableError(ValueError):
    """The file is not the table that was sent out."""

    def __init__(self, fault: TableFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def returned(content: bytes) -> Sequence[Returned]:
    """The lines of a returned file that now have a number of the other system. Raises UnreadableTableError."""
    try:
        plain = content.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError:
        raise UnreadableTableError(TableFault.NOT_TEXT) from None
    rows = csv.reader(io.StringIO(plain), delimiter=";")
    heads = next(rows, [])
    number = _place(heads, Column.NUMBER, TableFault.NO_NUMBER_COLUMN)
    reference = _place(heads, Column.REFERENCE, TableFault.NO_REFERENCE_COLUMN)
    return tuple(_returned(rows, number, reference))


def _returned(rows: Iterator[list[str]], number: int, reference: int) -> Iterator[Returned]:
    for line, row in enumerate(rows, start=2):
        if len(row) > max(number, reference) and row[number].strip() and row[reference].strip():
            yield Returned(line=line, number=row[number].strip().lstrip("'"), reference=row[reference].strip().lstrip("'"))


def _place(heads: list[str], column: Column, missing: TableFault) -> int:
    names = {text(f"feed.avvik.{column.value}", language).casefold() for language in Language}
    for place, head in enumerate(heads):
        if head.strip().casefold() in names:
            return place
    raise UnreadableTableError(missing)


def _row(one: ExportedAvvik, language: Language) -> tuple[object, ...]:
    return (
        one.number,
        one.school,
        one.school_name,
        label(one.kind, language),
        label(one.grade, language),
        one.raised_at.astimezone(OSLO).date().isoformat(),
        one.rule,
        one.provision,
        one.case_number,
        one.due_on,
        one.closed_on,
        None,
    )
