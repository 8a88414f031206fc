"""varde check, varde reference: is everything in order, and are the generated pages up to date."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from events.pages import stale, write
from services.case_service.integrity.kept import Integrity
from services.case_service.integrity.thorough import check_whole_log
from varde.cli.output import AsJson, fail, give, say, table, tell
from varde.clock import system_clock
from varde.composition import changed_read_model, event_store, reactions_run, warehouse_health
from varde.settings import Settings, read_settings

READ_AT_ONCE = 5_000


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="check", help="Read the whole log with its keys; or ask whether a part is at work.")(check)
    app.command(name="reference", help="Write the generated pages of docs/reference, or check that they are up to date.")(reference)


def check(
    *,
    warehouse: Annotated[bool, typer.Option("--warehouse", help="Only ask whether the warehouse process answers.")] = False,
    integrity: Annotated[
        bool, typer.Option("--integrity", help="Hold the whole log against its leaves, keys, checkpoints and witnesses.")
    ] = False,
    read_model: Annotated[
        bool, typer.Option("--read-model", help="Make the read model anew beside, and hold the one in use against it.")
    ] = False,
    reactions: Annotated[bool, typer.Option("--reactions", help="Only ask whether a process reacts.")] = False,
    as_json: AsJson = False,
) -> None:
    """Open the store as a worker would, and read the whole log with its keys."""
    settings = read_settings(os.environ)
    if warehouse:
        _check_warehouse(settings, as_json=as_json)
        return
    if reactions:
        if not reactions_run(settings):
            fail("check.no_reactions")
        if as_json:
            give({"tenant": settings.tenant, "reactions": True})
        else:
            tell("check.reactions")
        return
    if read_model:
        _check_read_model(settings, as_json=as_json)
        return
    if integrity:
        _check_integrity(settings, as_json=as_json)
        return
    events, streams, position = _read_all(settings)
    if as_json:
        give({"tenant": settings.tenant, "events": events, "streams": streams, "position": position})
    else:
        tell("check.done", events=events, streams=streams, position=position)


def _check_integrity(settings: Settings, *, as_json: bool) -> None:
    with event_store(settings) as store:
        checked = check_whole_log(Integrity(store, settings.integrity), system_clock())
    if as_json:
        faults = [{"kind": one.kind.value, "detail": one.detail} for one in checked.faults]
        give({"tenant": settings.tenant, "events": checked.size, "faults": faults, "unreachable": checked.unreachable})
    else:
        tell("check.integrity", events=checked.size, faults=len(checked.faults))
        if checked.faults:
            table(
                ("integrity.column.what", "integrity.column.where"),
                [(say(f"integrity.alarm.{one.kind.value}"), one.detail) for one in checked.faults],
            )
        for one in checked.unreachable:
            tell("check.unreachable", detail=one)
    if checked.faults:
        raise typer.Exit(1)


def _check_warehouse(settings: Settings, *, as_json: bool) -> None:
    """Ask the warehouse process how far it is."""
    health = warehouse_health(settings)
    if health is None:
        fail("check.no_warehouse")
    building = health.building
    if as_json:
        told = None if building is None else building._asdict()
        give({"tenant": settings.tenant, "warehouse_position": health.position, "building": told})
    elif building is not None:
        tell("check.building", done=building.done, total="?" if building.total is None else building.total)
    else:
        tell("check.warehouse", position=health.position)


def _check_read_model(settings: Settings, *, as_json: bool) -> None:
    """Hold the read model against one that is made anew."""
    differing = changed_read_model(settings)
    if as_json:
        give({"tenant": settings.tenant, "differing_rows": differing})
    elif not differing:
        tell("check.read_model")
    if differing:
        fail("check.read_model.changed", tables=", ".join(f"{table}: {rows}" for table, rows in differing.items()))


def _read_all(settings: Settings) -> tuple[int, int, int]:
    """How many events and streams there are, and the last position; every one was opened with its keys."""
    events, position, streams = 0, 0, set()
    with event_store(settings) as store:
        while found := store.after(position, READ_AT_ONCE):
            events += len(found)
            streams |= {one.stream_id for one in found}
            position = max(one.position or 0 for one in found)
    return events, len(streams), position


def reference(
    folder: Annotated[Path, typer.Argument(help="Where the pages are.")] = Path("docs/reference"),
    *,
    check_only: Annotated[bool, typer.Option("--check", help="Change nothing; status 1 when a page is out of date.")] = False,
) -> None:
    """Write or check the generated reference pages."""
    from varde.reference import pages  # noqa: PLC0415  (it loads every page there is; other commands do not wait for that)

    found = pages()
    if check_only and (old := stale(found, folder)):
        fail("reference.stale", files=", ".join(old))
    tell("reference.done", written=0 if check_only else len(write(found, folder)))
