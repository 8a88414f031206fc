"""varde backup, varde restore: what cannot be made again, copied and put back."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from services.case_service.backup import BackupError, Fault, Places, Restoring, restore, take_backup, verify_backup
from varde.cli.output import BAD_USE, AsJson, fail, give, tell
from varde.clock import new_id, system_clock
from varde.composition import backup_sources, believed_log_keys, reactions_run, warehouse_health
from varde.settings import Settings, read_settings

MEGABYTE = 1_000_000

Keys = Annotated[Path | None, typer.Option("--keys", help="The keys: another folder than the data, on another disk if possible.")]
Secrets = Annotated[Path | None, typer.Option("--secrets", help="The secrets that open the keys: a third place, such as a safe.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="backup", help="Copy what cannot be made again, while Varde works; or check a copy with --verify.")(backup)
    app.command(name="restore", help="Put a backup back. Stop Varde first.")(put_back)


def backup(
    to: Annotated[Path, typer.Argument(help="The folder in which the backup is made; with --verify, the backup's own folder.")],
    *,
    keys: Keys = None,
    secrets: Secrets = None,
    verify: Annotated[bool, typer.Option("--verify", help="Make nothing: read every byte of a backup and check its log.")] = False,
    witness: Annotated[
        Path | None, typer.Option("--witness", help="With --verify: a checkpoint that somebody else kept, as a signed note.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take a backup, or check one."""
    settings = read_settings(os.environ)
    try:
        if verify:
            _verify(settings, to, keys, witness, as_json=as_json)
        else:
            _take(settings, to, keys, secrets, as_json=as_json)
    except BackupError as error:
        _refuse(error)


def put_back(
    data: Annotated[Path, typer.Argument(metavar="FROM", help="The backup's folder with the data.")],
    *,
    keys: Keys = None,
    secrets: Secrets = None,
    aside: Annotated[bool, typer.Option("--aside", help="Lay what stands there now aside, under another name.")] = False,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="Restore although no key of the log signed the backup: you vouch for it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Restore a backup."""
    settings = read_settings(os.environ)
    if keys is None:
        fail("backup.keys_needed", status=BAD_USE)
    if reactions_run(settings) or warehouse_health(settings) is not None:
        fail("backup.fault.in_use")
    started = time.monotonic()
    restoring = Restoring(data=data, keys=keys, secrets=secrets, aside=aside)
    try:
        verified = verify_backup(data, keys=keys, log_keys=believed_log_keys(settings))
        if not verified.vouched and not unsigned:
            fail("backup.unsigned_refused")
        done = restore(backup_sources(settings), restoring, at=system_clock())
    except BackupError as error:
        _refuse(error)
    seconds = round(time.monotonic() - started, 1)
    if as_json:
        give(
            {
                "position": done.position,
                "made_at": done.made_at,
                "root": verified.root,
                "signed": verified.signed,
                "aside": done.aside,
                "seconds": seconds,
            }
        )
        return
    tell("backup.restored", position=done.position, made_at=done.made_at.isoformat(timespec="seconds"), seconds=seconds)
    if done.aside is not None:
        tell("backup.aside", place=done.aside)
    tell("backup.after_restore")


def _take(settings: Settings, to: Path, keys: Path | None, secrets: Path | None, *, as_json: bool) -> None:
    if keys is None:
        fail("backup.keys_needed", status=BAD_USE)
    started = time.monotonic()
    settings.pseudonym_key()  # made now where it is yet to be: a backup without it could not be read again
    places = Places(data=to, keys=keys, secrets=secrets)
    taken = take_backup(backup_sources(settings), places, at=system_clock(), backup=new_id())
    verified = verify_backup(taken.data, keys=taken.keys, log_keys=believed_log_keys(settings))
    seconds = round(time.monotonic() - started, 1)
    if as_json:
        give(
            {
                "data": taken.data,
                "keys": taken.keys,
                "secrets": taken.secrets,
                "position": taken.position,
                "root": verified.root,
                "signed": verified.signed,
                "vouched": verified.vouched,
                "bytes": taken.size,
                "manifest_sha256": taken.manifest_sha256,
                "seconds": seconds,
            }
        )
        return
    tell("backup.taken", position=taken.position, megabytes=round(taken.size / MEGABYTE, 1), seconds=seconds)
    tell("backup.data", place=taken.data)
    tell("backup.keys", place=taken.keys)
    if taken.secrets is None:
        tell("backup.no_secrets")
    else:
        tell("backup.secrets", place=taken.secrets)
    tell("backup.vouched" if verified.vouched else "backup.not_vouched")
    tell("backup.write_down", sha256=taken.manifest_sha256)


def _verify(settings: Settings, data: Path, keys: Path | None, witness: Path | None, *, as_json: bool) -> None:
    kept = None if witness is None else witness.read_bytes()
    found = verify_backup(data, keys=keys, witness=kept, log_keys=believed_log_keys(settings))
    if as_json:
        give({name: getattr(found, name) for name in found.__struct_fields__})
        return
    tell("backup.verified", position=found.position, root=found.root)
    tell("backup.unsigned" if found.signed is None else "backup.signed", size=found.signed)
    tell("backup.vouched" if found.vouched else "backup.not_vouched")
    if found.witnessed is not None:
        tell("backup.older" if found.missing else "backup.witnessed", size=found.witnessed, missing=found.missing)
    if not found.keys_checked:
        tell("backup.keys_not_checked")


def _refuse(error: BackupError) -> NoReturn:
    status = BAD_USE if error.fault in {Fault.SAME_PLACE, Fault.TAKEN, Fault.NOT_EMPTY} else 1
    fail(f"backup.fault.{error.fault.value}", status=status, **error.values)
