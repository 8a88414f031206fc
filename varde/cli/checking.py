"""varde check, varde reference: is everything in order, and are the generated pages up to date."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from varde.cli.output import AsJson, fail, give, tell
from varde.composition import event_store, warehouse_answers
from varde.reference import pages, schemas
from varde.settings import read_settings

READ_AT_ONCE = 5_000


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="check", help="Check durability, keys and every event of the log; with --warehouse, that it answers.")(check)
    app.command(name="reference", help="Write the generated pages of docs/reference, or check that they are up to date.")(reference)


def check(
    *,
    warehouse: Annotated[bool, typer.Option("--warehouse", help="Only ask whether the warehouse process answers.")] = False,
    as_json: AsJson = False,
) -> None:
    """Open the store as a worker would, and read the whole log with its keys."""
    settings = read_settings(os.environ)
    if warehouse:
        position = warehouse_answers(settings)
        if position is None:
            fail("check.no_warehouse")
        if as_json:
            give({"tenant": settings.tenant, "warehouse_position": position})
        else:
            tell("check.warehouse", position=position)
        return
    events, streams = 0, set()
    with event_store(settings) as store:
        position = 0
        while found := store.after(position, READ_AT_ONCE):
            for one in found:
                events += 1
                streams.add(one.stream_id)
                position = one.position or position
    if as_json:
        give({"tenant": settings.tenant, "events": events, "streams": len(streams), "position": position})
    else:
        tell("check.done", events=events, streams=len(streams), position=position)


def reference(
    folder: Annotated[Path, typer.Argument(help="Where the pages are.")] = Path("docs/reference"),
    *,
    check_only: Annotated[
        bool, typer.Option("--check", help="Change nothing; end with status 1 when a page is out of date.")
    ] = False,
) -> None:
    """Write or check the generated reference pages."""
    stale = []
    for name, content in (pages() | schemas()).items():
        file = folder / name
        if file.exists() and file.read_text(encoding="utf-8") == content:
            continue
        stale.append(str(file))
        if not check_only:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
    if stale and check_only:
        fail("reference.stale", files=", ".join(stale))
    tell("reference.done", written=len(stale))
