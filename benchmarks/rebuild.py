"""Rebuild: a million events from zero, with obligations by all rulebooks, beside the living warehouse and into its place.

python benchmarks/rebuild.py [--json]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from invented_log import TENANT, Writer, write_sqlite
from projection import plain_insert
from result import Row, peak_kilobytes, show

from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.projector import Projector
from services.reporting.source import SqliteSource
from services.reporting.warehouse import Warehouse

MILLION = 1_000_000
SECONDS = 60
GIGABYTES = 2


class Rebuilt(msgspec.Struct):
    """What a process that rebuilds says."""

    events: int
    seconds: float
    gigabytes: float


def rebuild(folder: Path) -> Rebuilt:
    """Rebuild in this process."""
    source = SqliteSource(folder / "events.sqlite")
    with Warehouse.open(folder / "warehouse.duckdb", tenant=TENANT) as warehouse:
        projector = Projector(source, warehouse, load_rulebooks(), Calendar())
        started = time.perf_counter()
        events = projector.rebuild()
        took = time.perf_counter() - started
    source.close()
    return Rebuilt(events, took, peak_kilobytes() / 1024**2)


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="varde-rebuild-") as name:
        folder = Path(name)
        write_sqlite(folder / "events.sqlite", Writer().log(MILLION))
        # A process of its own, so that its peak memory is the rebuild's.
        done = subprocess.run([sys.executable, __file__, "--in", name], capture_output=True, check=True)
        found = msgspec.json.decode(done.stdout, type=Rebuilt)
        limit = plain_insert(folder / "warehouse.duckdb", folder)
        file = (folder / "warehouse.duckdb").stat().st_size / 1024**3
    return [
        Row(
            name=f"rebuild of {found.events:,} events with obligations",
            figure=found.seconds,
            unit="s",
            limit_name="DuckDB insert of the same rows",
            limit_figure=limit,
            target=SECONDS,
            lower_is_better=True,
        ),
        Row(
            name=f"rebuild of {found.events:,} events: peak memory of the process",
            figure=found.gigabytes,
            unit="GB",
            limit_name="the file",
            limit_figure=file,
            target=GIGABYTES,
            lower_is_better=True,
        ),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--in", dest="folder", type=Path, help="rebuild the warehouse in this folder and say what it took")
    given = parser.parse_args()
    if given.folder is not None:
        print(msgspec.json.encode(rebuild(given.folder)).decode())
    else:
        show(run(), as_json=given.json)
