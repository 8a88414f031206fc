"""The file of the notice book: its tables, and how it is read and changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

SCHEMA: Final = (
    """CREATE TABLE IF NOT EXISTS notices (
        id TEXT PRIMARY KEY, person TEXT NOT NULL, kind TEXT NOT NULL, cause TEXT NOT NULL, made_at REAL NOT NULL,
        stream TEXT, about TEXT, due_at REAL, seen_at REAL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS notices_of_person ON notices (person, seen_at, made_at DESC)",
    """CREATE TABLE IF NOT EXISTS mail (
        id TEXT PRIMARY KEY, person TEXT NOT NULL, notices INTEGER NOT NULL, due_at REAL NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0, sent_at REAL, given_up_at REAL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS mail_waiting ON mail (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL",
    """CREATE TABLE IF NOT EXISTS choices (
        person TEXT PRIMARY KEY, by_mail TEXT NOT NULL, digest_hour INTEGER NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS calendars (token_hash BLOB PRIMARY KEY, person TEXT NOT NULL UNIQUE) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS handled (what TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS deliveries (
        id TEXT PRIMARY KEY, webhook TEXT NOT NULL, position INTEGER NOT NULL, due_at REAL NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0, status INTEGER, fault TEXT, sent_at REAL, given_up_at REAL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL",
)

PATIENCE: Final = 10.0
"""Seconds to wait while another process writes."""


class BookFile:
    """Gives connections, each for one question or one change: what is opened so is safe over threads and forks."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.change() as db:
            for statement in SCHEMA:
                db.execute(statement)
        self._file.chmod(0o600)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection for a question."""
        with closing(sqlite3.connect(self._file, timeout=PATIENCE)) as db:
            yield db

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A connection for a change: all of it or nothing."""
        with closing(sqlite3.connect(self._file, timeout=PATIENCE, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
