"""Setting up an authenticator app as the second factor of a local account."""

from __future__ import annotations

import logging

import segno
from flask import Blueprint, abort, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from services.case_service.http.identity import SignedIn, current_login, go_on
from services.case_service.http.languages import t
from services.case_service.http.rights import Right, needs
from services.case_service.http.sessions import PASSWORD, Proof
from services.case_service.http.signing_in.demanding import is_fresh
from services.case_service.http.signing_in.one_time_codes import (
    as_text,
    new_recovery_codes,
    new_secret,
    recovery_as_compared,
    setup_address,
    step_of,
)
from services.case_service.http.signing_in.page import onward, the_signing_in
from services.case_service.http.web import the_web

setting_up = Blueprint("setting_up", __name__)
log = logging.getLogger(__name__)

PENDING = "pending_app"
ISSUER = "Varde"
QUIET_ZONE = 4
"""Modules of white around the code (ISO/IEC 18004)."""


@setting_up.get("/logg-inn/totrinn/oppsett")
@needs(Right.SIGNED_IN)
def show() -> Response:
    """A new secret, as a picture for the phone and as text."""
    login = _who_may()
    if login is None:
        return redirect(url_for("second_factor.show", next=onward()), code=303)
    secret = _pending(login) or new_secret()
    session[PENDING] = the_signing_in().keys.seal(secret, _about(login)).hex()
    return _page(login, secret)


@setting_up.post("/logg-inn/totrinn/oppsett")
@needs(Right.SIGNED_IN)
def submit() -> Response:
    """Take the app into use when it gives the right code, and show the recovery codes, this once."""
    login = _who_may()
    secret = _pending(login) if login else None
    if login is None or secret is None:
        return redirect(url_for("second_factor.show", next=onward()), code=303)
    web, signing_in = the_web(), the_signing_in()
    step = step_of(request.form.get("code", ""), secret, web.clock())
    if step is None:
        return _page(login, secret, t("page.second_factor.wrong"), 401)
    name, codes = login.account.login, new_recovery_codes()
    account = web.accounts.change(
        name,
        totp=signing_in.keys.seal(secret, name),
        recovery=tuple(signing_in.keys.mark(name, recovery_as_compared(code)) for code in codes),
    )
    signing_in.steps.forget(name)
    signing_in.steps.use(name, step)
    web.sessions.end_all_of(name)
    log.info("%s set up an authenticator app", account.person)
    go_on(Proof(second_factor=True, stepped_up_at=web.clock()), account)
    return make_response(render_template("signing_in/recovery_codes.html", codes=codes, next=onward()))


def _who_may() -> SignedIn | None:
    """Who may set up an app: with a password, and with the old app at hand where there is one."""
    login = current_login() or abort(401)
    first = login.account.totp is None
    return login if login.method == PASSWORD and not login.account.demo and (first or is_fresh(login)) else None


def _pending(login: SignedIn) -> bytes | None:
    found = session.get(PENDING)
    return the_signing_in().keys.open(bytes.fromhex(found), _about(login)) if isinstance(found, str) else None


def _about(login: SignedIn) -> str:
    return f"{login.account.login} pending"


def _page(login: SignedIn, secret: bytes, message: str | None = None, status: int = 200) -> Response:
    picture = segno.make(setup_address(secret, login=login.account.login, issuer=ISSUER), error="m", micro=False)
    page = render_template(
        "signing_in/set_up.html",
        picture=picture.svg_data_uri(scale=5, border=QUIET_ZONE, light="#fff"),
        secret=as_text(secret),
        next=onward(),
        message=message,
    )
    return make_response(page, status)
