"""The page behind a one-time link: a person sets a password that nobody else has seen."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.case_service.http.accounts import LONGEST_PASSWORD
from services.case_service.http.identity import log_out
from services.case_service.http.invitations import Invitations
from services.case_service.http.languages import t
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_web

new_password = Blueprint("new_password", __name__)
log = logging.getLogger(__name__)

SHORTEST: Final = 12


@new_password.get("/logg-inn/nytt-passord/<token>")
@needs(Right.ANYONE)
def show(token: str) -> Response:
    """The form, while the link works."""
    return _page(_invitations().login_of(token, the_web().clock()))


@new_password.post("/logg-inn/nytt-passord/<token>")
@needs(Right.ANYONE)
def submit(token: str) -> Response:
    """Set the password and use the link up. Every session of the login ends, and the second factor is set up anew."""
    web = the_web()
    login = _invitations().login_of(token, web.clock())
    if login is None:
        return _page(None)
    problems = _problems(request.form.get("password", ""), request.form.get("again", ""))
    if problems:
        return _page(login, problems)
    account = web.accounts.get(login)
    if _invitations().use(token, web.clock()) != login or account is None:
        return _page(None)
    web.accounts.set_password(login, request.form["password"])
    web.sessions.end_all_of(login)
    log_out()
    log.info("%s set a new password with a one-time link", account.person)
    flash(t("page.new_password.done"), "success")
    return redirect(url_for("login.show"), code=303)


def _invitations() -> Invitations:
    return Invitations(the_web().settings.accounts_file)


def _problems(password: str, again: str) -> list[tuple[str, str]]:
    if len(password) < SHORTEST:
        return [("password", t("page.new_password.short", least=SHORTEST))]
    if len(password) > LONGEST_PASSWORD:
        return [("password", t("page.new_password.long", most=LONGEST_PASSWORD))]
    if password != again:
        return [("again", t("page.new_password.differ"))]
    return []


def _page(login: str | None, problems: list[tuple[str, str]] | None = None) -> Response:
    page = render_template("signing_in/new_password.html", login=login, problems=problems or [], least=SHORTEST)
    if login is None:
        return make_response(page, HTTPStatus.NOT_FOUND)
    return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK)
