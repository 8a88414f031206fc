"""What holds of every fact table, for the tests that say it of some of them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse_steps import content, new

from benchmarks.invented_log import TENANT, rows
from services.reporting.projection import Projection
from services.reporting.reading import batch
from services.reporting.source import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from events.envelope import Recorded
    from services.reporting.schema import Table

Whole = dict[str, list[tuple[Any, ...]]]


def read(log: Sequence[Recorded]) -> list[Row]:
    return [Row(position, *row) for position, row in enumerate(rows(list(log)), 1)]


def made_at_once(folder: Path, log: Sequence[Recorded], tables: Sequence[Table]) -> Whole:
    """What the tables hold when all of the log comes at once."""
    return made_in_parts(folder, log, tables, cuts=[], again=[False], alone=[False])


def made_in_parts(
    folder: Path, log: Sequence[Recorded], tables: Sequence[Table], *, cuts: list[int], again: list[bool], alone: list[bool]
) -> Whole:
    """The same, the log coming in parts: some twice, some with the facts left for later."""
    told = read(log)
    with new(folder / "w.duckdb") as warehouse:
        projection = Projection(warehouse, None)
        for (start, end), twice, facts_later in zip(pairwise([0, *sorted(cuts), len(told)]), again, alone, strict=False):
            part = batch(told[start:end], TENANT)
            for _ in range(2 if twice else 1):
                (projection.take_events_alone if facts_later else projection.take)(part)
        projection.make_facts()
        whole = content(warehouse)
    return {table.name: whole[table.name] for table in tables}


def made_as_of(
    folder: Path, log: Sequence[Recorded], tables: Sequence[Table], happened_by: datetime, recorded_by: datetime
) -> Whole:
    """What the tables' SELECTs give of the whole log as of two moments."""
    moments = {"happened_by": happened_by.replace(tzinfo=None), "recorded_by": recorded_by.replace(tzinfo=None)}
    with new(folder / "w.duckdb") as warehouse:
        Projection(warehouse, None).take(batch(read(log), TENANT))
        with warehouse.cursor() as cursor:
            return {table.name: cursor.sql(_as_of(table), params=moments).fetchall() for table in tables}


def _as_of(table: Table) -> str:
    columns = ", ".join(table.column_names)
    return f"SELECT {columns} FROM {table.name}_of('events', $happened_by, $recorded_by) ORDER BY ALL"  # noqa: S608


def always_empty(whole: Whole, tables: Sequence[Table]) -> list[tuple[str, str]]:
    """The columns that no row of the tables fills."""
    return [
        (table.name, name)
        for table in tables
        for number, name in enumerate(table.column_names)
        if all(row[number] in (None, []) for row in whole[table.name])
    ]
