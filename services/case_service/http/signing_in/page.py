"""The login page, as every way of coming in shows it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Final

from flask import current_app, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from services.case_service.http.account import Account
from services.case_service.http.languages import t
from services.case_service.http.own_paths import own_path
from services.case_service.http.signing_in.signing_in import SigningIn
from services.case_service.http.web import the_web

EXTENSION: Final = "varde.signing_in"
LONGEST_PATH: Final = 1024
"""What leads on stands in addresses and in a cookie, which have little room."""


def the_signing_in() -> SigningIn:
    """What the login pages of this server share."""
    found: SigningIn = current_app.extensions[EXTENSION]
    return found


def asked_onward() -> str | None:
    """Where the reader was going, when that is on this server."""
    wanted = own_path(request.values.get("next"))
    return wanted if wanted is not None and len(wanted) <= LONGEST_PATH else None


def onward() -> str:
    """Where to go on to."""
    return asked_onward() or url_for("start.show")


def login_page(
    message: str | None = None, *, name: str = "", status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The login page, with what went wrong."""
    web, signing_in = the_web(), the_signing_in()
    people = web.accounts.demo() if web.settings.demo else ()
    page = render_template(
        "signing_in/login.html",
        name=name,
        message=message,
        next=asked_onward(),
        providers=[server.provider for server in signing_in.servers.values()],
        groups=_grouped(people),
    )
    return make_response(page, status, dict(headers or {}))


def _grouped(people: tuple[Account, ...]) -> list[tuple[str | None, list[Account]]]:
    """The demo's people, who stand in their groups' order, each group with its heading."""
    return [(t(key) if key else None, list(members)) for key, members in groupby(people, key=lambda account: account.group)]
