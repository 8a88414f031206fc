"""varde-witness: the commands of whoever runs a witness."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from services.integrity.checkpoints.key_file import make_key_file, read_key_file
from services.integrity.checkpoints.key_list import LogKeys, read_log_keys
from services.integrity.notes.errors import NoteError
from services.integrity.notes.keys import KeyKind, PrivateKey
from services.integrity.witness.asking import AddressError, Asking, NoAnswerError
from services.integrity.witness.clock import utc_now
from services.integrity.witness.serving import served
from services.integrity.witness.store import UnknownLogError, WitnessStore
from services.integrity.witness.watching import Looked, Watcher
from texts import Language, text

BAD_USE = 2
EVERY = 60.0
"""Seconds between two looks at the logs."""

Data = Annotated[Path, typer.Option("--data", envvar="VARDE_WITNESS_DATA", help="The witness's own folder.")]
OWN = Path(".varde-witness")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Remembers how a log stood.",
)


def main() -> None:
    """Run the command line. A known error is one sentence and exit status 1 or 2, never a traceback."""
    try:
        app()
    except (AddressError, NoteError, UnknownLogError) as error:
        _fail("error", detail=str(error), status=BAD_USE)
    except OSError as error:
        _fail("error", detail=f"{error.strerror}: {error.filename or ''}")


@app.command(name="init", help="Make the witness's key and memory. Its public key is printed: give it to the municipalities.")
def init(
    name: Annotated[str, typer.Option(help="What the witness is called, such as witness.example/vestland.")],
    data: Data = OWN,
) -> None:
    """Make key and memory."""
    made = make_key_file(_key_file(data), name, KeyKind.COSIGNATURE)
    _store(data)
    sys.stdout.write(f"{made.public_key.vkey}\n")


@app.command(name="key", help="Print the witness's public key.")
def key(data: Data = OWN) -> None:
    """Print the public key."""
    sys.stdout.write(f"{_key(data).public_key.vkey}\n")


@app.command(name="watch", help="Watch a municipality's log, or take over its new list of keys after asking by another way.")
def watch(
    url: Annotated[str, typer.Argument(help="The address of the municipality's Varde.")],
    keys: Annotated[Path, typer.Argument(help="The list of the log's public keys, as the municipality gave it.")],
    data: Data = OWN,
) -> None:
    """Watch a log."""
    _tell("watching", origin=_watch(_store(data), url, keys), url=url)


@app.command(name="look", help="Look at every log once. Status 1 when an alarm stands.")
def look(*, data: Data = OWN, as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Look once."""
    store = _store(data)
    looked = Watcher(store, _key(data), utc_now).look_at_all()
    if as_json:
        sys.stdout.write(json.dumps([_looked(one) for one in looked], ensure_ascii=False, indent=2) + "\n")
    else:
        for one in looked:
            _tell_look(one)
    if store.alarms(standing_only=True):
        raise typer.Exit(1)


