"""The first page after the login."""

from __future__ import annotations

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from services.case_service.http.identity import current_account
from services.case_service.http.my_day.pages import todays_page
from services.case_service.http.rights import SEES_ALL_SCHOOLS, Right, needs
from services.case_service.http.standing import standing_of
from services.case_service.http.web import the_web

start = Blueprint("start", __name__)


@start.get("/")
@needs(Right.SIGNED_IN)
def show() -> ResponseReturnValue:
    """The owner goes straight to the overview, everybody else to what waits for her today."""
    account = current_account()
    owner = account is not None and not SEES_ALL_SCHOOLS.isdisjoint(standing_of(account).roles)
    return redirect(the_web().settings.overview_url, code=303) if owner else todays_page()
