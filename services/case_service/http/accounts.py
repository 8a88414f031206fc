"""The accounts that may log in, in one small file that every process of the tenant reads anew for each question.

An account tells who somebody is and how she proves it. What a member of staff may do comes from her own stream; the roles
that stand here count for people whom no stream knows, such as the first administrator.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from werkzeug.security import check_password_hash, generate_password_hash

from events.lists.people import Role
from services.case_service.http.account import Account, Newcomer
from services.case_service.http.session_file import SessionFile
from services.case_service.rights.person import Kind

METHOD = "scrypt:32768:8:1"
LOGIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
LONGEST_PASSWORD = 1024
SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS accounts (
        place INTEGER PRIMARY KEY,
        login TEXT NOT NULL UNIQUE,
        person TEXT NOT NULL UNIQUE,
        demo INTEGER NOT NULL,
        body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS identities (
        provider TEXT NOT NULL,
        mark BLOB NOT NULL,
        login TEXT NOT NULL REFERENCES accounts (login),
        PRIMARY KEY (provider, mark)
    ) WITHOUT ROWID
    """,
)
"""``body`` is the account as JSON; the other columns are what it is found by. ``mark`` is a keyed hash, never a name or number."""


class Accounts:
    """The accounts of one tenant. A right taken away by one process is gone in the next request of every other."""

    def __init__(self, file: Path) -> None:
        self._file = SessionFile(file)
        for statement in SCHEMA:
            self._file.prepare(statement)

    def get(self, login: str) -> Account | None:
        """The account of that login as it stands now, disabled or not."""
        return self._one("SELECT body FROM accounts WHERE login = ?", login)

    def of_person(self, person: UUID) -> Account | None:
        """The account of a person."""
        return self._one("SELECT body FROM accounts WHERE person = ?", str(person))

    def of_identity(self, provider: str, mark: bytes) -> Account | None:
        """The account of whom a login provider vouches for."""
        return self._one("SELECT body FROM accounts JOIN identities USING (login) WHERE provider = ? AND mark = ?", provider, mark)

    def everyone(self) -> tuple[Account, ...]:
        """All accounts, in the order they were added."""
        return self._all("SELECT body FROM accounts ORDER BY place")

    def demo(self) -> tuple[Account, ...]:
        """The demo's people, in the order they were added."""
        return self._all("SELECT body FROM accounts WHERE demo ORDER BY place")

    def verify(self, login: str, password: str) -> Account | None:
        """The account when the password is right and it is open. Whatever is wrong, finding out takes the same time."""
        account = self.get(login)
        known = account.password_hash if account else None
        fits = check_password_hash(known or _nobodys_hash(), password[:LONGEST_PASSWORD])
        if account is None or account.disabled or known is None or len(password) > LONGEST_PASSWORD:
            return None
        return account if fits else None

    def add(
        self,
        *,
        login: str,
        name: str,
        password: str | None = None,
        roles: tuple[Role, ...] = (),
        schools: tuple[str, ...] = (),
        person: UUID | None = None,
        kind: Kind = Kind.STAFF,
        demo: bool = False,
        group: str | None = None,
        sentence: str | None = None,
    ) -> Account:
        """Add an account, or replace the one with the same login: the same person then, and no second factor any more.

        Raises ValueError for a login that is not plain, or a person who has another login.
        """
        newcomer = Newcomer(
            login=login,
            name=name,
            person=person,
            kind=kind,
            roles=roles,
            schools=schools,
            password=password,
            demo=demo,
            group=group,
            sentence=sentence,
        )
        return self.add_many([newcomer])[0]

    def add_many(self, newcomers: Iterable[Newcomer]) -> tuple[Account, ...]:
        """Add accounts, all or none, as ``add`` does."""
        prepared = [(newcomer, _hash(newcomer)) for newcomer in newcomers]
        with self._file.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            return tuple(_put(db, newcomer, password_hash) for newcomer, password_hash in prepared)

    def change(self, login: str, **fields: object) -> Account:
        """Change fields of an account in one step over all processes. Raises KeyError for a login that nobody has."""
        with self._file.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            row = db.execute("SELECT body FROM accounts WHERE login = ?", (login,)).fetchone()
            if row is None:
                raise KeyError(login)
            account = msgspec.structs.replace(_read(row[0]), **fields)
            db.execute("UPDATE accounts SET body = ? WHERE login = ?", (msgspec.json.encode(account), login))
        return account

    def disable(self, login: str) -> Account:
        """Close an account: it opens nothing from the next request on. Raises KeyError."""
        return self.change(login, disabled=True)

    def enable(self, login: str) -> Account:
        """Open a closed account again. Raises KeyError."""
        return self.change(login, disabled=False)

    def set_password(self, login: str, password: str) -> Account:
        """Give a new password, which ends all sessions; the second factor must be set up anew. Raises KeyError."""
        return self.change(login, password_hash=generate_password_hash(password, method=METHOD), totp=None, recovery=())

    def use_recovery_code(self, login: str, code_hash: bytes) -> bool:
        """Whether the code was one of the account's own; it is used up then, once over all processes."""
        with self._file.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            row = db.execute("SELECT body FROM accounts WHERE login = ?", (login,)).fetchone()
            account = _read(row[0]) if row else None
            if account is None or code_hash not in account.recovery:
                return False
            left = tuple(kept for kept in account.recovery if kept != code_hash)
            body = msgspec.json.encode(msgspec.structs.replace(account, recovery=left))
            db.execute("UPDATE accounts SET body = ? WHERE login = ?", (body, login))
        return True

    def identify(self, login: str, provider: str, mark: bytes) -> None:
        """Let a login provider vouch for an account: ``mark`` is the keyed hash of what it calls the person.

        Raises KeyError for a login that nobody has, ValueError for an identity that another account has.
        """
        with self._file.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            if db.execute("SELECT 1 FROM accounts WHERE login = ?", (login,)).fetchone() is None:
                raise KeyError(login)
            db.execute("DELETE FROM identities WHERE provider = ? AND login = ?", (provider, login))
            try:
                db.execute("INSERT INTO identities VALUES (?, ?, ?)", (provider, mark, login))
            except sqlite3.IntegrityError:
                raise ValueError(f"another account has this identity at {provider}") from None

    def providers_of(self, login: str) -> tuple[str, ...]:
        """The login providers that vouch for an account."""
        with self._file.connection() as db:
            rows = db.execute("SELECT provider FROM identities WHERE login = ? ORDER BY provider", (login,)).fetchall()
        return tuple(provider for (provider,) in rows)

    def _one(self, question: str, *values: object) -> Account | None:
        with self._file.connection() as db:
            row = db.execute(question, values).fetchone()
        return _read(row[0]) if row else None

    def _all(self, question: str) -> tuple[Account, ...]:
        with self._file.connection() as db:
            rows = db.execute(question).fetchall()
        return tuple(_read(body) for (body,) in rows)


