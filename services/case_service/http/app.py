"""The web server: one factory that puts the parts together."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from services.case_service.directions import closed
from services.case_service.http.accounts import Accounts
from services.case_service.http.api import api
from services.case_service.http.blueprints import BLUEPRINTS
from services.case_service.http.error_pages import add_error_pages
from services.case_service.http.failed_logins import FailedLogins
from services.case_service.http.form_sizes import limit_plain_forms
from services.case_service.http.guard import guard
from services.case_service.http.headers import add_security_headers
from services.case_service.http.integrity import integrity
from services.case_service.http.languages import remember_language
from services.case_service.http.late_rules import Pages
from services.case_service.http.refusals import log_refusals
from services.case_service.http.rights import Right, protect_mounted
from services.case_service.http.session_file import SessionFile
from services.case_service.http.sessions import Sessions
from services.case_service.http.settings import WebSettings
from services.case_service.http.shell import add_shell
from services.case_service.http.signing_in.adding import add_signing_in
from services.case_service.http.static_files import version_static_files
from services.case_service.http.tokens import Tokens
from services.case_service.http.web import Clock, DeskOfProcess, OpenDesk, Readiness, Web, put_web

LARGEST_BODY = 64 * 1024
"""Bytes; no form or callback of the pages comes near it."""


def create_app(settings: WebSettings, *, clock: Clock, ready: Readiness, desk: OpenDesk) -> Flask:
    """The case service's pages.

    ``clock`` gives the time in UTC, ``ready`` tells which dependencies answer, ``desk`` opens what a process works with.

    Nothing that a forked worker could not inherit is opened here.
    """
    app = Pages("services.case_service.http", static_url_path="/static")
    app.config.update(_configuration(settings))
    session_file = SessionFile(settings.sessions_file)
    put_web(
        app,
        Web(
            settings=settings,
            accounts=Accounts(settings.accounts_file),
            tokens=Tokens(settings.accounts_file),
            sessions=Sessions(session_file, idle=settings.idle, longest=settings.longest),
            failed_logins=FailedLogins(session_file),
            clock=clock,
            ready=ready,
            desk=DeskOfProcess(desk),
        ),
    )
    if settings.proxies:
        # The proxies in front, and nobody else, tell who asks and whether over TLS; the name asked for they pass on unchanged.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)  # type: ignore[method-assign]
    limit_plain_forms(app)
    guard(app)
    csrf = CSRFProtect(app)
    csrf.exempt(api)  # what records there asks for the token itself, unless a bearer sends it
    csrf.exempt(integrity)  # a witness has no session; its signature is checked instead
    add_security_headers(app, leads_on_to=settings.overview_url)
    remember_language(app)
    add_error_pages(app)
    log_refusals(app)
    add_shell(app)
    app.jinja_env.finalize = closed
    version_static_files(app)
    add_signing_in(app, settings, session_file)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    protect_mounted(app, "/static/", Right.ANYONE)
    return app


def _configuration(settings: WebSettings) -> Mapping[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-varde" if settings.secure_cookies else "varde",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "TRUSTED_HOSTS": None if settings.hosts is None else list(settings.hosts),
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": LARGEST_BODY,
        "WTF_CSRF_TIME_LIMIT": None,
    }
