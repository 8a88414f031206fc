"""A warehouse process as it really runs, started by the project's own command and started again when it is killed."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Self

from benchmarks.invented_log import TENANT, Writer
from services.case_service.store import Once, StoreUnavailableError
from services.reporting.digest import Digest, digest
from services.reporting.serving.client import RemoteQueries, is_answering
from services.reporting.warehouse import Warehouse
from services.reporting.warehouse_file import beside
from tests.store.postgres_server import new_database
from varde.cli.kept_running import KeptRunning
from varde.composition import event_store
from varde.settings import read_settings
from varde.warehousing import projector

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from events.envelope import Recorded
    from services.case_service.store import EventStore

LONGEST = 300.0
"""Seconds after which what should happen has not."""

ALONE = 8471
"""A port in a network where nobody else is."""


def until(happened: Callable[[], bool], what: str, longest: float = LONGEST) -> None:
    deadline = time.monotonic() + longest
    while not happened():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def on_postgres(dsn: str, folder: Path) -> dict[str, str]:
    """What the hosts of one municipality have in common: two new databases on the server ``dsn``, and the secrets in ``folder``."""
    given = {"VARDE_DATABASE": new_database(dsn), "VARDE_KEY_DATABASE": new_database(dsn)}
    for name in ("KEK", "SECRET_KEY", "PSEUDONYM_KEY"):
        file = folder / name.lower()
        file.write_text(secrets.token_hex(32), encoding="ascii")
        given[f"VARDE_{name}_FILE"] = str(file)
    return given


class Host:
    """A folder of its own, the environment that names it, and a warehouse process that is looked after as ``varde up`` does.

    Where it is a namespace of the network, ``inside`` is the command that runs another one there. ``address`` is its own.
    """

    def __init__(self, folder: Path, inside: Sequence[str] = (), address: str = "127.0.0.1", **given: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.address = address
        self._inside = inside
        self._given = {"VARDE_DATA": str(folder), "VARDE_TENANT": TENANT, **given}
        self.settings = read_settings(self._given)
        self._stop = threading.Event()
        self._kept: KeptRunning | None = None
        self._thread: threading.Thread | None = None

    def command(self, *words: str) -> list[str]:
        """A command of varde's as it runs on this host."""
        given = (f"{name}={value}" for name, value in self._given.items())
        return [*self._inside, "/usr/bin/env", *given, sys.executable, "-m", "varde", *words]

    def free_port(self) -> int:
        """A port that nobody listens at. In a network of its own that is any: nothing but this host is in it."""
        if self._inside:
            return ALONE
        with socket.socket() as probe:
            probe.bind((self.address, 0))
            return int(probe.getsockname()[1])

    def start(self) -> None:
        self._kept = KeptRunning("warehouse", self.command("project", "--follow"), self.is_up)

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

    def kill(self) -> int:
        """Kill the process that owns the warehouse. Returns which it was."""
        owner = int(beside(self.settings.warehouse_file, "lock").read_text())
        os.kill(owner, signal.SIGKILL)
        return owner

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
            return rows_and_sums(remote.digest())

    def digest_of_a_rebuild(self) -> dict[str, tuple[int, str]]:
        """The same of a warehouse that is made from the beginning of the log, beside this one, with all releases that are due."""
        path = self.settings.home / "rebuilt.duckdb"
        path.parent.mkdir(parents=True, exist_ok=True)  # a host that only writes has no folder yet
        with Warehouse.open(path, tenant=self.settings.tenant) as rebuilt, projector(self.settings, rebuilt) as following:
            following.once()
            following.publish()
            return rows_and_sums(digest(rebuilt))

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._kept.terminate()
            self._kept.wait(30)


def rows_and_sums(found: Digest) -> dict[str, tuple[int, str]]:
    return {name: (table.rows, table.digest) for name, table in found.tables.items()}


class Writing(threading.Thread):
    """Appends case after case to the store of ``host``, with a pause between two, until told to stop.

    While the store is away the same case is tried again, under its own idempotency key, as the case service does.
    """

    def __init__(self, host: Host, seed: int = 1, pause: float = 0.3) -> None:
        super().__init__(daemon=True)
        self._writer = Writer(seed)
        self._pause = pause
        self._store = event_store(host.settings)
        self._enough = threading.Event()
        self.events = 0
        """How many were acknowledged."""
        self.last_position = 0

    def run(self) -> None:
        with self._store as store:
            self._append(store, self._writer.schools())
            while not self._enough.wait(self._pause):
                case = self._writer.case()
                self._append(store, case + self._writer.beside(case))

    def _append(self, store: EventStore, events: Sequence[Recorded]) -> None:
        once = Once(str(self.events), b"")
        while True:
            try:
                self.last_position = store.append(events, once=once).positions[-1]
            except StoreUnavailableError:
                time.sleep(self._pause)
            else:
                self.events += len(events)
                return

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