def _hash(newcomer: Newcomer) -> str | None:
    if not LOGIN_NAME.fullmatch(newcomer.login):
        raise ValueError(f"a login is small letters, digits, dot, dash and underscore: {newcomer.login!r}")
    return None if newcomer.password is None else generate_password_hash(newcomer.password, method=METHOD)


def _put(db: sqlite3.Connection, newcomer: Newcomer, password_hash: str | None) -> Account:
    row = db.execute("SELECT person FROM accounts WHERE login = ?", (newcomer.login,)).fetchone()
    account = Account(
        login=newcomer.login,
        name=newcomer.name,
        person=newcomer.person or (UUID(row[0]) if row else uuid4()),
        kind=newcomer.kind,
        roles=newcomer.roles,
        schools=newcomer.schools,
        password_hash=password_hash,
        demo=newcomer.demo,
        group=newcomer.group,
        sentence=newcomer.sentence,
    )
    try:
        db.execute(
            "INSERT INTO accounts (login, person, demo, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (login) DO UPDATE SET person = excluded.person, demo = excluded.demo, body = excluded.body",
            (account.login, str(account.person), account.demo, msgspec.json.encode(account)),
        )
    except sqlite3.IntegrityError:
        raise ValueError(f"the person has another login already: {account.person}") from None
    return account


def _read(body: bytes) -> Account:
    return msgspec.json.decode(body, type=Account)


@cache
def _nobodys_hash() -> str:
    return generate_password_hash("nobody", method=METHOD)
