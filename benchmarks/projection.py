"""Projection: how fast the log comes into the warehouse, with the facts alone and with obligations.

The limit is what DuckDB takes to insert the rows that the warehouse holds afterwards, from frames in memory, as many to a
transaction. Reading SQLite, decoding msgpack, judging and making the facts are the difference.

    python benchmarks/projection.py [--json]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from pathlib import Path

import duckdb
import polars as pl
from invented_log import TENANT, Writer, write_sqlite
from result import Row, show

from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting import schema
from services.reporting.projector import BATCH, Projector
from services.reporting.source import SqliteSource
from services.reporting.warehouse import Warehouse

EVENTS = 300_000
MILLION = 1_000_000
ROUNDS = 3
FACTS_PER_SECOND = 60_000
WITH_OBLIGATIONS_PER_SECOND = 30_000
LIVE_ROUNDS = 40
LIVE_LOG = 20_000
LIVE_MILLISECONDS = 500


def project(folder: Path, number: int, *, with_obligations: bool) -> tuple[float, Path]:
    """Seconds to take in the whole log, and the warehouse that it went into."""
    path = folder / f"warehouse-{with_obligations}-{number}.duckdb"
    source = SqliteSource(folder / "events.sqlite")
    rules = load_rulebooks() if with_obligations else None
    with Warehouse.open(path, tenant=TENANT) as warehouse:
        projector = Projector(source, warehouse, rules, Calendar())
        started = time.perf_counter()
        projector.once()
        took = time.perf_counter() - started
    source.close()
    return took, path


def plain_insert(path: Path, folder: Path) -> float:
    """Seconds that DuckDB takes to insert the rows of the warehouse at ``path`` into a new file."""
    with duckdb.connect(str(path), read_only=True) as full:
        frames = {table.name: full.sql(f"SELECT * FROM {table.name}").pl() for table in schema.TABLES}  # noqa: S608
    plain = folder / "plain.duckdb"
    plain.unlink(missing_ok=True)
    with duckdb.connect(str(plain), config={"threads": 2}) as empty:
        for table in schema.TABLES:
            empty.execute(table.ddl)
        started = time.perf_counter()
        for name, frame in frames.items():
            for start in range(0, frame.height, BATCH):
                insert(empty, name, frame.slice(start, BATCH))
        return time.perf_counter() - started


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    connection.register("incoming", rows.to_arrow())
    connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")  # noqa: S608
    connection.unregister("incoming")


def of_all(folder: Path, events: int, *, with_obligations: bool, per_second: int) -> Row:
    took, path = zip(*(project(folder, number, with_obligations=with_obligations) for number in range(ROUNDS)), strict=True)
    limit = statistics.median(plain_insert(path[0], folder) for _ in range(ROUNDS))
    return Row(
        name=f"log to warehouse, {'with obligations' if with_obligations else 'facts alone'}: seconds per million events",
        figure=statistics.median(took) / events * MILLION,
        unit="s",
        limit_name="DuckDB insert of the same rows, per million events",
        limit_figure=limit / events * MILLION,
        target=MILLION / per_second,
        lower_is_better=True,
    )


def of_one(folder: Path) -> Row:
    """Milliseconds from a commit in the store to the answer that counts it, while the projector follows."""
    log = folder / "live.sqlite"
    writer = Writer(2)
    write_sqlite(log, writer.log(LIVE_LOG))
    took = []
    source = SqliteSource(log)
    with Warehouse.open(folder / "live.duckdb", tenant=TENANT) as warehouse:
        stop = threading.Event()
        projector = Projector(source, warehouse, load_rulebooks(), Calendar())
        projector.once()
        thread = threading.Thread(target=projector.follow, args=(stop,))
        thread.start()
        for _ in range(LIVE_ROUNDS):
            time.sleep(0.15)
            position = write_sqlite(log, writer.case())
            started = time.perf_counter()
            while warehouse.position() < position:
                time.sleep(0.002)
            took.append(time.perf_counter() - started)
        stop.set()
        thread.join()
    source.close()
    return Row(
        name=f"commit to visible, a case of 25 events with its obligations, beside {LIVE_LOG:,} others: median",
        figure=statistics.median(took) * 1000,
        unit="ms",
        limit_name="the slowest of them",
        limit_figure=max(took) * 1000,
        target=LIVE_MILLISECONDS,
        lower_is_better=True,
    )


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="varde-projection-") as name:
        folder = Path(name)
        events = write_sqlite(folder / "events.sqlite", Writer().log(EVENTS))
        return [
            of_all(folder, events, with_obligations=False, per_second=FACTS_PER_SECOND),
            of_all(folder, events, with_obligations=True, per_second=WITH_OBLIGATIONS_PER_SECOND),
            of_one(folder),
        ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    show(run(), as_json=parser.parse_args().json)
