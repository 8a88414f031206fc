"""varde export-process: the log for process analysis, as OCEL 2.0 or XES. That it went out is written down as a disclosure."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from events.base import Stream
from events.envelope import Actor
from events.lists.people import Role
from services.case_service.application import Request
from services.case_service.process_export import Format, Pseudonyms, Wanted, build_log, written_as
from services.case_service.process_export.disclosure import disclosure
from services.case_service.reactions.avvik_by_rule import VARDE
from services.case_service.streams import access_stream, municipality_stream
from varde.cli.output import BAD_USE, AsJson, fail, give, tell
from varde.clock import new_id, system_clock
from varde.composition import application, event_store
from varde.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="export-process", help="Write what happened as OCEL 2.0 or XES, without names and text.")(export_process)


def export_process(
    file: Annotated[Path, typer.Argument(help="The file to write. It must not be there.")],
    *,
    recipient: Annotated[str, typer.Option(help="Who is to use it. Stands sealed in the log.")],
    purpose: Annotated[str, typer.Option(help="What for. Stands sealed in the log.")],
    form: Annotated[Format, typer.Option("--format", help="How the file is written.")] = Format.OCEL_JSON,
    school: Annotated[list[str] | None, typer.Option(help="Organisation number; again for several. All when left out.")] = None,
    since: Annotated[str | None, typer.Option(help="First day on which something happened, as 2026-09-03.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day.")] = None,
    heightened: Annotated[bool, typer.Option("--heightened", help="Also cases under § 12-5.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the file and record that it went out."""
    settings = read_settings(os.environ)
    if file.exists():
        fail("process.exists", status=BAD_USE, file=file)
    wanted = Wanted(schools=frozenset(school) if school else None, since=_day(since), until=_day(until), heightened=heightened)
    with event_store(settings) as store:
        log = build_log(store, wanted, Pseudonyms(settings.pseudonym_key()))
        if not log.events:
            fail("process.nothing")
        content, now = written_as(log, form), system_clock()
        commands = disclosure(
            new_id(), log, sha256=hashlib.sha256(content).hexdigest(), recipient=recipient.strip(), purpose=purpose.strip()
        )
        for command in commands:
            application(store, settings).handle(
                Request(
                    stream=Stream.ACCESS,
                    stream_id=access_stream(municipality_stream(settings.tenant)),
                    command=command,
                    actor=Actor(ref=VARDE, role=Role.SYSTEM),
                    occurred_at=now,
                    known_at=now,
                )
            )
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
    if as_json:
        give({"file": file, "events": len(log.events), "objects": len(log.objects), "position": log.position})
    else:
        tell("process.done", events=len(log.events), objects=len(log.objects), file=file)


def _day(written: str | None) -> date | None:
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        fail("process.not_a_day", status=BAD_USE, value=written)
