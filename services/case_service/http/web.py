"""What the views of one server share."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec
from flask import Flask, current_app

from services.case_service.desk import Desk
from services.case_service.http.accounts import Accounts
from services.case_service.http.failed_logins import FailedLogins
from services.case_service.http.sessions import Sessions
from services.case_service.http.settings import WebSettings
from services.case_service.http.tokens import Tokens

EXTENSION = "varde.web"

Clock = Callable[[], datetime]
Readiness = Callable[[], Mapping[str, bool]]
OpenDesk = Callable[[], Desk]


class DeskOfProcess:
    """The desk, opened when it is first asked for in a process: what is opened before a fork must not be used after it."""

    def __init__(self, open_desk: OpenDesk) -> None:
        self._open = open_desk
        self._lock = threading.Lock()
        self._made: tuple[int, Desk] | None = None

    def __call__(self) -> Desk:
        """The desk of this process."""
        made = self._made
        if made is not None and made[0] == os.getpid():
            return made[1]
        with self._lock:
            if self._made is None or self._made[0] != os.getpid():
                self._made = (os.getpid(), self._open())
            return self._made[1]


class Web(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of one server."""

    settings: WebSettings
    accounts: Accounts
    tokens: Tokens
    sessions: Sessions
    failed_logins: FailedLogins
    clock: Clock
    ready: Readiness
    desk: DeskOfProcess


def put_web(app: Flask, web: Web) -> None:
    """Give a server its parts."""
    app.extensions[EXTENSION] = web


def the_web() -> Web:
    """The parts of the server that answers this request."""
    found: Web = current_app.extensions[EXTENSION]
    return found


def the_desk() -> Desk:
    """What the process that answers this request works with."""
    return the_web().desk()
