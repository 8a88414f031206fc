"""The frame around every page: name, navigation, language, and who is logged in."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from importlib.metadata import version
from urllib.parse import urlencode

from flask import Flask, Response, after_this_request, current_app, render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from services.case_service.http.headers import allow_style_attributes, csp_nonce
from services.case_service.http.identity import current_account, current_rights
from services.case_service.http.languages import ASKED, current_language, t
from services.case_service.http.navigation import menu
from services.case_service.http.static_files import STYLE_SHEETS, STYLE_SHEETS_WITH_CHARTS
from services.case_service.http.web import the_web
from services.compliance.explain import day_text, moment_text
from texts import Language, label

CSRF_COOKIE = "_csrf_token"
VERSION = version("varde")


def add_shell(app: Flask) -> None:
    """Give the templates of ``app`` what the frame shows, and the macros what they say."""
    # Macros are imported without the page's context, so what they need is global; each reads the request when it is called.
    app.add_template_global(t, "t")
    app.add_template_global(_label, "label")
    app.add_template_filter(_label, "label")
    app.add_template_filter(_day, "day")
    app.add_template_filter(_moment, "moment")
    app.add_template_global(csp_nonce, "nonce")

    @app.context_processor
    def frame() -> dict[str, object]:
        return {
            "language": current_language(),
            "languages": tuple(Language),
            "in_language": _in_language,
            "account": current_account(),
            "menu": menu(current_rights()),
            "settings": the_web().settings,
            "style_sheets": STYLE_SHEETS,
            "version": VERSION,
        }


def mounted_page(*, title: str, head: str, body: str) -> str:
    """A page that another library builds (its head and body are markup), inside the frame.

    The page gets a cookie with the CSRF token, which its scripts send back as a header.
    """
    allow_style_attributes()

    @after_this_request
    def give_token(response: Response) -> Response:
        response.set_cookie(
            CSRF_COOKIE, generate_csrf(), samesite="Strict", secure=bool(current_app.config["SESSION_COOKIE_SECURE"])
        )
        return response

    return render_template(
        "mounted.html",
        title=title,
        head=_with_nonce(head),
        body=_with_nonce(body),
        style_sheets=STYLE_SHEETS_WITH_CHARTS,
    )


def _with_nonce(markup: str) -> Markup:
    # The markup comes from the library and the catalogue, never from a person.
    return Markup(markup.replace("<script", f'<script nonce="{csp_nonce()}"'))  # noqa: S704


def _label(value: Enum) -> str:
    return label(value, current_language())


def _day(day: date | datetime | None) -> str:
    return day_text(day, current_language())


def _moment(moment: datetime | None) -> str:
    return moment_text(moment, current_language())


def _in_language(language: Language) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != ASKED]
    return f"{request.path}?{urlencode([*kept, (ASKED, language.value)])}"
