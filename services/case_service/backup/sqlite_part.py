"""A SQLite file in a backup: one consistent moment of it, while others write, and nothing of what was deleted."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from services.case_service.backup.folder import created
from services.case_service.backup.manifest import Part

PATIENCE: Final = 60.0


def sqlite_part(source: Path, folder: Path, name: str) -> Part:
    """Copy a file as one read transaction sees it. Writers go on; free pages, with what was deleted on them, stay behind."""
    target = folder / name
    created(target).close()
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    with target.open("rb") as made:
        digest = hashlib.file_digest(made, "sha256").hexdigest()
        os.fsync(made.fileno())
    return Part(name=name, size=target.stat().st_size, sha256=digest)


def steps_of(file: Path) -> int:
    """How many migration steps a file has taken."""
    with closing(still(file)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def last_position_of(file: Path) -> int:
    """The last position of the log in a file."""
    with closing(still(file)) as connection:
        return int(connection.execute("SELECT coalesce(max(position), 0) FROM stored_events").fetchone()[0])


def still(file: Path) -> sqlite3.Connection:
    """A connection to a file that nobody writes: it makes no file beside it."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def rows_of(file: Path, query: str) -> Iterator[tuple[object, ...]]:
    """The rows of a query, one after the other."""
    with closing(still(file)) as connection:
        yield from connection.execute(query)
