"""Confirming with a second factor who one is, before what is confidential is shown."""

from __future__ import annotations

import logging
import math
from enum import StrEnum

import msgspec
from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from services.case_service.http.identity import SignedIn, current_login, go_on
from services.case_service.http.languages import t
from services.case_service.http.rights import Right, needs
from services.case_service.http.sessions import PASSWORD
from services.case_service.http.signing_in.one_time_codes import recovery_as_compared, step_of
from services.case_service.http.signing_in.page import onward, the_signing_in
from services.case_service.http.web import the_web

second_factor = Blueprint("second_factor", __name__)
log = logging.getLogger(__name__)


class Means(StrEnum):
    """How somebody may give her second factor."""

    PROVIDER = "provider"
    CLICK = "click"
    CODE = "code"
    SET_UP = "set_up"
    NONE = "none"


@second_factor.get("/logg-inn/totrinn")
@needs(Right.SIGNED_IN)
def show() -> Response:
    """Ask for the second factor."""
    return second_factor_page(_login(), onward=onward())


@second_factor.post("/logg-inn/totrinn")
@needs(Right.SIGNED_IN)
def submit() -> Response:
    """Check a code and go on; the demo's people need none."""
    login, now = _login(), the_web().clock()
    match means_of(login):
        case Means.CLICK:
            return step_up(login)
        case Means.CODE:
            pass
        case _:
            return second_factor_page(login, onward=onward())
    failed, key, address = the_web().failed_logins, code_name(login), request.remote_addr or ""
    if (wait := failed.wait(key, address, now)) is not None:
        seconds = math.ceil(wait.total_seconds())
        answer = second_factor_page(
            login, onward=onward(), message=t("page.login.wait", minutes=math.ceil(seconds / 60)), status=429
        )
        answer.headers["Retry-After"] = str(seconds)
        return answer
    if not _is_right(login, request.form.get("code", "")):
        failed.add(key, address, now)
        log.warning("a wrong second factor was given for %s", login.account.person)
        return second_factor_page(login, onward=onward(), message=t("page.second_factor.wrong"), status=401)
    failed.clear(key)
    return step_up(login)


def means_of(login: SignedIn) -> Means:
    """How the one who is logged in gives her second factor."""
    if login.method != PASSWORD:
        return Means.PROVIDER if login.method in the_signing_in().servers else Means.NONE
    if the_web().settings.demo and login.account.demo:
        return Means.CLICK
    return Means.SET_UP if login.account.totp is None else Means.CODE


def step_up(login: SignedIn) -> Response:
    """Go on in a new session in which the second factor was just given."""
    go_on(msgspec.structs.replace(login.proof, second_factor=True, stepped_up_at=the_web().clock()))
    return redirect(onward(), code=303)


def second_factor_page(login: SignedIn, *, onward: str, message: str | None = None, status: int = 200) -> Response:
    """The page that asks for the second factor, with what went wrong."""
    server = the_signing_in().servers.get(login.method)
    page = render_template(
        "signing_in/second_factor.html",
        means=means_of(login).value,
        again=login.second_factor,
        provider=server.provider if server else None,
        next=onward,
        message=message,
    )
    return make_response(page, status)


def code_name(login: SignedIn) -> str:
    """What wrong codes of an account are counted under; no login holds a space."""
    return f"{login.account.login} code"


def _login() -> SignedIn:
    return current_login() or abort(401)


def _is_right(login: SignedIn, given: str) -> bool:
    account, signing_in, web = login.account, the_signing_in(), the_web()
    secret = signing_in.keys.open(account.totp, account.login) if account.totp else None
    step = step_of(given, secret, web.clock()) if secret else None
    if step is not None:
        return signing_in.steps.use(account.login, step)
    return web.accounts.use_recovery_code(account.login, signing_in.keys.mark(account.login, recovery_as_compared(given)))
