"""Closed unless stated: every request is let in by the right that its view states, or not at all."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from services.case_service.http.identity import current_account, current_rights
from services.case_service.http.problem_details import asks_api
from services.case_service.http.rights import stated_right

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(app: Flask) -> None:
    """Let in those who have the right; send people without a session to the login, and refuse everything else."""

    @app.before_request
    def let_in_or_refuse() -> Response | None:
        if request.method not in READING:
            _refuse_foreign_origin()
        if request.endpoint is None:
            return None
        right = stated_right(request.endpoint)
        if right is not None and right in current_rights():
            return None
        if right is None or current_account() is not None:
            abort(403)
        if not wants_page():
            abort(401)
        return redirect(url_for("login.show", next=_here()), code=303)


def wants_page() -> bool:
    """Whether a person's browser asked for a page, and not a script for data."""
    return request.method in READING and "text/html" in request.headers.get("Accept", "") and not asks_api()


def _here() -> str:
    return request.full_path.rstrip("?")


def _refuse_foreign_origin() -> None:
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)
