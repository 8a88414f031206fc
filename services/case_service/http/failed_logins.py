"""Slows down guessing: after some wrong attempts a login, whether it exists or not, and an address must wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.case_service.http.session_file import SessionFile, hashed

WINDOW = timedelta(minutes=5)
PER_LOGIN = 5
PER_ADDRESS = 50
"""A whole school may come from one address: the limit stops those who try one password on many logins, not a Monday morning."""

SCHEMA = "CREATE TABLE IF NOT EXISTS failed_logins (login_hash BLOB NOT NULL, at REAL NOT NULL)"


class FailedLogins:
    """Counts wrong attempts per login and per address, over all processes of the tenant."""

    def __init__(self, file: SessionFile) -> None:
        self._file = file
        file.prepare(SCHEMA)

    def wait(self, login: str, address: str, now: datetime) -> timedelta | None:
        """How long a login from an address must wait before the next try, or None."""
        since = (now - WINDOW).timestamp()
        waits = []
        with self._file.connection() as db:
            for name, allowed in ((login, PER_LOGIN), (_address(address), PER_ADDRESS)):
                found = db.execute(
                    "SELECT at FROM failed_logins WHERE login_hash = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?",
                    (hashed(name), since, allowed - 1),
                ).fetchone()
                if found:
                    waits.append(timedelta(seconds=found[0] - since))
        return max(waits, default=None)

    def add(self, login: str, address: str, now: datetime) -> None:
        """Remember a wrong attempt, and forget those that no longer count."""
        with self._file.connection() as db:
            db.execute("DELETE FROM failed_logins WHERE at <= ?", ((now - WINDOW).timestamp(),))
            db.executemany(
                "INSERT INTO failed_logins VALUES (?, ?)",
                ((hashed(name), now.timestamp()) for name in (login, _address(address))),
            )

    def clear(self, login: str) -> None:
        """Forget a login's failures: the right password came. Those of its address still count."""
        with self._file.connection() as db:
            db.execute("DELETE FROM failed_logins WHERE login_hash = ?", (hashed(login),))


def _address(address: str) -> str:
    # A login never holds a space, so the two cannot be taken for one another.
    return f"address {address}"
