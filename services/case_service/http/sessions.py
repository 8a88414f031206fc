"""Who is logged in, kept on the server: logging out ends a session also for whoever copied its cookie.

The cookie carries a random token; the file keeps only its hash. The file is shared by all processes of one tenant, and
each question opens its own connection, so that a forked worker inherits none.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from services.case_service.http.accounts import Account

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    token_hash BLOB PRIMARY KEY,
    login TEXT NOT NULL,
    password_mark BLOB NOT NULL,
    started REAL NOT NULL,
    seen REAL NOT NULL
) WITHOUT ROWID
"""
SEEN_EVERY = timedelta(seconds=20)
"""How exactly the last activity is kept: a write on every request would cost more than it tells."""


class Sessions:
    """The open sessions of one tenant. A session ends by logout, ``idle`` time, its ``longest`` life or a new password."""

    def __init__(self, file: Path, *, idle: timedelta, longest: timedelta) -> None:
        self._file = file
        self._idle = idle.total_seconds()
        self._longest = longest.total_seconds()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._connection() as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(SCHEMA)
        file.chmod(0o600)

    def start(self, account: Account, now: datetime) -> str:
        """Open a session and give its token. Sessions that have run out are swept away."""
        token, at = secrets.token_urlsafe(32), now.timestamp()
        with self._connection() as db:
            db.execute("DELETE FROM sessions WHERE seen < ? OR started < ?", (at - self._idle, at - self._longest))
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", (_hash(token), account.login, password_mark(account), at, at))
        return token

    def login_of(self, token: str, now: datetime) -> tuple[str, bytes] | None:
        """The login and password mark behind a token, or None when the session has ended. Counts as activity."""
        at = now.timestamp()
        with self._connection() as db:
            row = db.execute(
                "SELECT login, password_mark, started, seen FROM sessions WHERE token_hash = ?", (_hash(token),)
            ).fetchone()
            if row is None:
                return None
            login, mark, started, seen = row
            if at - seen > self._idle or at - started > self._longest:
                db.execute("DELETE FROM sessions WHERE token_hash = ?", (_hash(token),))
                return None
            if at - seen >= SEEN_EVERY.total_seconds():
                db.execute("UPDATE sessions SET seen = ? WHERE token_hash = ?", (at, _hash(token)))
        return login, mark

    def end(self, token: str) -> None:
        """Close a session; closing it again changes nothing."""
        with self._connection() as db:
            db.execute("DELETE FROM sessions WHERE token_hash = ?", (_hash(token),))

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=5)) as db, db:
            yield db


def password_mark(account: Account) -> bytes:
    """Changes when the password does, and tells nothing about it."""
    return hashlib.sha256(account.password_hash.encode()).digest()[:16]


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
