"""Tokens by which other systems use the API in a person's name: random, kept as a hash, for one purpose and until one day."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import msgspec

from services.case_service.http.session_file import SessionFile

PREFIX: Final = "varde_"
"""So that a token that lies where it should not is known for what it is."""

LONGEST: Final = timedelta(days=366)
"""A token is looked at anew once a year."""

USED_EVERY: Final = 60
"""Seconds: how exactly the last use is kept."""

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS api_tokens (
    id TEXT PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    login TEXT NOT NULL,
    body BLOB NOT NULL,
    used REAL
)
"""


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """What a token is for. ``login`` is the account in whose name it acts: its rights and its denials are hers.

    Without ``content`` it reads and records no case content: it counts as a login without a second factor. ``until`` is UTC.
    """

    id: UUID
    name: str
    login: str
    content: bool
    issued_at: datetime
    until: datetime
    revoked_at: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and now < self.until


class Tokens:
    """The tokens of one tenant, in the file of the accounts."""

    def __init__(self, file: Path) -> None:
        self._file = SessionFile(file)
        self._file.prepare(SCHEMA)

    def issue(self, *, name: str, login: str, content: bool, now: datetime, until: datetime) -> tuple[str, Token]:
        """A new token, shown this once, and what it is for. Raises ValueError for an end that has passed or is too far away."""
        if not now < until <= now + LONGEST:
            raise ValueError(until)
        written = PREFIX + secrets.token_urlsafe(32)
        token = Token(id=uuid4(), name=name, login=login, content=content, issued_at=now, until=until)
        with self._file.connection() as db:
            db.execute(
                "INSERT INTO api_tokens VALUES (?, ?, ?, ?, NULL)",
                (str(token.id), _hash(written), login, msgspec.json.encode(token)),
            )
        return written, token

    def find(self, written: str, now: datetime) -> Token | None:
        """What a token is for, when it holds; its use is noted."""
        with self._file.connection() as db:
            row = db.execute("SELECT body, used FROM api_tokens WHERE token_hash = ?", (_hash(written),)).fetchone()
            token = None if row is None else msgspec.json.decode(row[0], type=Token)
            if token is None or not token.holds_at(now):
                return None
            if row[1] is None or now.timestamp() - row[1] > USED_EVERY:
                db.execute("UPDATE api_tokens SET used = ? WHERE id = ?", (now.timestamp(), str(token.id)))
        return token

    def everyone(self) -> tuple[tuple[Token, float | None], ...]:
        """All tokens with the moment they were last used (seconds since 1970), the newest first."""
        with self._file.connection() as db:
            rows = db.execute("SELECT body, used FROM api_tokens").fetchall()
        found = ((msgspec.json.decode(body, type=Token), used) for body, used in rows)
        return tuple(sorted(found, key=lambda one: one[0].issued_at, reverse=True))

    def revoke(self, id_: UUID, now: datetime) -> Token:
        """Let a token open nothing from the next request on. Raises KeyError."""
        with self._file.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            row = db.execute("SELECT body FROM api_tokens WHERE id = ?", (str(id_),)).fetchone()
            if row is None:
                raise KeyError(id_)
            token = msgspec.json.decode(row[0], type=Token)
            token = msgspec.structs.replace(token, revoked_at=token.revoked_at or now)
            db.execute("UPDATE api_tokens SET body = ? WHERE id = ?", (msgspec.json.encode(token), str(id_)))
        return token


def _hash(written: str) -> bytes:
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).digest()
