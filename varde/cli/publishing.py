"""varde publish: the released cubes as open data."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from varde.cli.output import AsJson, fail, give, tell
from varde.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="publish", help="Write what is published into a folder, as CSV and Parquet with a description.")(publish)


def publish(
    folder: Annotated[Path, typer.Argument(help="The folder; files of the same name are replaced.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Write every release so far. The warehouse process must be running."""
    from services.reporting.open_data.writing import write  # noqa: PLC0415
    from services.reporting.queries import WarehouseBuildingError, WarehouseUnavailableError  # noqa: PLC0415
    from services.reporting.questions import Published, Releases, Scope  # noqa: PLC0415
    from services.reporting.serving.client import RemoteQueries  # noqa: PLC0415  (Polars takes its time)

    settings = read_settings(os.environ)
    scope = Scope(tenant=settings.tenant)
    try:
        with closing(RemoteQueries(settings.warehouse_socket)) as queries:
            rows, releases = queries.ask(scope, Published()), queries.ask(scope, Releases())
    except WarehouseBuildingError as error:
        fail("check.building", done=error.done, total="?" if error.total is None else error.total)
    except WarehouseUnavailableError:
        fail("check.no_warehouse")
    hashes = write(folder, rows, releases, municipality=settings.tenant, name=settings.municipality)
    if as_json:
        give({"folder": folder, "releases": releases.height, "figures": rows.height, "hashes": hashes})
    else:
        tell("publish.done", releases=releases.height, figures=rows.height, folder=folder)
