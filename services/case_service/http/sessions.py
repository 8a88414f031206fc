"""Who is logged in, kept on the server: logging out ends a session also for whoever copied its cookie.

The cookie carries a random token; the file keeps only its hash.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

import msgspec

from services.case_service.http.account import Account
from services.case_service.http.session_file import SessionFile, hashed

PASSWORD = "password"  # noqa: S105 - the name of a way to log in
SCHEMA = """
CREATE TABLE IF NOT EXISTS open_sessions (
    token_hash BLOB PRIMARY KEY,
    login TEXT NOT NULL,
    account_mark BLOB NOT NULL,
    provider_session BLOB,
    started REAL NOT NULL,
    seen REAL NOT NULL,
    proof BLOB NOT NULL
) WITHOUT ROWID
"""
SEEN_EVERY = timedelta(seconds=20)
"""How exactly the last activity is kept: a write on every request would cost more than it tells."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody proved who she is.

    ``method`` is ``password`` or the name of a login provider; ``acr`` and ``amr`` are what the provider said of it (OpenID
    Connect Core § 2). ``stepped_up_at`` is when a second factor was last given, None when nobody knows. ``hint`` is the sealed ID
    token, with which the provider is told of a logout; ``sid`` is what the provider calls its own session.
    """

    method: str = PASSWORD
    acr: str | None = None
    amr: tuple[str, ...] = ()
    second_factor: bool = False
    stepped_up_at: datetime | None = None
    hint: bytes | None = None
    sid: str | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """An open session as the file has it."""

    login: str
    mark: bytes
    started_at: datetime
    proof: Proof


class Sessions:
    """The open sessions of one tenant. A session ends by logout, ``idle`` time, its ``longest`` life or a new password."""

    def __init__(self, file: SessionFile, *, idle: timedelta, longest: timedelta) -> None:
        self._file = file
        self._idle = idle.total_seconds()
        self._longest = longest.total_seconds()
        file.prepare(SCHEMA)

    def start(self, account: Account, now: datetime, proof: Proof, *, since: datetime | None = None) -> str:
        """Open a session and give its token, and sweep away those that ran out.

        ``since`` is when the session began that this one goes on from.
        """
        token, at = secrets.token_urlsafe(32), now.timestamp()
        ours = _provider_session(proof.method, proof.sid) if proof.sid else None
        with self._file.connection() as db:
            db.execute("DELETE FROM open_sessions WHERE seen < ? OR started < ?", (at - self._idle, at - self._longest))
            db.execute(
                "INSERT INTO open_sessions VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    hashed(token),
                    account.login,
                    account_mark(account),
                    ours,
                    (since or now).timestamp(),
                    at,
                    msgspec.msgpack.encode(proof),
                ),
            )
        return token

    def find(self, token: str, now: datetime) -> Session | None:
        """The session behind a token, or None when it has ended. Counts as activity."""
        at = now.timestamp()
        with self._file.connection() as db:
            row = db.execute(
                "SELECT login, account_mark, started, seen, proof FROM open_sessions WHERE token_hash = ?", (hashed(token),)
            ).fetchone()
            if row is None:
                return None
            login, mark, started, seen, proof = row
            if at - seen > self._idle or at - started > self._longest:
                db.execute("DELETE FROM open_sessions WHERE token_hash = ?", (hashed(token),))
                return None
            if at - seen >= SEEN_EVERY.total_seconds():
                db.execute("UPDATE open_sessions SET seen = ? WHERE token_hash = ?", (at, hashed(token)))
        return Session(
            login=login,
            mark=mark,
            started_at=datetime.fromtimestamp(started, UTC),
            proof=msgspec.msgpack.decode(proof, type=Proof),
        )

    def end(self, token: str) -> None:
        """Close a session; closing it again changes nothing."""
        with self._file.connection() as db:
            db.execute("DELETE FROM open_sessions WHERE token_hash = ?", (hashed(token),))

    def end_all_of(self, login: str) -> None:
        """Close every session of a login."""
        with self._file.connection() as db:
            db.execute("DELETE FROM open_sessions WHERE login = ?", (login,))

    def end_at_provider(self, provider: str, sid: str) -> None:
        """Close the sessions that began in a provider's session, which the provider says has ended."""
        with self._file.connection() as db:
            db.execute("DELETE FROM open_sessions WHERE provider_session = ?", (_provider_session(provider, sid),))


def account_mark(account: Account) -> bytes:
    """Changes when the password or the second factor does, and tells nothing about them."""
    return hashlib.sha256(msgspec.msgpack.encode((account.password_hash, account.totp, account.person.bytes))).digest()[:16]


def _provider_session(provider: str, sid: str) -> bytes:
    return hashed(f"{provider}\n{sid}")
