"""The plain text that a municipality writes its letters in: headings, paragraphs, lists and named gaps.

::

    # Heading
    A paragraph about {elev}. It may go on
    over several lines.

    - a point
    - another point

Nothing in it is code: whatever else stands there is text, and is printed as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import msgspec

GAP: Final = re.compile(r"\{([a-z_]+)\}")
"""A named gap, as ``{elev}``. Other braces are text."""


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading; ``level`` is 1 or 2, below the letter's own title."""

    text: str
    level: int = 1


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """A paragraph."""

    text: str


class Points(msgspec.Struct, frozen=True, tag="points"):
    """A list of points."""

    points: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, tag="table", kw_only=True):
    """A table, which only the code makes: what it shows, the columns' heads, and rows whose first cell names the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | Points | Table


class UnknownGapError(ValueError):
    """The text has gaps that this letter knows nothing to fill in. ``names`` are theirs, in the text's order."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def gaps(text: str) -> tuple[str, ...]:
    """The names of the gaps in ``text``, each once, in its order."""
    return tuple(dict.fromkeys(GAP.findall(text)))


def check_gaps(text: str, known: frozenset[str]) -> None:
    """Refuse a text with gaps beyond ``known``. Raises UnknownGapError that names them."""
    if unknown := tuple(name for name in gaps(text) if name not in known):
        raise UnknownGapError(unknown)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text whose gaps are filled in."""
    return tuple(_blocks(text.splitlines()))


def _blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    points: list[str] = []
    for line in [*(line.strip() for line in lines), ""]:
        if points and not line.startswith("- "):
            yield Points(tuple(points))
            points = []
        if paragraph and (not line or line.startswith(("# ", "## ", "- "))):
            yield Paragraph("\n".join(paragraph))
            paragraph = []
        if line.startswith("## "):
            yield Heading(line[3:].strip(), level=2)
        elif line.startswith("# "):
            yield Heading(line[2:].strip())
        elif line.startswith("- "):
            points.append(line[2:].strip())
        elif line:
            paragraph.append(line)


def plain(all_blocks: Iterable[Block]) -> str:
    """The blocks as text again, for where the words alone are kept; a table becomes one line for each of its rows."""
    return "\n\n".join(_plain(block) for block in all_blocks)


def _plain(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {text}"
        case Paragraph(text):
            return text
        case Points(points):
            return "\n".join(f"- {point}" for point in points)
        case Table(caption=caption, heads=heads, rows=rows):
            lines = ("; ".join(f"{head}: {cell}" for head, cell in zip(heads, row, strict=True)) for row in rows)
            return "\n".join([f"# {caption}", *(f"- {' '.join(line.split())}" for line in lines)])
