"""varde warehouse: what operators ask about the warehouse itself."""

from __future__ import annotations

import os
from contextlib import closing

import msgspec
import typer

from services.reporting.digest import Digest, digest
from services.reporting.queries import WarehouseBuildingError, WarehouseUnavailableError
from services.reporting.serving.client import RemoteQueries, is_answering
from varde.cli.output import AsJson, fail, give, tell
from varde.settings import Settings, read_settings
from varde.warehousing import open_warehouse

app = typer.Typer(no_args_is_help=True, help="The warehouse itself.")

LONG = 600.0
"""Seconds that a sum over ten million rows may take."""


@app.command(name="digest", help="A sum of each table's content: two warehouses at the same position must give the same.")
def show_digest(*, as_json: AsJson = False) -> None:
    """Print the sums, from the warehouse process or, where none runs, from the file."""
    settings = read_settings(os.environ)
    try:
        found = _digest(settings)
    except WarehouseBuildingError as error:
        fail("check.building", done=error.done, total="?" if error.total is None else error.total)
    except WarehouseUnavailableError:
        fail("check.no_warehouse")
    if as_json:
        give(msgspec.to_builtins(found))
        return
    tell("warehouse.digest", position=found.position)
    for name, table in sorted(found.tables.items()):
        tell("warehouse.digest.table", name=f"{name:<24}", rows=f"{table.rows:>10}", digest=table.digest)


def _digest(settings: Settings) -> Digest:
    if is_answering(settings.warehouse_socket):
        with closing(RemoteQueries(settings.warehouse_socket, timeout=LONG)) as remote:
            return remote.digest()
    with open_warehouse(settings) as warehouse:
        return digest(warehouse)
