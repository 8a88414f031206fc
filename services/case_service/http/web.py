"""What the views of one server share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec
from flask import Flask, current_app

from services.case_service.http.accounts import Accounts
from services.case_service.http.failed_logins import FailedLogins
from services.case_service.http.sessions import Sessions
from services.case_service.http.settings import WebSettings

EXTENSION = "varde.web"

Clock = Callable[[], datetime]
Readiness = Callable[[], Mapping[str, bool]]


class Web(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of one server."""

    settings: WebSettings
    accounts: Accounts
    sessions: Sessions
    failed_logins: FailedLogins
    clock: Clock
    ready: Readiness


def put_web(app: Flask, web: Web) -> None:
    """Give a server its parts."""
    app.extensions[EXTENSION] = web


def the_web() -> Web:
    """The parts of the server that answers this request."""
    found: Web = current_app.extensions[EXTENSION]
    return found
