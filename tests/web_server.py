"""A real server of the pages for the tests, with a clock that stands where it is put."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from events.lists.people import Role
from services.case_service.desk import Desk, make_desk
from services.case_service.http.accounts import Accounts
from services.case_service.http.app import create_app
from services.case_service.http.settings import WebSettings
from services.case_service.http.web import DeskOfProcess
from services.case_service.store import EventStore, SQLiteFile, StoreSettings, migrate, open_store
from services.case_service.store.settings import Place
from services.compliance.calendar import Calendar
from services.compliance.loading import Rules, load_rulebooks

PASSWORD = "a password for tests"
ONE = ("100000001",)
PAGE = {"Accept": "text/html"}
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


class Compiled(BytecodeCache):
    """Templates that one server compiled, for the next: a test is a server of its own, and compiling took most of its time."""

    def __init__(self) -> None:
        self._found: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._found:
            bucket.bytecode_from_string(self._found[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._found[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@dataclass
class StandingClock:
    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go(self, time: timedelta) -> None:
        self.now += time


@dataclass
class WebServer:
    home: Path
    clock: StandingClock = field(default_factory=StandingClock)
    readiness: dict[str, bool] = field(default_factory=lambda: {"store": True, "warehouse": True})
    given: dict[str, Any] = field(default_factory=dict)
    patience: float = 30.0
    """Seconds that a writer waits for the others, in a desk that is opened from now on."""
    places: tuple[Place, Place] | None = None
    """Where events and keys lie; None for two files in the folder."""

    def __post_init__(self) -> None:
        (self.home / "accounts.sqlite").write_bytes(three_accounts())
        self.accounts = Accounts(self.home / "accounts.sqlite")
        self.app = self.another()

    def another(self) -> Flask:
        """One more server process on the same files."""
        settings = {
            "secret_key": b"k" * 32,
            "sealing_key": b"s" * 32,
            "marking_key": b"m" * 32,
            "municipality": "Lyngfjord kommune",
            "accounts_file": self.home / "accounts.sqlite",
            "sessions_file": self.home / "sessions.sqlite",
        }
        app = create_app(
            WebSettings(**{**settings, **self.given}), clock=self.clock, ready=lambda: self.readiness, desk=self.open_desk
        )
        app.jinja_env.bytecode_cache = COMPILED
        return app

    def open_desk(self) -> Desk:
        """A desk over a real store in the server's folder; made when it is first asked for."""
        return make_desk(
            self.open_store(),
            home=self.home,
            rules=rules(),
            calendar=Calendar(),
            clock=self.clock,
            new_id=uuid4,
            marking_key=b"m" * 32,
        )

    def open_store(self) -> EventStore:
        """The store of a desk, its tables made if they are not there."""
        migrate(self.store_settings)
        return open_store(self.store_settings)

    @property
    def store_settings(self) -> StoreSettings:
        events, keys = self.places or (
            SQLiteFile(path=self.home / "events.sqlite", lock_timeout=self.patience),
            SQLiteFile(path=self.home / "keys.sqlite", lock_timeout=self.patience),
        )
        return StoreSettings(tenant="lyngfjord", events=events, keys=keys, kek=b"s" * 32)

    @property
    def desk(self) -> Desk:
        """What the server works with, for a test to prepare and look into."""
        made: DeskOfProcess = self.app.extensions["varde.web"].desk
        return made()

    def add(self, login: str, *roles: Role, password: str = PASSWORD, **given: Any) -> None:
        self.accounts.add(login=login, name=login.capitalize(), password=password, roles=roles, **given)

    def client(self, app: Flask | None = None) -> FlaskClient:
        return (app or self.app).test_client()

    def logged_in(self, login: str = "owner") -> FlaskClient:
        client = self.client()
        assert log_in(client, login).status_code == 303
        return client


@cache
def rules() -> Rules:
    """The rulebooks of every test's server; read once, because nobody changes them."""
    return load_rulebooks()


@cache
def three_accounts() -> bytes:
    """The accounts file of every test; made once, because making a password's hash is slow on purpose."""
    with TemporaryDirectory() as home:
        accounts = Accounts(Path(home) / "accounts.sqlite")
        for login, role, schools in (
            ("owner", Role.SCHOOL_OWNER, ()),
            ("principal", Role.PRINCIPAL, ONE),
            ("teacher", Role.EMPLOYEE, ONE),
        ):
            accounts.add(login=login, name=login.capitalize(), password=PASSWORD, roles=(role,), schools=schools)
        return (Path(home) / "accounts.sqlite").read_bytes()


def token_of(client: FlaskClient, path: str = "/logg-inn") -> str:
    found = CSRF.search(client.get(path, headers=PAGE).text)
    assert found is not None
    return found.group(1)


def log_in(client: FlaskClient, login: str, password: str = PASSWORD, **form: str) -> TestResponse:
    form = {"csrf_token": token_of(client), "login": login, "password": password, **form}
    return client.post("/logg-inn", data=form, headers=PAGE)


def log_out(client: FlaskClient, page: str) -> TestResponse:
    return client.post("/logg-ut", data={"csrf_token": token_of(client, page)}, headers=PAGE)
