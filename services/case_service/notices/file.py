"""The file of the notice book: its tables."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from services.integrity.durable import OWN_FILE, DurableTables

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
    "CREATE TABLE IF NOT EXISTS skipped (position INTEGER PRIMARY KEY)",
    """CREATE TABLE IF NOT EXISTS deliveries (
        id TEXT PRIMARY KEY, webhook TEXT NOT NULL, position INTEGER NOT NULL, due_at REAL NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0, status INTEGER, fault TEXT, sent_at REAL, given_up_at REAL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL",
)


class BookFile(DurableTables):
    """The notice book's tables."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, SCHEMA)
        file.chmod(OWN_FILE)
