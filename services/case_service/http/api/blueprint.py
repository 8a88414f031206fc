"""The group of addresses under /api/v1, and what every request to it is asked first."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, request, session
from flask_wtf.csrf import ValidationError, validate_csrf

from services.case_service.http.api.refusing import ApiProblem, answer_to
from services.case_service.http.form_sizes import make_room
from services.case_service.http.guard import READING
from services.case_service.http.identity import CSRF_KEY, bearer

api = Blueprint("api", __name__, url_prefix="/api/v1")

LARGEST_BODY: Final = 1024 * 1024
"""Bytes of a body: several texts of the greatest length, each letter escaped."""

CSRF_HEADER: Final = "X-CSRF-Token"

make_room(api, LARGEST_BODY)


@api.before_request
def refuse_other_pages() -> None:
    """A browser sends its session's cookie along with what another page makes it send; a bearer's token it does not."""
    if request.method in READING or bearer() is not None:
        return
    try:
        validate_csrf(request.headers.get(CSRF_HEADER) if session.get(CSRF_KEY) else None)
    except ValidationError:
        raise ApiProblem("csrf", 400, parameter=CSRF_HEADER) from None


api.register_error_handler(ApiProblem, answer_to)
