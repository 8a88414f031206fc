"""A witness on this machine, for trying out: a real one is run by somebody else, or it protects nothing from whoever runs this."""

from __future__ import annotations

import contextlib
import socket
import sys
from pathlib import Path
from typing import Final

import msgspec

from services.integrity.checkpoints import make_key_file
from services.integrity.keeping.signer import KnownWitness, read_witnesses, write_witnesses
from services.integrity.notes.keys import KeyKind
from varde.settings import Settings

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8870
PORTS_TRIED: Final = 20
FOLDER: Final = ".witness"
"""No tenant can be called that."""

NAME: Final = "localhost/witness"


class OwnWitness(msgspec.Struct, frozen=True, kw_only=True):
    """How the witness is started, and where it answers."""

    command: list[str]
    port: int

    def answers(self) -> bool:
        """Whether it takes connections."""
        with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), timeout=1):
            return True
        return False


def own_witness(settings: Settings, address: str) -> OwnWitness:
    """Make the witness's key, let the municipality believe it, and say how it is started to watch the pages at ``address``.

    Raises KeyFileError, MalformedKeyError.
    """
    folder = settings.data / FOLDER
    port = _free_port()
    key = make_key_file(folder / "witness_key", NAME, KeyKind.COSIGNATURE).public_key
    known = settings.integrity.witnesses
    others = [one for one in read_witnesses(known) if one.key != key]
    write_witnesses(known, [*others, KnownWitness(key=key, url=f"http://{HOST}:{port}")])
    return OwnWitness(command=_command(folder, port, f"http://{address}={settings.integrity.public_keys}"), port=port)


def _command(folder: Path, port: int, watched: str) -> list[str]:
    serve = ["serve", "--data", str(folder), "--bind", f"{HOST}:{port}", "--watch", watched]
    return [sys.executable, "-m", "services.integrity.witness", *serve]


def _free_port() -> int:
    """The first free port of the usual ones, or any."""
    for port in (*range(FIRST_PORT, FIRST_PORT + PORTS_TRIED), 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            found: int = probe.getsockname()[1]
            return found
    raise OSError(0, "no port is free", HOST)
