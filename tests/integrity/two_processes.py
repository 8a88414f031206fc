"""A municipality's server and a witness, each a real process, and what stands between them: HTTP and nothing else."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from varde_command import varde_says

from services.case_service.integrity.kept import Integrity
from services.case_service.store import open_store
from tests.store.sample_events import stored_case
from varde.clock import system_clock
from varde.composition import prepare, store_settings
from varde.settings import read_settings

PATIENCE = 120.0
"""Seconds after which something that should come is given up; on a slow machine it comes late, and is then still waited for."""

KEPT = ("events.sqlite", "integrity.sqlite")


class Municipality:
    """An installation on the embedded stores, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.port, self.witness_port = _free_port(), _free_port()
        self.url, self.witness_url = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.witness_port}"
        self.folder = folder
        self.witness_data = folder / "witness"
        told = {"VARDE_DATA": str(folder / "data"), "VARDE_TENANT": "forn", "VARDE_LANGUAGE": "en"}
        self.environment = {**os.environ, **told, "VARDE_WITNESS_DATA": str(self.witness_data)}
        self.settings = read_settings(told)
        prepare(self.settings)

    def write(self, events: int) -> None:
        """Store a case of so many events, and sign the log as it is then."""
        with open_store(store_settings(self.settings)) as store:
            stored_case(store, events)
            Integrity(store, self.settings.integrity).keeper().look(system_clock())

    def witnessed(self) -> int:
        """How many events a witness has cosigned, as the municipality knows it."""
        with open_store(store_settings(self.settings)) as store:
            found = Integrity(store, self.settings.integrity).book.last_witnessed()
        return 0 if found is None else found.checkpoint.size

    def varde(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the municipality."""
        return varde_says(*words, env=self.environment)

    def witness(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the witness."""
        return self._run("services.integrity.witness", *words)

    def serving(self) -> AbstractContextManager[None]:
        """The pages, in a process of their own."""
        return _process(
            ["varde", "serve", "cases", "--bind", f"127.0.0.1:{self.port}", "--workers", "1"],
            self.environment,
            f"{self.url}/healthz",
        )

    def watching(self, every: float = 0.1) -> AbstractContextManager[None]:
        """The witness, in a process of its own."""
        words = ["services.integrity.witness", "serve", "--bind", f"127.0.0.1:{self.witness_port}", "--every", str(every)]
        return _process(words, self.environment, f"{self.witness_url}/healthz")

    def backed_up(self) -> Path:
        """A copy of the log and of what is kept beside it."""
        copy = self.folder / f"backup-{uuid4().hex}"
        copy.mkdir()
        for name in KEPT:
            with closing(sqlite3.connect(self.settings.home / name)) as source, closing(sqlite3.connect(copy / name)) as target:
                source.backup(target)
        return copy

    def put_back(self, backup: Path, *names: str) -> None:
        """Put copies back, as whoever has the machine would, while nothing runs."""
        for name in names:
            for beside in ("", "-wal", "-shm"):
                (self.settings.home / f"{name}{beside}").unlink(missing_ok=True)
            shutil.copyfile(backup / name, self.settings.home / name)
        (self.settings.home / "read_model.sqlite").unlink(missing_ok=True)

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *words], env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )


def until(true: Callable[[], bool], what: str) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.05)


def asked(url: str) -> str:
    """What an address answers; nothing while it does not."""
    with suppress(OSError), urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())
    return ""


@contextmanager
def _process(words: list[str], environment: dict[str, str], answers: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", *words], env=environment, stdout=subprocess.DEVNULL)
    try:
        until(lambda: process.poll() is not None or bool(asked(answers)), answers)
        assert process.poll() is None, f"{words[0]} ended with {process.returncode}"
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
