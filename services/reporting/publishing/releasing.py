"""Makes the releases whose day has come in the log: each once, from what was recorded by its day, protected beside all before it.

A day has come when an event is recorded on it or later. So what is released is a function of the log alone, and a rebuild makes the
same releases again, whatever was recorded since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from events.local_time import OSLO
from services.reporting import schema
from services.reporting.duties import insert
from services.reporting.publishing.cells import Cell, cells
from services.reporting.publishing.counting import Counting
from services.reporting.publishing.cubes import CUBES, SCHOOL_TERM, Cube, Unit
from services.reporting.publishing.families import Column, Released, family_of, part_of_year
from services.reporting.publishing.periods import Period, periods
from services.reporting.publishing.protecting import marks_of

if TYPE_CHECKING:
    import duckdb

    from services.reporting.duties import Duties

_CELLS: Final = pl.Schema({column.name: pl.String() for column in schema.RELEASE_CELLS.columns}) | {
    "value": pl.Int64(),
    "sensitive": pl.Boolean(),
    "hidden": pl.Boolean(),
    "published": pl.Boolean(),
}


@dataclass(frozen=True, kw_only=True)
class Release:
    """A cube of a period, counted and protected. ``marks`` says for every cell whether it is hidden; None: nothing can be shown."""

    cube: Cube
    period: Period
    cells: tuple[Cell, ...]
    marks: list[bool] | None
    cutoff: int

    @property
    def family(self) -> str:
        """The family that it is protected with."""
        return family_of(self.cube, self.period)

    @property
    def counts(self) -> list[Released]:
        """Its counts, as whatever is released later stands beside them."""
        others = {measure.name for measure in self.cube.measures if measure.unit is not Unit.COUNT}
        part = part_of_year(self.period.name)
        return [
            Released(column=Column(self.cube.name, part, cell.category, cell.measure), cell=cell, hidden=is_hidden)
            for cell, is_hidden in zip(self.cells, self.marks or (), strict=False)
            if cell.measure not in others
        ]


def next_ones(cursor: duckdb.DuckDBPyConnection, after: int, duties: Duties | None) -> tuple[Release, ...]:
    """The releases of the first day that came with the events after position ``after``; none when none is left. See :func:`write`.

    Reads one moment of the warehouse and leaves nothing in it: the proofs take their time, and nobody has to wait for them.
    """
    newest = cursor.execute("SELECT max(recorded_at) FROM events WHERE position > ? AND oddity IS NULL", [after]).fetchall()[0][0]
    if newest is None:
        return ()
    done = cursor.execute("SELECT max(released_on) FROM releases").fetchall()[0][0]
    today = newest.replace(tzinfo=UTC).astimezone(OSLO).date()
    if done is not None and not _due(done, today):
        return ()
    begun = cursor.execute("SELECT min(recorded_at) FROM events WHERE oddity IS NULL").fetchall()[0][0]
    began = begun.replace(tzinfo=UTC).astimezone(OSLO).date()
    due = [(cube, period) for cube, period in _due(done or began, today) if period.first >= began]
    if not due:
        return ()
    return _made(cursor, [one for one in due if one[1].released_on == due[0][1].released_on], duties)


def _due(after: date, by: date) -> list[tuple[Cube, Period]]:
    """In the order of the days, and of the cubes within a day."""
    found = [(cube, period) for cube in CUBES for period in periods(cube.every, after, by)]
    return sorted(found, key=lambda one: (one[1].released_on, CUBES.index(one[0])))


def _made(cursor: duckdb.DuckDBPyConnection, due: list[tuple[Cube, Period]], duties: Duties | None) -> tuple[Release, ...]:
    closes_at = due[0][1].closes_at.astimezone(UTC).replace(tzinfo=None)
    first_out = cursor.execute(
        "SELECT min(position) FROM events WHERE recorded_at >= ? AND oddity IS NULL", [closes_at]
    ).fetchall()[0][0]
    cutoff = int(first_out) - 1
    first = datetime.combine(min(period.first for _, period in due), time.min, OSLO)
    counting = Counting(cursor, due[0][1].closes_at, cutoff, first)
    made: list[Release] = []
    try:
        if any(cube is SCHOOL_TERM for cube, _ in due):
            counting.judge(duties)
        schools = counting.schools()
        for cube, period in due:
            counted = counting.count(cube, period)
            found = cells(cube, counted, schools)
            family = family_of(cube, period)
            same_day = (released for one in made if one.family == family for released in one.counts)
            marks = marks_of(cube, period, found, counted, before=[*_before(cursor, family), *same_day])
            made.append(Release(cube=cube, period=period, cells=found, marks=marks, cutoff=cutoff))
    finally:
        counting.close()
    return tuple(made)


def _before(cursor: duckdb.DuckDBPyConnection, name: str) -> list[Released]:
    rows = cursor.execute(
        "SELECT cube, period, school, category, measure, value, sensitive, cells.hidden, published "
        "FROM release_cells AS cells JOIN releases USING (cube, period) "
        "WHERE family = ? AND NOT withheld AND measure NOT LIKE '%percent' AND measure NOT LIKE 'median%' ORDER BY ALL",
        [name],
    ).fetchall()
    return [
        Released(
            column=Column(cube, part_of_year(period), category, measure),
            cell=Cell(school=school, category=category, measure=measure, value=value, sensitive=sensitive, published=published),
            hidden=hidden,
        )
        for cube, period, school, category, measure, value, sensitive, hidden, published in rows
    ]


def write(cursor: duckdb.DuckDBPyConnection, one: Release) -> None:
    """Write a release down. Runs in the caller's transaction."""
    cube, period, found = one.cube, one.period, one.cells
    hidden = [True] * len(found) if one.marks is None else one.marks
    columns = {
        "cube": [cube.name] * len(found),
        "period": [period.name] * len(found),
        "family": [one.family] * len(found),
        "school": [cell.school for cell in found],
        "category": [cell.category for cell in found],
        "measure": [cell.measure for cell in found],
        "value": [cell.value for cell in found],
        "sensitive": [cell.sensitive for cell in found],
        "hidden": hidden,
        "published": [cell.published for cell in found],
    }
    insert(cursor, schema.RELEASE_CELLS, pl.DataFrame(columns, schema=_CELLS))
    shown = [(cell, is_hidden) for cell, is_hidden in zip(found, hidden, strict=True) if cell.published]
    text = "\n".join(
        f"{cell.school}|{cell.category}|{cell.measure}|{'' if is_hidden else cell.value}|{is_hidden:d}" for cell, is_hidden in shown
    )
    cursor.execute(
        "INSERT INTO releases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            cube.name,
            cube.version,
            period.name,
            period.first,
            period.last,
            period.released_on,
            one.cutoff,
            len(shown),
            int(np.sum([is_hidden for _, is_hidden in shown])),
            one.marks is None,
            sha256(f"{cube.name}|{cube.version}|{period.name}\n{text}".encode()).hexdigest(),
        ],
    )
