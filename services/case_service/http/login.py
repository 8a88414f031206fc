"""Logging in and out."""

from __future__ import annotations

import logging
import math

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.case_service.http.identity import current_account, log_in, log_out
from services.case_service.http.languages import t
from services.case_service.http.own_paths import own_path
from services.case_service.http.rights import Right, needs
from services.case_service.http.sessions import Proof
from services.case_service.http.web import the_web

login = Blueprint("login", __name__)
log = logging.getLogger(__name__)

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@login.get("/logg-inn")
@needs(Right.ANYONE)
def show() -> Answer:
    """The login page; who is logged in already goes on."""
    if current_account() is not None:
        return redirect(_onward(), code=303)
    return _page()


@login.post("/logg-inn")
@needs(Right.ANYONE)
def submit() -> Answer:
    """Check login and password. The answer never tells which of them was wrong, or whether the login exists."""
    web, now = the_web(), the_web().clock()
    name = request.form.get("login", "").strip().lower()
    address = request.remote_addr or ""
    if (wait := web.failed_logins.wait(name, address, now)) is not None:
        seconds = math.ceil(wait.total_seconds())
        message = t("page.login.wait", minutes=math.ceil(seconds / 60))
        return _page(name, message), 429, {"Retry-After": str(seconds)}
    account = web.accounts.verify(name, request.form.get("password", ""))
    if account is None:
        web.failed_logins.add(name, address, now)
        log.warning("a login as %.64r was refused", name)
        return _page(name, t("page.login.wrong")), 401
    web.failed_logins.clear(name)
    # The demo's people open invented data alone, and nobody has their phone: their password stands for both factors.
    log_in(account, Proof(stepped_up_at=now if web.settings.demo and account.demo else None))
    return redirect(_onward(), code=303)


@login.post("/logg-ut")
@needs(Right.SIGNED_IN)
def leave() -> Answer:
    """End the session."""
    log_out()
    return redirect(url_for("login.show"), code=303)


def _onward() -> str:
    return own_path(request.values.get("next")) or url_for("start.show")


def _page(name: str = "", message: str | None = None) -> str:
    web = the_web()
    people = web.accounts.demo() if web.settings.demo else ()
    return render_template("login.html", name=name, message=message, next=own_path(request.values.get("next")), people=people)
