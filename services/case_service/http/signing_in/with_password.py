"""Logging in with a password, and out again."""

from __future__ import annotations

import logging
import math

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.case_service.http.identity import current_account, current_login, log_in, log_out
from services.case_service.http.languages import t
from services.case_service.http.rights import Right, needs
from services.case_service.http.sessions import Proof
from services.case_service.http.signing_in.ending import end_at_provider
from services.case_service.http.signing_in.page import login_page, onward
from services.case_service.http.standing import standing_of
from services.case_service.http.web import the_web

login = Blueprint("login", __name__)
log = logging.getLogger(__name__)

Answer = str | Response | tuple[str, int, dict[str, str]]


@login.get("/logg-inn")
@needs(Right.ANYONE)
def show() -> Answer:
    """The login page; who is logged in already goes on."""
    return login_page() if current_account() is None else redirect(onward(), code=303)


@login.post("/logg-inn")
@needs(Right.ANYONE)
def submit() -> Answer:
    """Check login and password. The answer never tells which of them was wrong, or whether the login exists."""
    web, now = the_web(), the_web().clock()
    name, address = request.form.get("login", "").strip().lower(), request.remote_addr or ""
    if (wait := web.failed_logins.wait(name, address, now)) is not None:
        seconds = math.ceil(wait.total_seconds())
        message = t("page.login.wait", minutes=math.ceil(seconds / 60))
        return login_page(message, name=name, status=429, headers={"Retry-After": str(seconds)})
    account = web.accounts.verify(name, request.form.get("password", ""))
    if account is None or standing_of(account).left:
        web.failed_logins.add(name, address, now)
        # What was typed stands in no log: it may be a name, a birth number, or the password in the wrong field.
        known = web.accounts.get(name)
        log.warning("a login as %s was refused", "nobody who is known" if known is None else known.person)
        return login_page(t("page.login.wrong"), name=name, status=401)
    web.failed_logins.clear(name)
    # The demo's people open invented data alone, and nobody has their phones: their password stands for both factors.
    both = web.settings.demo and account.demo
    log_in(account, Proof(second_factor=both, stepped_up_at=now if both else None))
    return redirect(onward(), code=303)


@login.post("/logg-ut")
@needs(Right.SIGNED_IN)
def leave() -> Answer:
    """End the session, and the provider's own where it can be ended."""
    ended = current_login()
    log_out()
    provider = end_at_provider(ended.proof) if ended else None
    if provider is None:
        return redirect(url_for("login.show"), code=303)
    # Not a redirect: the pages' content policy lets no form lead off this server, and rightly so.
    page = render_template("signing_in/logged_out.html", title=provider.title, address=provider.address)
    return page, 200, {"Refresh": f"0; url={provider.address}"}
