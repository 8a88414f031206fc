"""Makes varde/demo/nation: what some simulated municipalities published, put together, for the demo's page of counties and nation.

    python tools/demo_nation.py [LAST_DAY]

Every step is the product's own: simulated logs, a warehouse for each, releases, deliveries, the combination. To be run again when a
published cube gets a new version (a test says so).
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.nation import writing
from services.reporting.nation.combining import combine
from services.reporting.nation.delivered import Delivery, read
from services.reporting.open_data.writing import write as publish
from services.reporting.projector import Projector
from services.reporting.questions import Published, Releases, Scope
from services.reporting.source import SqliteSource
from services.reporting.warehouse import Warehouse
from varde.demo.nation import FOLDER
from varde.simulate.nation import Municipality
from varde.simulate.simulating import Simulation, Wanted
from varde.simulate.writing import write as write_log

LAST_DAY = date(2026, 11, 20)


def main(last_day: date) -> None:
    """Write the folder anew."""
    simulation = Simulation(Wanted(schools=70, municipalities=12, years=3, events=60_000, seed=7, until=last_day))
    with TemporaryDirectory() as home:
        deliveries = [_delivered(Path(home), simulation, one) for one in simulation.municipalities]
    writing.write(FOLDER, combine(deliveries), deliveries)
    (FOLDER / f"{writing.NAME}.csv").unlink()  # the same as the Parquet file, in twenty times the room


def _delivered(home: Path, simulation: Simulation, one: Municipality) -> Delivery:
    own = home / one.tenant
    own.mkdir()
    write_log(own / "events.sqlite", simulation.rows((one,), one.tenant))
    source = SqliteSource(own / "events.sqlite")
    with Warehouse.open(own / "warehouse.duckdb", tenant=one.tenant) as warehouse:
        projector = Projector(source, warehouse, load_rulebooks(), Calendar())
        projector.once()
        projector.publish()
        queries, scope = LocalQueries(warehouse), Scope(tenant=one.tenant)
        rows, releases = queries.ask(scope, Published()), queries.ask(scope, Releases())
    source.close()
    publish(own / "published", rows, releases, municipality=one.tenant, name=f"{one.name} kommune")
    return read(own / "published")


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else LAST_DAY)
