"""varde publish: the released cubes as open data."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from services.case_service.integrity.kept import Integrity
from services.integrity.notes import NoteError
from services.reporting.open_data.signature import sign, unsign
from services.reporting.open_data.writing import write
from services.reporting.queries import WarehouseBuildingError, WarehouseUnavailableError
from services.reporting.questions import Published, Releases, Scope
from services.reporting.serving.client import RemoteQueries
from varde.cli.output import AsJson, fail, give, tell
from varde.composition import believed_log_keys, event_store
from varde.settings import Settings, read_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="publish", help="Write what is published into a folder, as CSV and Parquet with a description.")(publish)


def publish(
    folder: Annotated[Path, typer.Argument(help="The folder; files of the same name are replaced.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Write every release so far, signed with the log's key. The warehouse process must be running."""
    settings = read_settings(os.environ)
    scope = Scope(tenant=settings.tenant)
    try:
        with closing(RemoteQueries(settings.warehouse_socket)) as queries:
            rows, releases = queries.ask(scope, Published()), queries.ask(scope, Releases())
    except WarehouseBuildingError as error:
        fail("check.building", done=error.done, total="?" if error.total is None else error.total)
    except WarehouseUnavailableError:
        fail("check.no_warehouse")
    unsign(folder)  # no signature outlives what it was made over
    hashes = write(folder, rows, releases, municipality=settings.tenant, name=settings.municipality)
    signed_by = _sign(settings, folder)
    if as_json:
        told = {"folder": folder, "releases": releases.height, "figures": rows.height, "hashes": hashes}
        give({**told, "signed_by": signed_by})
    else:
        tell("publish.done", releases=releases.height, figures=rows.height, folder=folder)
        if signed_by is None:
            tell("publish.unsigned")


def _sign(settings: Settings, folder: Path) -> str | None:
    """Sign what was written; the log's name, or None where this machine cannot sign for the log."""
    if believed_log_keys(settings) is None:
        return None
    with event_store(settings) as store:
        integrity = Integrity(store, settings.integrity)
        try:
            sign(folder, integrity.files.sign_text, origin=(origin := integrity.files.origin()), size=store.tree_size())
        except NoteError:
            return None
    return origin
