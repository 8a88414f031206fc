"""A warehouse process as it really runs, started by the project's own command and started again when it is killed."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Self

from benchmarks.invented_log import TENANT, Writer
from services.reporting.client import RemoteQueries, is_answering
from services.reporting.warehouse_file import beside
from varde.cli.kept_running import KeptRunning
from varde.composition import event_store
from varde.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONGEST = 120.0
"""Seconds after which what should happen has not."""


def until(happened: Callable[[], bool], what: str, longest: float = LONGEST) -> None:
    deadline = time.monotonic() + longest
    while not happened():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


class Host:
    """A folder of its own, the environment that names it, and a warehouse process that is looked after as ``varde up`` does."""

    def __init__(self, folder: Path, **given: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.environment = {**os.environ, "VARDE_DATA": str(folder), "VARDE_TENANT": TENANT, **given}
        self.settings = read_settings(self.environment)
        self._stop = threading.Event()
        self._kept: KeptRunning | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        socket_path = self.settings.warehouse_socket
        command = ["/usr/bin/env", *(f"{name}={value}" for name, value in self.environment.items() if name.startswith("VARDE_"))]
        command += [sys.executable, "-m", "varde", "project", "--follow"]
        self._kept = KeptRunning("warehouse", command, lambda: is_answering(socket_path))

        def look() -> None:
            while not self._stop.wait(0.1):
                self._kept.look()

        self._thread = threading.Thread(target=look, daemon=True)
        self._thread.start()
        self.wait_until_up()

    def is_up(self) -> bool:
        return is_answering(self.settings.warehouse_socket)

    def wait_until_up(self) -> None:
        until(self.is_up, "the warehouse process does not answer")

    def kill(self) -> None:
        """Kill the process that owns the warehouse."""
        os.kill(int(beside(self.settings.warehouse_file, "lock").read_text()), signal.SIGKILL)

    def kill_parent(self) -> None:
        """Kill the process that would make another such one."""
        os.kill(self._kept.pid, signal.SIGKILL)

    def position(self) -> int:
        with contextlib.closing(RemoteQueries(self.settings.warehouse_socket)) as remote:
            health = remote.health()
        return -1 if health is None or health.building is not None else health.position

    def digest(self) -> dict[str, tuple[int, str]]:
        """Rows and sum of every table."""
        with contextlib.closing(RemoteQueries(self.settings.warehouse_socket, patience=LONGEST)) as remote:
            return {name: (table.rows, table.digest) for name, table in remote.digest().tables.items()}

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._kept.terminate()
            self._kept.wait(30)


class Writing(threading.Thread):
    """Appends case after case to the store of ``host``, with a pause between two, until told to stop."""

    def __init__(self, host: Host, seed: int = 1, pause: float = 0.1) -> None:
        super().__init__(daemon=True)
        self._writer = Writer(seed)
        self._pause = pause
        self._store = event_store(host.settings)
        self._enough = threading.Event()
        self.last_position = 0

    def run(self) -> None:
        with self._store as store:
            store.append(self._writer.schools())
            while not self._enough.wait(self._pause):
                case = self._writer.case()
                store.append(case + self._writer.beside(case))
                self.last_position = store.last_position()

    def end(self) -> int:
        """Stop. The last position that was written."""
        self._enough.set()
        self.join()
        return self.last_position

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
