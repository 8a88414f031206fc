"""What was acknowledged survives a power cut: files that take their place whole, and small SQLite files of one's own."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

OWN_FOLDER: Final = 0o700
OWN_FILE: Final = 0o600
UNFINISHED: Final = ".new"
"""How the name ends of a file that has not taken its place yet; after a crash it is left, and is nobody's."""

PATIENCE: Final = 30.0
"""Seconds that a change waits for another's."""


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def written_beside(file: Path, content: bytes, mode: int = OWN_FILE) -> Iterator[Path]:
    """``content``, durable, in a file beside ``file`` for the block to give its name to; what it did not is gone after it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=OWN_FOLDER)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(8)}{UNFINISHED}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        yield beside
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(file.parent)


def put_in_place(file: Path, content: bytes, mode: int = OWN_FILE) -> None:
    """Let ``file`` be ``content``: after a crash it is the old one or the new one, whole."""
    with written_beside(file, content, mode) as beside:
        beside.replace(file)


class DurableTables:
    """A SQLite file of a few tables, fully on the disk before a change returns. Safe over threads, processes and forks."""

    def __init__(self, file: Path, schema: Sequence[str], *, write_ahead: bool = False) -> None:
        """Make the file for its owner alone where it is not, and the tables of ``schema``."""
        self._file = file
        file.parent.mkdir(parents=True, exist_ok=True, mode=OWN_FOLDER)
        file.touch(mode=OWN_FILE)
        if write_ahead:
            with self.read() as db:
                db.execute("PRAGMA journal_mode = WAL")
        with self.change() as db:
            for statement in schema:
                db.execute(statement)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection for the block."""
        with closing(sqlite3.connect(self._file, timeout=PATIENCE, isolation_level=None)) as db:
            db.execute("PRAGMA synchronous = FULL")
            yield db

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that is committed when the block ends, and undone when it raises."""
        with self.read() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
