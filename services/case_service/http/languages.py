"""Which language the reader gets: the one asked for, the one remembered, else the municipality's own."""

from __future__ import annotations

from flask import Flask, Response, g, request

from services.case_service.http.web import the_web
from texts import Language, text

ASKED = "sprak"
COOKIE = "varde_language"
REMEMBERED_SECONDS = 365 * 24 * 3600


def current_language() -> Language:
    """The language of this request."""
    found: Language | None = g.get("language")
    if found is None:
        found = _known(request.args.get(ASKED)) or _known(request.cookies.get(COOKIE)) or the_web().settings.language
        g.language = found
    return found


def t(key: str, **values: object) -> str:
    """A text of the catalogue in the reader's language."""
    return text(key, current_language(), **values)


def remember_language(app: Flask) -> None:
    """Keep the language that the reader asked for."""

    @app.after_request
    def remember(response: Response) -> Response:
        if (asked := _known(request.args.get(ASKED))) is not None:
            secure = bool(app.config["SESSION_COOKIE_SECURE"])
            response.set_cookie(COOKIE, asked.value, max_age=REMEMBERED_SECONDS, httponly=True, samesite="Lax", secure=secure)
        return response


def _known(value: str | None) -> Language | None:
    return Language(value) if value in set(Language) else None
