"""The glossary names every fact and every kind of history, and the places that it points at exist."""

from functools import reduce
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from events import EventType, Stream, catalogue
from texts import Language, text

ROOT = Path(__file__).parents[2]
COLUMNS = 5
NOWHERE = "—"


class Row(NamedTuple):
    english: str
    bokmal: str
    nynorsk: str
    source: str
    place: str


def rows() -> list[Row]:
    lines = [line for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]
    return [Row(*row) for row in cells if row[0] != "English"]


ROWS = rows()
PLACES = {row.place: row for row in ROWS}


def test_every_row_has_all_its_columns() -> None:
    assert [row for row in ROWS if not all(row)] == []


def test_no_term_stands_twice() -> None:
    assert len({row.english for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("kind", catalogue(), ids=lambda kind: kind.name)
def test_every_fact_has_a_row_that_says_what_the_screen_says(kind: EventType) -> None:
    row = next(row for row in ROWS if row.english == kind.name)
    assert row.place == f"{kind.cls.__module__}.{kind.name}"
    assert row.bokmal == text(f"event.{kind.topic}", Language.BOKMAL)
    assert row.nynorsk == text(f"event.{kind.topic}", Language.NYNORSK)
    assert row.source == kind.provision.rstrip(".")


@pytest.mark.parametrize("stream", Stream)
def test_every_kind_of_history_has_a_row(stream: Stream) -> None:
    assert f"{Stream.__module__}.Stream.{stream.name}" in PLACES


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.english)
def test_the_place_that_a_row_names_exists(row: Row) -> None:
    assert row.place == NOWHERE or (ROOT / row.place).exists() or found(row.place) is not None


def found(dotted: str) -> Any:
    """The object at a dotted name: a module, then what it holds. Raises AttributeError when it holds no such thing."""
    names = dotted.split(".")
    modules = list(takewhile(str.islower, names))
    return reduce(getattr, names[len(modules) :], import_module(".".join(modules)))
