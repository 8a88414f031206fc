"""varde project, varde rebuild: the process that owns the warehouse."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Annotated

import duckdb
import typer

from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.serving.keeping import keep_following
from services.reporting.serving.server import serve as serve_warehouse
from services.reporting.warehouse import Warehouse
from services.reporting.warehouse_file import WarehouseBusyError
from varde.cli.forking import work_in_a_child
from varde.cli.output import BAD_USE, AsJson, fail, give, tell
from varde.log_lines import write_log_lines
from varde.operator_scope import operator_scope
from varde.settings import Settings, read_settings
from varde.warehousing import open_warehouse, projector


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="project", help="Bring the warehouse up to date with the log, once or for ever.")(project)
    app.command(name="rebuild", help="Make the warehouse again from the beginning of the log.")(rebuild)


def project(
    *,
    follow: Annotated[bool, typer.Option("--follow", help="Go on for ever, and answer questions meanwhile.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Take in what is there, and end (the default).")] = False,
    as_json: AsJson = False,
) -> None:
    """Follow the log into the warehouse."""
    if follow and once:
        fail("project.both", status=BAD_USE)
    settings = read_settings(os.environ)
    if follow:
        _follow(settings)
        return
    with _own_warehouse(settings) as warehouse, projector(settings, warehouse) as following:
        taken = following.once()
        position = LocalQueries(warehouse).log_position(operator_scope(settings)).item(0, "position")
    if as_json:
        give({"tenant": settings.tenant, "events": taken, "position": position})
    else:
        tell("project.done", events=taken, position=position)


def rebuild(*, as_json: AsJson = False) -> None:
    """Build the warehouse anew, beside the old one, and put it in its place."""
    settings = read_settings(os.environ)
    started = time.monotonic()
    with _own_warehouse(settings) as warehouse, projector(settings, warehouse) as following:
        taken = following.rebuild()
    seconds = time.monotonic() - started
    if as_json:
        give({"tenant": settings.tenant, "events": taken, "seconds": round(seconds, 2)})
    else:
        tell("rebuild.done", events=taken, seconds=f"{seconds:.1f}")


def _follow(settings: Settings) -> None:
    write_log_lines()
    rules = load_rulebooks()
    gc.freeze()  # what is loaded now stays; looking through it again and again would cost a third of a projector's time
    duckdb.close()  # its own connection, made as it is loaded: without that one's threads a child would end by abort
    work_in_a_child()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with (
        _own_warehouse(settings) as warehouse,
        projector(settings, warehouse, rules) as following,
        serve_warehouse(warehouse, settings.warehouse_socket),
    ):
        keep_following(following, warehouse, stop)


@contextlib.contextmanager
def _own_warehouse(settings: Settings) -> Iterator[Warehouse]:
    try:
        with open_warehouse(settings) as warehouse:
            yield warehouse
    except WarehouseBusyError as error:
        fail("error.WarehouseBusyError", detail=str(error))
