"""varde keys: the key that wraps all others, and replacing it."""

from __future__ import annotations

import os

import typer

from varde.cli.output import AsJson, give, tell
from varde.kek import replace_kek
from varde.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="Keys: replace the tenant's key, so that older copies of the key store open nothing.")


@app.command(name="rewrap", help="Wrap all keys anew and destroy the old tenant's key: older key backups open nothing after that.")
def rewrap(*, as_json: AsJson = False) -> None:
    """Replace the tenant's key-encryption key."""
    settings = read_settings(os.environ)
    done = replace_kek(settings)
    if as_json:
        give({"tenant": settings.tenant, "keys": done.keys, "epoch": done.epoch, "old_is_gone": done.old_is_gone})
        return
    tell("keys.rewrapped", keys=done.keys, epoch=done.epoch)
    if done.old_is_gone:
        tell("keys.old_gone", file=str(settings.kek_file))
    else:
        tell("keys.put_it_there", new=str(settings.kek_next_file), old=str(settings.kek_file))


@app.callback()
def keys() -> None:
    """The group, which has one command."""
