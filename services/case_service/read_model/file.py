"""The file that the read model lies in: a cache beside the log, always caught up with it before it answers."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from services.case_service.read_model.following import Following, fingerprint
from services.case_service.read_model.schema import STATEMENTS, VERSION
from services.case_service.store import EventStore
from services.compliance.calendar import Calendar
from services.compliance.loading import Rules

log = logging.getLogger(__name__)
BUSY: Final = 120.0
"""Seconds that a reader waits while another process takes in a long stretch of the log."""


LOOKED_AGAIN: Final = timedelta(minutes=1)
"""How soon an event that was restored counts again."""


class File:
    """The file of one tenant, one connection per thread. Another version, or other rules that come with it, and it is made anew."""

    def __init__(self, file: Path, store: EventStore, rules: Rules, calendar: Calendar, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._store = store
        self._clock = clock
        self._looked_at: datetime | None = None
        self._following = Following(store, rules, calendar)
        self._made_with = f"{VERSION}:{fingerprint(rules)}"
        self._own = threading.local()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees everything that stands in the log when this is called."""
        db = self._connection()
        self._catch_up(db)
        yield db

    @contextmanager
    def as_it_is(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees what has been taken in, whether or not more stands in the log."""
        yield self._connection()

    def catch_up(self) -> int:
        """Take in all that stands in the log. Returns the position reached."""
        return self._catch_up(self._connection())

    def retake(self, stream_id: UUID) -> None:
        """Take a stream in again as it can be read now."""
        with _transaction(db := self._connection()):
            self._following.retake(db, (stream_id,))

    def close(self) -> None:
        """Close this thread's connection."""
        if (db := getattr(self._own, "db", None)) is not None:
            db.close()
            self._own.db = None

    def _catch_up(self, db: sqlite3.Connection) -> int:
        position = _position(db)
        target = self._store.last_position()
        while position < target:
            with _transaction(db):
                position = _position(db)  # another process may have been here meanwhile
                if position < target:
                    reached = self._following.take(db, position)
                    if reached == position:
                        return position
                    _put(db, "position", str(reached))
                    position = reached
        self._look_again(db)
        return position

    def _look_again(self, db: sqlite3.Connection) -> None:
        """Now and then, whether what could not be read can be read now: restoring an event adds nothing to the log."""
        now = self._clock()
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < LOOKED_AGAIN:
            return
        self._looked_at = now
        if changed := self._following.changed_damage(db):
            with _transaction(db):
                self._following.retake(db, changed)

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._own, "db", None)
        if found is None:
            found = self._own.db = self._open()
        return found

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return self._prepared()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise
            aside = self._file.with_suffix(".damaged")
            log.warning("the read model cannot be opened; it is set aside as %s and made anew", aside.name)
            self._file.replace(aside)
            for beside in ("-wal", "-shm"):
                self._file.with_name(self._file.name + beside).unlink(missing_ok=True)
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._file, timeout=BUSY, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")  # a cache: what is lost is read from the log again
        if _made_with(db) != self._made_with:
            with _transaction(db):
                if _made_with(db) != self._made_with:
                    self._make(db)
        self._file.chmod(0o600)
        return db

    def _make(self, db: sqlite3.Connection) -> None:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            db.execute(f'DROP TABLE "{table}"')
        for statement in STATEMENTS:
            db.execute(statement)
        _put(db, "made_with", self._made_with)


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _made_with(db: sqlite3.Connection) -> str | None:
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone() is None:
        return None
    return _get(db, "made_with")


def _position(db: sqlite3.Connection) -> int:
    return int(_get(db, "position") or 0)


def _get(db: sqlite3.Connection, name: str) -> str | None:
    row = db.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def _put(db: sqlite3.Connection, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))
