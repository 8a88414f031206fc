"""The first page after the login."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from services.case_service.http.identity import current_account, current_rights
from services.case_service.http.rights import SEES_ALL_SCHOOLS, Right, needs
from services.case_service.http.standing import standing_of
from services.case_service.http.web import the_web

start = Blueprint("start", __name__)


@start.get("/")
@needs(Right.SIGNED_IN)
def show() -> str | Response:
    """The owner goes straight to the overview; others read what Varde has for them."""
    account = current_account()
    if account is not None and not SEES_ALL_SCHOOLS.isdisjoint(standing_of(account).roles):
        return redirect(the_web().settings.overview_url, code=303)
    return render_template("start.html", sees_overview=Right.SEE_OVERVIEW in current_rights())
