"""varde integrity: the log's keys, its witnesses and its alarms."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from services.case_service.integrity.kept import Integrity
from services.integrity.checkpoints import EMPTY_ROOT
from services.integrity.keeping.alarms import LASTING
from services.integrity.keeping.book import Kept
from services.integrity.keeping.signer import KnownWitness
from services.integrity.keeping.stamps import StampError, stamp_request, stamped_at
from services.integrity.notes.keys import KeyKind, read_vkey
from varde.cli.output import BAD_USE, AsJson, fail, give, say, tell
from varde.clock import system_clock
from varde.composition import event_store
from varde.restored import answer_for_restore
from varde.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="The log's keys, its witnesses and its alarms.")


@contextmanager
def _integrity() -> Iterator[Integrity]:
    settings = read_settings(os.environ)
    with event_store(settings) as store:
        found = Integrity(store, settings.integrity)
        if not found.begun:
            fail("integrity.not_begun")
        yield found


@app.command(name="status", help="How far the log is signed and witnessed, and which alarms stand. Status 1 when one does.")
def status(*, as_json: AsJson = False) -> None:
    """Show the state."""
    with _integrity() as integrity:
        size = integrity.store.tree_size()
        last, witnessed = integrity.book.last(), integrity.book.last_witnessed()
        alarms = integrity.book.alarms(standing_only=True)
        told = {
            "origin": integrity.files.origin(),
            "events": size,
            "root": (EMPTY_ROOT if size == 0 else integrity.store.root(size)).hex(),
            "signed": None if last is None else last.checkpoint.size,
            "signed_at": None if last is None else last.made_at,
            "witnessed": None if witnessed is None else witnessed.checkpoint.size,
            "witnessed_at": None if witnessed is None else witnessed.witnessed_at,
            "witnesses": [one.key.name for one in integrity.witnesses()],
            "alarms": [{"kind": one.kind.value, "detail": one.detail, "raised_at": one.raised_at} for one in alarms],
        }
    if as_json:
        give(told)
    else:
        tell("integrity.status.log", origin=told["origin"], events=size)
        if last is not None:
            tell("integrity.status.signed", size=last.checkpoint.size, at=_minute(last.made_at))
        if witnessed is None or witnessed.witnessed_at is None:
            tell("integrity.status.unwitnessed")
        else:
            tell("integrity.status.witnessed", size=witnessed.checkpoint.size, at=_minute(witnessed.witnessed_at))
        for alarm in alarms:
            what = say(f"integrity.alarm.{alarm.kind.value}")
            tell("integrity.status.alarm", at=_minute(alarm.raised_at), what=what, detail=alarm.detail)
    if alarms:
        raise typer.Exit(1)


@app.command(name="keys", help="Print the list of the log's public keys: what a witness and an auditor need.")
def keys() -> None:
    """Print the public keys."""
    with _integrity() as integrity:
        typer.echo(integrity.files.keys().text, nl=False)


@app.command(name="rotate-key", help="Let a new key sign from here on. The old key is gone, and old checkpoints still verify.")
def rotate_key() -> None:
    """Rotate the signing key."""
    with _integrity() as integrity:
        integrity.refuse_other_log()
        integrity.keeper().look(system_clock())
        size = integrity.store.tree_size()
        listed = integrity.files.rotate(size)
    tell("integrity.rotated", size=size)
    typer.echo(listed.text, nl=False)


@app.command(name="trust", help="Believe a witness: its public key, and the address where it can be asked.")
def trust(
    vkey: Annotated[str, typer.Argument(help="The witness's public key, as it printed it.")],
    url: Annotated[str | None, typer.Option(help="Where the witness answers.")] = None,
) -> None:
    """Believe a witness."""
    key = read_vkey(vkey)
    if key.kind is not KeyKind.COSIGNATURE:
        fail("integrity.no_witness_key", status=BAD_USE, name=key.name)
    if url is not None and not url.startswith(("http://", "https://")):
        fail("integrity.no_address", status=BAD_USE, value=url)
    with _integrity() as integrity:
        integrity.trust(KnownWitness(key=key, url=url))
    tell("integrity.trusted", name=key.name)


@app.command(
    name="acknowledge", help="Account for a log that was put back: its alarms end with your reason, and it is signed as it is."
)
def acknowledge(
    by: Annotated[str, typer.Option(help="Who answers for it.")],
    reason: Annotated[str, typer.Option(help="Why the log was put back, and who was told.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Acknowledge a roll-back."""
    if not by.strip() or not reason.strip():
        fail("integrity.no_reason", status=BAD_USE)
    with _integrity() as integrity:
        stood = sum(one.kind in LASTING for one in integrity.book.alarms(standing_only=True))
        settings = read_settings(os.environ)
        done = answer_for_restore(integrity, settings, by=by.strip(), reason=reason.strip(), now=system_clock())
        size = integrity.store.tree_size()
    if as_json:
        told = {"alarms": stood, "checkpoints_given_up": done.given_up, "recorded": done.recorded, "events": size}
        give(told)
        return
    tell("integrity.acknowledged", given_up=done.given_up, size=size)
    if done.recorded:
        tell("integrity.restore_recorded")


def _minute(at: datetime) -> str:
    return at.astimezone().isoformat(sep=" ", timespec="minutes")


stamps = typer.Typer(no_args_is_help=True, help="A time stamp of a third party over the newest checkpoint (RFC 3161).")
app.add_typer(stamps, name="stamp")


@stamps.command(name="request", help="Write what a time-stamping authority is sent.")
def request_stamp(file: Annotated[Path, typer.Argument(help="Where to write the request.")]) -> None:
    """Write the request."""
    with _integrity() as integrity:
        kept = _last(integrity)
        try:
            file.write_bytes(stamp_request(kept.note.text))
        except StampError as error:
            fail("integrity.stamp.fault", detail=str(error))
    tell("integrity.stamp.requested", size=kept.checkpoint.size, file=file)


@stamps.command(name="keep", help="Check the authority's answer, and keep it.")
def keep_stamp(
    file: Annotated[Path, typer.Argument(help="The answer, as it came.")],
    ca: Annotated[Path, typer.Option(help="The root certificates (PEM) of the authorities you believe.")],
    size: Annotated[int | None, typer.Option(help="Which checkpoint, by its size; the newest when left out.")] = None,
) -> None:
    """Keep a time stamp."""
    with _integrity() as integrity:
        kept = _last(integrity) if size is None else integrity.book.of_size(size)
        if kept is None:
            fail("integrity.stamp.no_checkpoint", status=BAD_USE, size=size)
        answer = file.read_bytes()
        try:
            at = stamped_at(kept.note.text, answer, ca)
        except StampError as error:
            fail("integrity.stamp.fault", detail=str(error))
        integrity.book.keep_stamp(kept.checkpoint.size, answer, system_clock())
    tell("integrity.stamp.kept", size=kept.checkpoint.size, at=at.isoformat(sep=" ", timespec="seconds"))


def _last(integrity: Integrity) -> Kept:
    kept = integrity.book.last()
    if kept is None:
        fail("integrity.not_begun")
    return kept
