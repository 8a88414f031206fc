"""The accounts that may log in, in one small file that is read again whenever it changes."""

from __future__ import annotations

import os
import re
import threading
from functools import cache
from pathlib import Path

import msgspec
from werkzeug.security import check_password_hash, generate_password_hash

from events.lists.people import Role

METHOD = "scrypt:32768:8:1"
LOGIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
LONGEST_PASSWORD = 1024


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person's login: roles say what, ``schools`` (organisation numbers) where."""

    login: str
    name: str
    roles: tuple[Role, ...]
    schools: tuple[str, ...] = ()
    password_hash: str
    demo: bool = False


class Accounts:
    """The accounts of one tenant. A missing file means that nobody may log in."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._accounts: dict[str, Account] = {}

    def get(self, login: str) -> Account | None:
        """The account as the file has it now, so that a right taken away is gone in the next request."""
        return self._current().get(login)

    def demo(self) -> tuple[Account, ...]:
        """The demo's people, in the order they were added."""
        return tuple(account for account in self._current().values() if account.demo)

    def verify(self, login: str, password: str) -> Account | None:
        """The account when the password is right. An unknown login takes the same time as a wrong password."""
        account = self.get(login)
        known = account.password_hash if account else _nobodys_hash()
        right = len(password) <= LONGEST_PASSWORD and check_password_hash(known, password[:LONGEST_PASSWORD])
        return account if right else None

    def add(
        self,
        *,
        login: str,
        name: str,
        password: str,
        roles: tuple[Role, ...],
        schools: tuple[str, ...] = (),
        demo: bool = False,
    ) -> Account:
        """Add an account, or replace the one with the same login. Raises ValueError for a login that is not plain."""
        if not LOGIN_NAME.fullmatch(login):
            raise ValueError(f"a login is small letters, digits, dot, dash and underscore: {login!r}")
        account = Account(
            login=login,
            name=name,
            roles=roles,
            schools=schools,
            password_hash=generate_password_hash(password, method=METHOD),
            demo=demo,
        )
        with self._lock:
            everyone = {**self._read(), login: account}
            self._write(everyone)
        return account

    def _current(self) -> dict[str, Account]:
        with self._lock:
            try:
                status = self._file.stat()
            except FileNotFoundError:
                return {}
            seen = (status.st_mtime_ns, status.st_ino)
            if seen != self._seen:
                self._accounts, self._seen = self._read(), seen
            return self._accounts

    def _read(self) -> dict[str, Account]:
        if not self._file.exists():
            return {}
        return {account.login: account for account in msgspec.json.decode(self._file.read_bytes(), type=list[Account])}

    def _write(self, everyone: dict[str, Account]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self._file.with_suffix(".new")
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(msgspec.json.format(msgspec.json.encode(list(everyone.values()))) + b"\n")
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self._file)


@cache
def _nobodys_hash() -> str:
    return generate_password_hash("nobody", method=METHOD)
