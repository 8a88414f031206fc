"""Who is logged in, kept on the server: logging out ends a session also for whoever copied its cookie.

The cookie carries a random token; the file keeps only its hash.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from services.case_service.http.accounts import Account
from services.case_service.http.session_file import SessionFile, hashed

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

    def __init__(self, file: SessionFile, *, idle: timedelta, longest: timedelta) -> None:
        self._file = file
        self._idle = idle.total_seconds()
        self._longest = longest.total_seconds()
        file.prepare(SCHEMA)

    def start(self, account: Account, now: datetime) -> str:
        """Open a session and give its token. Sessions that have run out are swept away."""
        token, at = secrets.token_urlsafe(32), now.timestamp()
        with self._file.connection() as db:
            db.execute("DELETE FROM sessions WHERE seen < ? OR started < ?", (at - self._idle, at - self._longest))
            db.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", (hashed(token), account.login, password_mark(account), at, at)
            )
        return token

    def login_of(self, token: str, now: datetime) -> tuple[str, bytes] | None:
        """The login and password mark behind a token, or None when the session has ended. Counts as activity."""
        at = now.timestamp()
        with self._file.connection() as db:
            row = db.execute(
                "SELECT login, password_mark, started, seen FROM sessions WHERE token_hash = ?", (hashed(token),)
            ).fetchone()
            if row is None:
                return None
            login, mark, started, seen = row
            if at - seen > self._idle or at - started > self._longest:
                db.execute("DELETE FROM sessions WHERE token_hash = ?", (hashed(token),))
                return None
            if at - seen >= SEEN_EVERY.total_seconds():
                db.execute("UPDATE sessions SET seen = ? WHERE token_hash = ?", (at, hashed(token)))
        return login, mark

    def end(self, token: str) -> None:
        """Close a session; closing it again changes nothing."""
        with self._file.connection() as db:
            db.execute("DELETE FROM sessions WHERE token_hash = ?", (hashed(token),))


def password_mark(account: Account) -> bytes:
    """Changes when the password does, and tells nothing about it."""
    return hashlib.sha256(account.password_hash.encode()).digest()[:16]
