"""What a batch costs as the warehouse grows: a thousand events, where they belong and scattered over all years.

Natural: twenty new cases of 25 events, and one event more in each of five hundred of the newest cases. Scattered, the worst that
can be: one event more in each of a thousand cases of all ten years. With facts, obligations, position and commit. The limit is
DuckDB's insert of the same rows of the table events, with its commit, into a table of the same file.

    python benchmarks/flat_batches.py [--events N …] [--json] [--in FOLDER]

``FOLDER`` holds a folder for each size, and is used again.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import polars as pl
from result import Row, show
from standing import AT_MOST_AGO, FILE, Going, GoingOn, stood

from events.envelope import Recorded
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.duties import Duties
from services.reporting.projection import Projection
from services.reporting.reading import batch
from services.reporting.schema import EVENTS
from services.reporting.warehouse import Warehouse

SIZES = (30_000, 300_000)
ROUNDS = 15
NEW_CASES, NEWEST, SCATTERED = 20, 500, 1000
FLAT = 1.5


def natural(going: Going) -> list[Recorded]:
    """New cases, and more in the newest."""
    newest = going.cases[-min(AT_MOST_AGO, len(going.cases)) :]
    return [recorded for _ in range(NEW_CASES) for recorded in going.new_case()] + [
        going.more(case) for case in going.some(newest, min(NEWEST, len(newest)))
    ]


def scattered(going: Going) -> list[Recorded]:
    """More in cases of all years."""
    return [going.more(case) for case in going.some(going.cases, min(SCATTERED, len(going.cases)))]


def cost(folder: Path, events: int) -> dict[str, tuple[float, float]]:
    """Milliseconds per thousand events of a natural and of a scattered batch, and of the plain insert of the same."""
    found = {}
    duties = Duties(load_rulebooks(), Calendar())
    tenant = stood(folder, events)
    with Warehouse.open(folder / FILE, tenant=tenant) as warehouse:
        going, projection = Going(warehouse), Projection(warehouse, duties)
        log = GoingOn(warehouse.position())
        for kind in (natural, scattered):
            took, plain = [], []
            for _ in range(ROUNDS):
                before = log.end()
                log.add(kind(going))
                frame = batch(log.after(before, 10_000), tenant)
                started = time.perf_counter()
                projection.take(frame)
                took.append((time.perf_counter() - started) / frame.height)
                plain.append(plain_insert(warehouse, frame) / frame.height)
            found[kind.__name__] = (statistics.median(took) * 1e6, statistics.median(plain) * 1e6)
    return found


def plain_insert(warehouse: Warehouse, frame: pl.DataFrame) -> float:
    """Seconds to insert the rows and commit, and nothing else."""
    with warehouse.transaction() as cursor:
        cursor.execute(EVENTS.ddl.replace("IF NOT EXISTS events", "IF NOT EXISTS plain_events"))
    started = time.perf_counter()
    with warehouse.transaction() as cursor:
        cursor.register("plain_incoming", frame.to_arrow())
        cursor.execute("INSERT INTO plain_events BY NAME SELECT * FROM plain_incoming")
        cursor.unregister("plain_incoming")
    return time.perf_counter() - started


def run(sizes: list[int], folder: Path) -> list[Row]:
    rows: list[Row] = []
    least: dict[str, float] = {}
    for events in sizes:
        here = folder / str(events)
        here.mkdir(parents=True, exist_ok=True)
        for kind, (figure, plain) in cost(here, events).items():
            first = least.setdefault(kind, figure)
            rows += [
                Row(
                    name=f"a batch of a thousand events, {kind}, in {events:,}",
                    figure=figure,
                    unit="ms",
                    limit_name="plain insert of the same events",
                    limit_figure=plain,
                    target=None,
                ),
                Row(
                    name=f"the same, {kind}, in {events:,} against {sizes[0]:,}",
                    figure=figure,
                    unit="ms",
                    limit_name=f"in {sizes[0]:,}",
                    limit_figure=first,
                    target=FLAT * first,
                    lower_is_better=True,
                ),
            ]
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--in", dest="folder", type=Path, help="keep the stores here, and use them again")
    given = parser.parse_args()
    if given.folder is None:
        with tempfile.TemporaryDirectory(prefix="varde-batches-") as name:
            show(run(given.events, Path(name)), as_json=given.json)
    else:
        show(run(given.events, given.folder), as_json=given.json)
