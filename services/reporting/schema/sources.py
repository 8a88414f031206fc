"""Which events a fact can be made from at all: read off its SELECT, so that nothing else has to be looked at."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from services.reporting.schema.tables import fact_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.reporting.schema.columns import Table

_READS: Final = re.compile(r"\bFROM query_table\(src\)")
_ENDS: Final = re.compile(r"(?:GROUP BY|HAVING|QUALIFY|WINDOW|ORDER BY|LIMIT|UNION|EXCEPT|INTERSECT|OFFSET)\b")
_WORDS: Final = r"'[^']*'(?:\s*,\s*'[^']*')*"
_NARROWS: Final = re.compile(rf"(topic|stream)\s*(?:=|IN\s*\()\s*({_WORDS})\s*\)?", re.DOTALL)
_WORD: Final = re.compile(r"'([^']*)'")


class Reads(NamedTuple):
    """One reading of the events: the topics and the kinds of history that it keeps; None keeps all."""

    topics: frozenset[str] | None
    streams: frozenset[str] | None

    def takes(self, topic: str, stream: str) -> bool:
        """Whether an event of ``topic`` in a history of the kind ``stream`` is kept."""
        return (self.topics is None or topic in self.topics) and (self.streams is None or stream in self.streams)

    @property
    def predicate(self) -> str:
        """The same in SQL, over columns ``topic`` and ``stream``."""
        parts = [
            f"{name} IN ({', '.join(repr(word) for word in sorted(words))})"
            for name, words in (("topic", self.topics), ("stream", self.streams))
            if words is not None
        ]
        return " AND ".join(parts) or "TRUE"


class Source(NamedTuple):
    """All readings of a fact: an event that none of them takes changes none of its rows."""

    readings: tuple[Reads, ...]

    def takes(self, topic: str, stream: str) -> bool:
        """Whether an event may change the fact."""
        return any(reading.takes(topic, stream) for reading in self.readings)

    @property
    def predicate(self) -> str:
        """The same in SQL."""
        return " OR ".join(f"({reading.predicate})" for reading in self.readings)


@cache
def source(table: Table) -> Source:
    """What the fact ``table`` reads."""
    return source_of(fact_sql(table))


def source_of(select: str) -> Source:
    """What a SELECT reads of ``query_table(src)``: the plain conditions on topic and stream right behind it.

    Whatever is not understood narrows nothing, so that the answer is never too small.
    """
    text = re.sub(r"--[^\n]*", "", select)
    return Source(tuple(_reads(_where(text[found.end() :])) for found in _READS.finditer(text)))


def _reads(where: str | None) -> Reads:
    kept: dict[str, frozenset[str]] = {}
    for condition in () if where is None else _conjunction(where):
        if found := _NARROWS.fullmatch(condition.strip()):
            words = frozenset(_WORD.findall(found[2]))
            kept[found[1]] = kept.get(found[1], words) & words
    return Reads(kept.get("topic"), kept.get("stream"))


def _where(text: str) -> str | None:
    """The condition that begins ``text``, to its end; None when there is none."""
    if not (found := re.match(r"\s*WHERE\b", text)):
        return None
    for place, depth in _depths(text[found.end() :]):
        if depth < 0 or (depth == 0 and _ENDS.match(text, found.end() + place)):
            return text[found.end() : found.end() + place]
    return text[found.end() :]


def _conjunction(where: str) -> tuple[str, ...]:
    """What is joined by AND at the outermost level; nothing when there is an OR there."""
    parts, begun = [], 0
    for place, depth in _depths(where):
        if depth == 0 and re.match(r"\bOR\b", where[place:]) and not where[place - 1].isalnum():
            return ()
        if depth == 0 and re.match(r"\bAND\b", where[place:]) and not where[place - 1].isalnum():
            parts.append(where[begun:place])
            begun = place + len("AND")
    return (*parts, where[begun:])


def _depths(text: str) -> Iterator[tuple[int, int]]:
    """Every place outside quotes, with how many brackets are open there."""
    depth, quoted = 0, False
    for place, letter in enumerate(text):
        if letter == "'":
            quoted = not quoted
        if quoted:
            continue
        depth += (letter in "([{") - (letter in ")]}")
        yield place, depth
