"""One-time links by which a person sets her own password: made by whoever administrates, who never learns the password.

The file keeps a hash of each link. A link works once, for a day, and a newer one for the same login ends it.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from services.case_service.http.session_file import SessionFile, hashed

LASTS: Final = timedelta(days=1)
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS invitations (
    token_hash BLOB PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    ends REAL NOT NULL
) WITHOUT ROWID
"""


class Invitations:
    """The links of one tenant, in the file of its accounts."""

    def __init__(self, file: Path) -> None:
        self._file = SessionFile(file)
        self._file.prepare(SCHEMA)

    def make(self, login: str, now: datetime) -> str:
        """A new link's token for a login; those before it lead nowhere."""
        token = secrets.token_urlsafe(32)
        with self._file.connection() as db:
            db.execute("DELETE FROM invitations WHERE login = ? OR ends < ?", (login, now.timestamp()))
            db.execute("INSERT INTO invitations VALUES (?, ?, ?)", (hashed(token), login, (now + LASTS).timestamp()))
        return token

    def login_of(self, token: str, now: datetime) -> str | None:
        """Whose password a link sets; None when it is no link of ours, was used, or has ended."""
        with self._file.connection() as db:
            row = db.execute(
                "SELECT login FROM invitations WHERE token_hash = ? AND ends >= ?", (hashed(token), now.timestamp())
            ).fetchone()
        return None if row is None else str(row[0])

    def use(self, token: str, now: datetime) -> str | None:
        """Use a link up, once over all processes. Returns whose password it sets."""
        with self._file.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            row = db.execute(
                "SELECT login FROM invitations WHERE token_hash = ? AND ends >= ?", (hashed(token), now.timestamp())
            ).fetchone()
            db.execute("DELETE FROM invitations WHERE token_hash = ?", (hashed(token),))
        return None if row is None else str(row[0])

    def withdraw(self, login: str) -> None:
        """End the link of a login, used or not."""
        with self._file.connection() as db:
            db.execute("DELETE FROM invitations WHERE login = ?", (login,))

    def waiting(self, now: datetime) -> frozenset[str]:
        """The logins whose link has not been used and works still."""
        with self._file.connection() as db:
            rows = db.execute("SELECT login FROM invitations WHERE ends >= ?", (now.timestamp(),)).fetchall()
        return frozenset(str(login) for (login,) in rows)
