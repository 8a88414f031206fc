"""The glossary names every fact and every kind of history, and the places that it points at exist."""

from functools import reduce
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

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


def test_every_fact_has_a_row_that_says_what_the_screen_says() -> None:
    assert [row_of(kind) for kind in catalogue() if row_of(kind) not in ROWS] == []


def test_every_kind_of_history_has_a_row() -> None:
    assert [stream for stream in Stream if f"{Stream.__module__}.Stream.{stream.name}" not in PLACES] == []


def test_the_place_that_a_row_names_exists() -> None:
    assert [row for row in ROWS if row.place != NOWHERE and not (ROOT / row.place).exists() and found(row.place) is None] == []


def row_of(kind: EventType) -> Row:
    """The row of a fact, as the screens and the class say it."""
    return Row(
        english=kind.name,
        bokmal=text(f"event.{kind.topic}", Language.BOKMAL),
        nynorsk=text(f"event.{kind.topic}", Language.NYNORSK),
        source=kind.provision.rstrip("."),
        place=f"{kind.cls.__module__}.{kind.name}",
    )


def found(dotted: str) -> Any:
    """The object at a dotted name: a module, then what it holds; None when it holds no such thing."""
    names = dotted.split(".")
    modules = list(takewhile(str.islower, names))
    try:
        return reduce(getattr, names[len(modules) :], import_module(".".join(modules)))
    except (AttributeError, ModuleNotFoundError):
        return None
