import csv
import io
import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lists.decisions import AvvikGrade, AvvikKind
from services.case_service.feeds.avvik_export import (
    Column,
    ExportedAvvik,
    TableFault,
    UnreadableTableError,
    as_csv,
    as_json,
    returned,
)
from services.case_service.feeds.spreadsheet import csv_file
from texts import Language, text


def avvik(**given):
    return ExportedAvvik(
        **{
            "avvik": uuid4(),
            "number": "7K3M-Q9PD",
            "school": "100000011",
            "school_name": "Myrtun skole",
            "kind": AvvikKind.PROCESS_BREACH,
            "grade": next(iter(AvvikGrade)),
            "raised_at": datetime(2026, 11, 20, 23, 30, tzinfo=UTC),
            "rule": "oyer.pupil-told-same-day",
        }
        | given
    )


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("language", Language)
def test_the_table_tells_of_the_matter_on_its_local_day(language):
    [row] = rows(as_csv([avvik()], language))

    assert row[text("feed.avvik.number", language)] == "7K3M-Q9PD"
    assert row[text("feed.avvik.raised_on", language)] == "2026-11-21"
    assert len(row) == len(Column)


def test_json_holds_the_same_with_permanent_values():
    [one] = json.loads(as_json([avvik(closed_on=date(2026, 12, 1))]))["avvik"]

    assert one["kind"] == AvvikKind.PROCESS_BREACH.value
    assert one["closed_on"] == "2026-12-01"


@pytest.mark.parametrize("language", Language)
def test_the_number_that_the_other_system_gave_comes_back(language):
    sent = as_csv([avvik(), avvik(number="8K3M-Q9PD")], language).decode()
    head, first, second = sent.strip().splitlines()
    back = "\r\n".join([head, first + "EQS-12", second])

    [found] = returned(back.encode())

    assert (found.line, found.number, found.reference) == (2, "7K3M-Q9PD", "EQS-12")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff\xfe\x00", TableFault.NOT_TEXT),
        (b"", TableFault.NO_NUMBER_COLUMN),
        (b"a;b\r\n1;2", TableFault.NO_NUMBER_COLUMN),
        (b"Avviksnummer;b\r\n1;2", TableFault.NO_REFERENCE_COLUMN),
    ],
)
def test_a_file_that_is_not_the_table_is_refused_with_a_reason(content, fault):
    with pytest.raises(UnreadableTableError) as refused:
        returned(content)

    assert refused.value.fault is fault
    assert all(text(f"feed.fault.{fault.value}", language) for language in Language)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("before", ["", "  ", "\u00a0", "\u202f", "\u2007", "\u3000", "\ufeff"])
def test_a46_no_cell_is_read_as_a_formula(before, start):
    cell = f"{before}{start}HYPERLINK()"

    assert f"'{cell}".encode() in csv_file(["Avvik"], [[cell]])


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_whatever_stands_in_a_cell_comes_back_as_text(cell):
    table = csv_file(["a"], [[cell, "b"]]).decode("utf-8-sig")

    [_, row] = csv.reader(io.StringIO(table, newline=""), delimiter=";")

    assert row[0] in {cell, f"'{cell}"}