@app.command(name="serve", help="Look at the logs again and again, and tell over HTTP what was seen.")
def serve(
    bind: Annotated[str, typer.Option(help="Address and port.")] = "127.0.0.1:8870",
    every: Annotated[float, typer.Option(help="Seconds between two looks.", min=0.05)] = EVERY,
    watch_: Annotated[
        list[str] | None, typer.Option("--watch", metavar="URL=FILE", help="A log to watch from now on, if it is new.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Make the key first, for a witness of that name, if there is none.")] = None,
    data: Data = OWN,
) -> None:
    """Look until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit():
        _fail("bad_bind", value=bind, status=BAD_USE)
    own = _key(data) if name is None else make_key_file(_key_file(data), name, KeyKind.COSIGNATURE)
    store = _store(data)
    watcher = Watcher(store, own, utc_now)
    with served(store, own.public_key, host.strip("[]"), int(port)) as taken:
        _tell("serving", address=f"http://{host}:{taken}/")
        sys.stdout.flush()
        while not stop.is_set():
            _begin_watching(store, watch_ or [])
            watcher.look_at_all()
            stop.wait(every)


@app.command(name="alarms", help="List the alarms. Status 1 when one stands.")
def alarms(*, everything: Annotated[bool, typer.Option("--all", help="Ended ones, too.")] = False, data: Data = OWN) -> None:
    """List alarms."""
    found = _store(data).alarms(standing_only=not everything)
    for one in found:
        _tell(
            "alarm",
            at=one.raised_at.isoformat(timespec="seconds"),
            origin=one.origin,
            what=_say(f"alarm.{one.kind.value}"),
            detail=one.reason,
        )
    if not found:
        _tell("no_alarms")
    if any(one.stands for one in found):
        raise typer.Exit(1)


@app.command(name="begin-again", help="After a roll-back that was accounted for: end the alarms and go on from an older size.")
def begin_again(
    origin: Annotated[str, typer.Argument(help="Which log.")],
    at: Annotated[int, typer.Option(help="How many leaves the log has after it was put back.", min=0)],
    reason: Annotated[str, typer.Option(help="Why; it is told to everybody who asks, for ever.")],
    data: Data = OWN,
) -> None:
    """Accept a roll-back."""
    if not reason.strip():
        _fail("no_reason", status=BAD_USE)
    now = _store(data).begin_again(origin, at, reason.strip(), utc_now())
    _tell("begun_again", origin=origin, size=now.size)


def _begin_watching(store: WitnessStore, wanted: list[str]) -> None:
    """Logs that are named at start are taken in once their keys are there; keys that changed since are left to a person."""
    known = {one.origin: one for one in store.logs()}
    for url, _, file in (one.partition("=") for one in wanted):
        with suppress(NoteError, OSError, NoAnswerError):
            keys = _listed(Path(file)) if file else read_log_keys(Asking(url).keys())
            origin = keys.keys[-1].key.name
            if origin not in known:
                store.watch(origin, url, keys)
            elif known[origin].url != url:
                store.watch(origin, url, known[origin].keys)


def _watch(store: WitnessStore, url: str, keys: Path) -> str:
    Asking(url)
    listed = _listed(keys)
    origin = listed.keys[-1].key.name
    store.watch(origin, url, listed)
    return origin


def _listed(keys: Path) -> LogKeys:
    return read_log_keys(keys.read_text(encoding="utf-8"))


def _key_file(data: Path) -> Path:
    return data / "witness_key"


def _key(data: Path) -> PrivateKey:
    return read_key_file(_key_file(data))


def _store(data: Path) -> WitnessStore:
    return WitnessStore(data / "witness.sqlite")


def _looked(one: Looked) -> dict[str, object]:
    return {
        "origin": one.origin,
        "size": None if one.cosigned is None else one.cosigned.checkpoint.size,
        "alarm": None if one.fault is None else one.fault.kind.value,
        "reason": one.no_answer if one.fault is None else one.fault.reason,
    }


def _tell_look(one: Looked) -> None:
    if one.fault is not None:
        _tell("looked.alarm", origin=one.origin, what=_say(f"alarm.{one.fault.kind.value}"), detail=one.fault.reason)
    elif one.cosigned is not None:
        _tell("looked.cosigned", origin=one.origin, size=one.cosigned.checkpoint.size)
    else:
        _tell("looked.no_answer", origin=one.origin, detail=one.no_answer)


def _say(key_: str, **values: object) -> str:
    wanted = os.environ.get("VARDE_LANGUAGE", Language.BOKMAL.value)
    return text(f"witness.{key_}", Language(wanted) if wanted in set(Language) else Language.BOKMAL, **values)


def _tell(key_: str, **values: object) -> None:
    sys.stdout.write(_say(key_, **values) + "\n")


def _fail(key_: str, *, status: int = 1, **values: object) -> NoReturn:
    sys.stderr.write(_say(key_, **values) + "\n")
    sys.exit(status)
