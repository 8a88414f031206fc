"""Rows into a store's own tables, without its checks and keys: what is simulated is a log to read, and can be made again.

There are no leaves of the Merkle log; the migration makes them if the file is to be opened as a store.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Final

from services.case_service.store.settings import SQLiteFile
from services.case_service.store.sqlite_log import INSERT
from services.case_service.store.sqlite_schema import EVENTS_ALONE, migrate_sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from varde.simulate.casting import Row

AT_A_TIME: Final = 20_000
"""Rows between two reports of progress."""


def write(path: Path, rows: Iterable[Row], progress: Callable[[int], object] = lambda _: None) -> int:
    """Write ``rows`` into a new store at ``path``. Returns how many. ``progress`` is told of every so many rows."""
    migrate_sqlite(SQLiteFile(path=path), EVENTS_ALONE)
    written = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Killed half-way the file is worthless anyway: nothing is synced before the end.
        connection.execute("PRAGMA journal_mode = OFF").fetchall()
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -600000")
        connection.execute("BEGIN")
        ahead = iter(rows)
        while some := list(islice(ahead, AT_A_TIME)):
            connection.executemany(INSERT, some)
            written += len(some)
            progress(len(some))
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
    return written
