"""What a view asks for before it shows, hands out or destroys what is confidential."""

from __future__ import annotations

from http import HTTPStatus
from typing import NoReturn
from urllib.parse import urlsplit

from flask import abort, redirect, request, url_for

from services.case_service.http.guard import READING
from services.case_service.http.identity import SignedIn, current_login
from services.case_service.http.languages import t
from services.case_service.http.own_paths import own_path
from services.case_service.http.problem_details import asks_api, problem_response
from services.case_service.http.web import the_web
from services.case_service.rights.deciding import STEP_UP_LASTS


def require_second_factor() -> None:
    """Let go on who gave a second factor in this session; lead others to where it is given, and back."""
    login = current_login() or abort(401)
    if not login.second_factor:
        send_to_second_factor()


def require_step_up() -> None:
    """Let go on who gave the second factor a short while ago; lead others to where it is given, and back."""
    login = current_login() or abort(401)
    if not is_fresh(login):
        send_to_second_factor()


def is_fresh(login: SignedIn) -> bool:
    """Whether the second factor was given a short while ago."""
    given = login.stepped_up_at
    return login.second_factor and given is not None and the_web().clock() - given <= STEP_UP_LASTS


def send_to_second_factor() -> NoReturn:
    """Lead a person to where the second factor is given; tell a script that it is missing."""
    if "text/html" in request.headers.get("Accept", "") and not asks_api():
        abort(redirect(url_for("second_factor.show", next=_here()), code=303))
    abort(
        problem_response(
            HTTPStatus.FORBIDDEN,
            title=t("page.second_factor.title"),
            detail=t("page.second_factor.problem"),
            code="second_factor_missing",
        )
    )


def _here() -> str:
    """The page to come back to: this one, or the one whose form was sent."""
    if request.method in READING:
        return request.full_path.rstrip("?")
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return "/"
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return (own_path(path) if parts.netloc == request.host else None) or "/"
