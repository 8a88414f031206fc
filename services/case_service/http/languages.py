"""Which language the reader gets: the one asked for, the one remembered, else the municipality's own."""

from __future__ import annotations

from flask import Flask, Response, g, request

from services.case_service.directions import closed
from services.case_service.http.own_texts import own_wording
from services.case_service.http.problem_details import asks_api
from services.case_service.http.web import the_web
from texts import Language, text

ASKED = "sprak"
COOKIE = "varde_language"
REMEMBERED_SECONDS = 365 * 24 * 3600


def current_language() -> Language:
    """The language of this request."""
    found: Language | None = g.get("language")
    if found is None:
        found = (
            _of_a_program() or _known(request.args.get(ASKED)) or _known(request.cookies.get(COOKIE)) or the_web().settings.language
        )
        g.language = found
    return found


def t(key: str, **values: object) -> str:
    """A text in the reader's language: the municipality's own words where it has some, else those of the catalogue.

    No value turns the writing of what stands after it.
    """
    language = current_language()
    own = own_wording(key, language)
    filled = {name: closed(value) for name, value in values.items()}
    if own is None:
        return text(key, language, **filled)
    return own.format(**filled) if filled else own


def remember_language(app: Flask) -> None:
    """Keep the language that the reader asked for."""

    @app.after_request
    def remember(response: Response) -> Response:
        if (asked := _known(request.args.get(ASKED))) is not None:
            secure = bool(app.config["SESSION_COOKIE_SECURE"])
            response.set_cookie(COOKIE, asked.value, max_age=REMEMBERED_SECONDS, httponly=True, samesite="Lax", secure=secure)
        return response


def _of_a_program() -> Language | None:
    """What a program says that its reader speaks. ``no`` is bokmål, as most who say it mean."""
    if not asks_api():
        return None
    best = request.accept_languages.best_match([*(language.value for language in Language), "no"])
    return Language.BOKMAL if best == "no" else _known(best)


def _known(value: str | None) -> Language | None:
    return Language(value) if value in set(Language) else None
