"""Reads from the JSON of facts what the rules ask for, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from events.base import by_topic
from services.compliance.conditions import dtype_name
from services.compliance.fact_types import FactType, fact_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SLICE: Final = 4096
"""Rows per call of the JSON reader: it builds the whole tree first, and is 5-8 times slower per row on 200,000 rows."""

_DTYPES: Final[dict[str, pl.DataType]] = {
    FactType.TEXT.value: pl.String(),
    FactType.NUMBER.value: pl.Float64(),
    FactType.TRUTH.value: pl.Boolean(),
    FactType.LIST.value: pl.List(pl.String),
}


@dataclass(frozen=True, eq=False)
class FactGroup:
    """Topics whose facts can be read together, because no name means two types among them."""

    topics: tuple[str, ...]
    fields: Mapping[str, str]
    needed: Mapping[str, frozenset[str]]

    def fields_of(self, topics: Iterable[str]) -> dict[str, str]:
        """The facts asked for of some of the topics, each with the form that it is read in."""
        names = frozenset().union(*(self.needed.get(topic, frozenset()) for topic in topics))
        return {name: dtype for name, dtype in self.fields.items() if name in names}


def read_facts(facts: pl.Series, fields: Mapping[str, str]) -> pl.DataFrame:
    """One column per fact asked for, one row per event; a fact that an event does not have is null."""
    form = pl.Struct({name: _DTYPES[dtype] for name, dtype in fields.items()})
    if facts.is_empty():
        return pl.DataFrame(schema=dict(form))
    slices = [facts.slice(start, SLICE).str.json_decode(form) for start in range(0, len(facts), SLICE)]
    return pl.concat(slices).struct.unnest()


def group_topics(facts: Mapping[str, set[str]]) -> tuple[FactGroup, ...]:
    """Divide topics (with the names of the facts needed of each) into as few groups as their types allow."""
    needed = set().union(*facts.values()) if facts else set()
    groups: list[tuple[list[str], dict[str, str]]] = []
    for topic, names in facts.items():
        if not names:
            continue
        own = _readings(topic, needed)
        for topics, fields in groups:
            if all(fields.get(name, dtype) == dtype for name, dtype in own.items()):
                topics.append(topic)
                fields.update(own)
                break
        else:
            groups.append(([topic], own))
    wanted = {topic: frozenset(names) for topic, names in facts.items() if names}
    return tuple(
        FactGroup(
            tuple(topics),
            {name: dtype for name, dtype in fields.items() if any(name in wanted[topic] for topic in topics) and dtype in _DTYPES},
            {topic: wanted[topic] for topic in topics},
        )
        for topics, fields in groups
    )


def _readings(topic: str, needed: set[str]) -> dict[str, str]:
    cls = by_topic(topic).cls
    types = fact_types(cls)
    return {
        name: dtype_name(types[name].type if name in types else FactType.OTHER) for name in cls.__struct_fields__ if name in needed
    }
