"""Slows down guessing: after some wrong passwords an account waits, whether it exists or not."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.case_service.http.session_file import SessionFile, hashed

ALLOWED = 5
WINDOW = timedelta(minutes=5)
SCHEMA = "CREATE TABLE IF NOT EXISTS failed_logins (login_hash BLOB NOT NULL, at REAL NOT NULL)"


class FailedLogins:
    """Counts wrong passwords per login, over all processes of the tenant."""

    def __init__(self, file: SessionFile) -> None:
        self._file = file
        file.prepare(SCHEMA)

    def wait(self, login: str, now: datetime) -> timedelta | None:
        """How long the login must wait before it may try again, or None."""
        since = (now - WINDOW).timestamp()
        with self._file.connection() as db:
            found = db.execute(
                "SELECT at FROM failed_logins WHERE login_hash = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?",
                (hashed(login), since, ALLOWED - 1),
            ).fetchone()
        return timedelta(seconds=found[0] - since) if found else None

    def add(self, login: str, now: datetime) -> None:
        """Remember a wrong password, and forget those that no longer count."""
        with self._file.connection() as db:
            db.execute("DELETE FROM failed_logins WHERE at <= ?", ((now - WINDOW).timestamp(),))
            db.execute("INSERT INTO failed_logins VALUES (?, ?)", (hashed(login), now.timestamp()))

    def clear(self, login: str) -> None:
        """Forget a login's failures: the right password came."""
        with self._file.connection() as db:
            db.execute("DELETE FROM failed_logins WHERE login_hash = ?", (hashed(login),))
