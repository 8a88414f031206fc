"""The invented nation: how fast it is made, and a rebuild of the warehouse over it, with time, memory and oddities.

The target is 50,000 events a second per core. The alternative to the moulds is encoding every event by itself, as
benchmarks/invented_log.py does; the alternative to the rebuild is DuckDB's own copy of the finished tables.

    python benchmarks/nation.py [--events N] [--json] [--into FOLDER]

With ``--into`` the stores stay there, and are used again when they are there. Ten million events take 8 GB for the log and
about as much for the warehouse and its copy.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from itertools import islice
from pathlib import Path

import duckdb
import msgspec
from invented_log import Writer
from invented_log import rows as rows_one_by_one
from result import Row, peak_kilobytes, show

from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting import schema
from services.reporting.projector import Projector
from services.reporting.source import SqliteSource
from services.reporting.warehouse import Warehouse
from varde.simulate.making import make
from varde.simulate.simulating import ONE_TENANT, Simulation, Wanted

EVENTS = 300_000
MILLION = 1_000_000
PER_CORE = 50_000
REBUILD_SECONDS_PER_MILLION = 60
SCHOOLS, MUNICIPALITIES, YEARS = 2800, 357, 10
EVENTS_PER_SCHOOL = 3500
SAMPLE = 50_000
UNTIL = date(2026, 10, 30)
GIGABYTE = 1024**3


class Rebuilt(msgspec.Struct):
    """What a process that rebuilds says. ``kilobytes`` is its peak."""

    events: int
    seconds: float
    kilobytes: int
    oddities: int


def wanted(events: int) -> Wanted:
    """The whole nation from ten million events on, a smaller one for fewer."""
    schools = min(SCHOOLS, max(28, events // EVENTS_PER_SCHOOL))
    municipalities = min(MUNICIPALITIES, max(4, schools * MUNICIPALITIES // SCHOOLS))
    return Wanted(schools=schools, municipalities=municipalities, years=YEARS, events=events, seed=1, until=UNTIL)


def rate(rows: object) -> float:
    """Rows per second of processor time of this process."""
    started = time.process_time()
    made = sum(1 for _ in rows)  # type: ignore[attr-defined]
    return made / (time.process_time() - started)


def rebuild(folder: Path) -> Rebuilt:
    """Rebuild in this process."""
    source = SqliteSource(folder / ONE_TENANT / "events.sqlite")
    with Warehouse.open(folder / "warehouse.duckdb", tenant=ONE_TENANT) as warehouse:
        started = time.perf_counter()
        events = Projector(source, warehouse, load_rulebooks(), Calendar()).rebuild()
        took = time.perf_counter() - started
        with warehouse.cursor() as cursor:
            oddities = cursor.sql("SELECT count(*) FROM events WHERE oddity IS NOT NULL").fetchall()[0][0]
    source.close()
    return Rebuilt(events, took, peak_kilobytes(), oddities)


def copied(folder: Path) -> float:
    """Seconds that DuckDB takes to copy the finished tables into another file."""
    plain = folder / "plain.duckdb"
    plain.unlink(missing_ok=True)
    with duckdb.connect(str(plain), config={"threads": 2, "memory_limit": "2GB"}) as copy:
        copy.execute(f"ATTACH '{folder / 'warehouse.duckdb'}' AS full_one (READ_ONLY)")
        started = time.perf_counter()
        for table in schema.TABLES:
            copy.execute(f"CREATE TABLE {table.name} AS FROM full_one.{table.name}")
        copy.execute("CHECKPOINT")
        took = time.perf_counter() - started
    plain.unlink()
    return took


def run(events: int, folder: Path) -> list[Row]:
    one = wanted(min(events, MILLION))
    cast = rate(Simulation(one).rows(Simulation(one).municipalities, ONE_TENANT))
    single = rate(rows_one_by_one(islice(Writer().log(SAMPLE), SAMPLE)))
    found = [
        Row(
            name="simulated events cast, one process: per second of processor time",
            figure=cast,
            unit="events/s",
            limit_name="every event encoded by itself",
            limit_figure=single,
            target=None,
        )
    ]
    if not (folder / "nation.json").exists():
        started = time.perf_counter()
        made = make(wanted(events), folder, one_tenant=True).events
        took = time.perf_counter() - started
        cores = os.cpu_count() or 1
        found.append(
            Row(
                name=f"{made:,} simulated events in a SQLite store: seconds per million and core, two processes",
                figure=took / made * MILLION * min(2, cores),
                unit="s",
                limit_name="every event encoded by itself, per million, not stored",
                limit_figure=MILLION / single,
                target=MILLION / PER_CORE,
                lower_is_better=True,
            )
        )
    done = subprocess.run([sys.executable, __file__, "--rebuild", "--into", folder], capture_output=True, check=True)
    rebuilt = msgspec.json.decode(done.stdout, type=Rebuilt)
    size = (folder / "warehouse.duckdb").stat().st_size / GIGABYTE
    log = (folder / ONE_TENANT / "events.sqlite").stat().st_size / GIGABYTE
    copying = copied(folder)
    (folder / "warehouse.duckdb").unlink()
    found += [
        Row(
            name=f"rebuild of the simulated nation, {rebuilt.events:,} events with obligations",
            figure=rebuilt.seconds,
            unit="s",
            limit_name="DuckDB's copy of the finished tables",
            limit_figure=copying,
            target=rebuilt.events / MILLION * REBUILD_SECONDS_PER_MILLION,
            lower_is_better=True,
        ),
        Row(
            name=f"rebuild of the simulated nation, {rebuilt.events:,} events: peak memory of the process",
            figure=rebuilt.kilobytes * 1024 / GIGABYTE,
            unit="GB",
            limit_name="the warehouse's file",
            limit_figure=size,
            target=None,
        ),
        Row(
            name=f"rebuild of the simulated nation, {rebuilt.events:,} events: the warehouse's file",
            figure=size,
            unit="GB",
            limit_name="the log's file",
            limit_figure=log,
            target=None,
        ),
        Row(
            name=f"rebuild of the simulated nation, {rebuilt.events:,} events: events that could not be read",
            figure=rebuilt.oddities,
            unit="events",
            limit_name="all of them",
            limit_figure=rebuilt.events,
            target=0,
            lower_is_better=True,
        ),
    ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=EVENTS, help=f"events of the nation ({EVENTS:,})")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--into", type=Path, help="keep the stores in this folder")
    parser.add_argument("--rebuild", action="store_true", help="rebuild from the folder's store alone, and say what it took")
    given = parser.parse_args()
    if given.rebuild:
        print(msgspec.json.encode(rebuild(given.into)).decode())
        return
    folder = given.into or Path(tempfile.mkdtemp(prefix="varde-nation-"))
    try:
        show(run(given.events, folder), as_json=given.json)
    finally:
        if given.into is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
