"""The small SQLite file that the processes of one tenant share about who is logged in.

Each question opens its own connection, so that a forked worker inherits none.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


class SessionFile:
    """Where sessions and failed logins are kept, as hashes of what they are about."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def prepare(self, schema: str) -> None:
        """Make the file and a table of it where they are not; the file is its owner's alone."""
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.connection() as db:
            db.execute("BEGIN IMMEDIATE")  # workers start together: each waits for its turn
            db.execute(schema)
        self._file.chmod(0o600)

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction."""
        with closing(sqlite3.connect(self._file, timeout=5)) as db, db:
            yield db


def hashed(value: str) -> bytes:
    """What stands in the file instead of a token or a login."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()
