"""What people read when something is refused or fails: a sentence in their language and never a stack trace."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, HTTPException, SecurityError, ServiceUnavailable

from services.case_service.http.languages import t
from services.case_service.http.problem_details import asks_api, problem_response
from services.case_service.store import (
    KeyDestroyedError,
    KeyLostError,
    StoreUnavailableError,
    TamperedError,
    UnreadableEventError,
)

EXPLAINED = frozenset({400, 401, 403, 404, 405, 413, 429, 500, 503})


def add_error_pages(app: Flask) -> None:
    """Answer every error of ``app``: a page to a browser, RFC 9457 to a script."""

    @app.errorhandler(HTTPException)
    def explain(error: HTTPException) -> Response:
        if isinstance(error, CSRFError):
            return _answer(HTTPStatus.BAD_REQUEST, "page.error.csrf")
        status = HTTPStatus(error.code or 500)
        key = status.value if status.value in EXPLAINED else (400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500)
        answer = _answer(status, f"page.error.{key}")
        if status is HTTPStatus.METHOD_NOT_ALLOWED and (allowed := error.get_response().headers.get("Allow")):
            answer.headers["Allow"] = allowed
        return answer

    @app.errorhandler(StoreUnavailableError)
    def store_does_not_answer(error: StoreUnavailableError) -> Response:
        app.logger.error("the store does not answer", exc_info=error)
        return explain(ServiceUnavailable())

    @app.errorhandler(KeyLostError)
    @app.errorhandler(TamperedError)
    @app.errorhandler(UnreadableEventError)
    def an_event_is_damaged(error: KeyLostError | TamperedError | UnreadableEventError) -> Response:
        app.logger.error("an event cannot be read", exc_info=error)
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, "page.error.damaged")

    @app.errorhandler(KeyDestroyedError)
    def text_is_gone(_: KeyDestroyedError) -> Response:
        return _answer(HTTPStatus.CONFLICT, "page.error.409")

    @app.errorhandler(RecursionError)
    def too_deep(_: RecursionError) -> Response:
        # Deeply nested JSON that fits the size limit still exhausts the parser: the fault is the sender's.
        return explain(BadRequest())


def _answer(status: HTTPStatus, key: str) -> Response:
    """The answer. Who asks for a server of another name gets no page: its links could not be made."""
    title, text = t(f"{key}.title"), t(f"{key}.text")
    readable = not isinstance(request.routing_exception, SecurityError) and not asks_api()
    if readable and "text/html" in request.headers.get("Accept", ""):
        return make_response(render_template("error.html", title=title, text=text), status)
    return problem_response(status, title=title, detail=text)
