"""The published files and read-only SQL over them, as addresses. A token of the API opens both."""

from __future__ import annotations

import json
import logging
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Flask, Response, abort, render_template, request

from services.case_service.http.identity import current_account
from services.case_service.http.languages import current_language
from services.case_service.http.rights import Right, needs
from services.reporting.open_data.analysis import StatementError, analyse
from services.reporting.open_data.writing import contents
from services.reporting.queries import Queries, WarehouseUnavailableError
from services.reporting.questions import Published, Releases, Scope
from varde.open_data.page import Asked, Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import polars as pl

log = logging.getLogger(__name__)

PREFIX: Final = "/api/v1/published"
PAGE: Final = "/apne-data"
"""The page for people."""

_MEDIA: Final = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json", "md": "text/markdown"}


def add_open_data(server: Flask, queries: Queries, tenant: str, *, name: str, today: Callable[[], date]) -> None:
    """Put the addresses on the server. Whoever may not see exact numbers may have these: nothing else is behind them.

    ``name`` is what the municipality calls itself, ``today`` the day in Norway.
    """
    scope = Scope(tenant=tenant)
    pages = Blueprint("open_data", __name__, template_folder="templates")

    def released() -> tuple[pl.DataFrame, pl.DataFrame]:
        return queries.ask(scope, Published()), queries.ask(scope, Releases())

    def given() -> tuple[pl.DataFrame, pl.DataFrame]:
        try:
            return released()
        except WarehouseUnavailableError:
            abort(503)

    @needs(Right.READ_PUBLISHED)
    def file(name: str) -> Response:
        found = contents(*given(), municipality=tenant, name=municipality).get(name)
        if found is None:
            abort(404)
        return Response(found, mimetype=_MEDIA[name.rpartition(".")[2]])

    @needs(Right.READ_PUBLISHED)
    def query() -> Response:
        try:
            answer = _answered(request.args.get("sql", ""), given())
        except StatementError as error:
            body = json.dumps({"error": error.reason, "detail": error.detail})
            return Response(body, status=400, mimetype="application/json")
        return Response(answer.write_csv(), mimetype="text/csv")

    @pages.get(PAGE)
    @needs(Right.READ_PUBLISHED)
    def show() -> str:
        statement = request.args.get("sql", "").strip()
        try:
            both = released()
        except WarehouseUnavailableError:
            return render_template("open_data/page.html", page=None)
        asked = _asked(statement, both) if statement else None
        return render_template("open_data/page.html", page=Page(*both, asked, today(), current_language()))

    municipality = name
    server.register_blueprint(pages)
    server.add_url_rule(f"{PREFIX}/query", "published_query", query)
    server.add_url_rule(f"{PREFIX}/<string:name>", "published_file", file)


def _asked(statement: str, released: tuple[pl.DataFrame, pl.DataFrame]) -> Asked:
    try:
        return Asked(statement=statement, rows=_answered(statement, released))
    except StatementError as error:
        return Asked(statement=statement, refused=error.reason, detail=error.detail)


def _answered(statement: str, released: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    """The answer to a statement, with a line in the log that tells whose it was and not what it said. Raises StatementError."""
    account = current_account()
    who = "nobody" if account is None else account.person
    told = sha256(statement.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    try:
        answer = analyse(statement, *released)
    except StatementError as error:
        log.warning("published figures: %s was refused the statement %s: %s", who, told, error.reason)
        raise
    log.info("published figures: %s had %d rows for the statement %s", who, answer.height, told)
    return answer
