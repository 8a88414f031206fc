"""A store that would forget an acknowledged event in a power cut does not start."""

from __future__ import annotations

import sqlite3
from typing import Any, Final

import psycopg

from services.case_service.store.errors import DurabilityError

SQLITE_FULL: Final = 2
POSTGRES_NEEDS: Final = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "remote_apply"},
}


def refuse_weak_sqlite(connection: sqlite3.Connection) -> None:
    """Raise DurabilityError unless the file is in WAL mode and every commit is synced to disk."""
    journal = str(connection.execute("PRAGMA journal_mode").fetchone()[0]).lower()
    if journal != "wal":
        raise DurabilityError(f"The journal mode is {journal!r}; it must be 'wal'.")
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if synchronous < SQLITE_FULL:
        raise DurabilityError(f"PRAGMA synchronous is {synchronous}; it must be at least {SQLITE_FULL} (FULL).")


def refuse_weak_postgres(connection: psycopg.Connection[Any]) -> None:
    """Raise DurabilityError when the server, database or role lets a commit return before it is on disk."""
    with connection.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
        found: dict[str, str] = dict(
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", (list(POSTGRES_NEEDS),)).fetchall()
        )
    for name, wanted in POSTGRES_NEEDS.items():
        if found[name] not in wanted:
            raise DurabilityError(f"PostgreSQL's {name} is {found[name]!r}; it must be {' or '.join(sorted(wanted))}.")
