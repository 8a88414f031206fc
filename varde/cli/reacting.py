"""varde react: what follows by itself."""

from __future__ import annotations

import os
import signal
import threading
from typing import Annotated

import typer

from varde.cli.output import BAD_USE, AsJson, fail, give, tell
from varde.composition import make_read_model, reactions
from varde.log_lines import write_log_lines
from varde.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="react", help="Tell people, raise avvik by rule, send mail and messages: once or for ever.")(react)


def react(
    *,
    follow: Annotated[bool, typer.Option("--follow", help="Go on for ever.")] = False,
    once: Annotated[bool, typer.Option("--once", help="React to what is there, and end (the default).")] = False,
    as_json: AsJson = False,
) -> None:
    """React to the log and the clock."""
    if follow and once:
        fail("react.both", status=BAD_USE)
    settings = read_settings(os.environ)
    make_read_model(settings)
    with reactions(settings) as follower:
        if follow:
            write_log_lines()
            stop = threading.Event()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
            follower.follow(stop)
            return
        handled = follower.once()
    if as_json:
        give({"tenant": settings.tenant, "events": handled})
    else:
        tell("react.done", events=handled)
