"""Open data over HTTP, beside the dashboards: the published files, and read-only SQL over them. A token of the API opens both."""

from __future__ import annotations

import json
import logging
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, abort, request

from services.case_service.http.identity import current_account
from services.case_service.http.rights import Right, needs
from services.reporting.open_data.analysis import StatementError, analyse
from services.reporting.open_data.writing import contents
from services.reporting.queries import Queries, WarehouseUnavailableError
from services.reporting.questions import Published, Releases, Scope

if TYPE_CHECKING:
    import polars as pl

log = logging.getLogger(__name__)

PREFIX: Final = "/api/v1/published"
_MEDIA: Final = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json", "md": "text/markdown"}


def add_open_data(server: Flask, queries: Queries, tenant: str) -> None:
    """Put the addresses on the server. Whoever may not see exact numbers may have these: nothing else is behind them."""
    scope = Scope(tenant=tenant)

    def released() -> tuple[pl.DataFrame, pl.DataFrame]:
        try:
            return queries.ask(scope, Published()), queries.ask(scope, Releases())
        except WarehouseUnavailableError:
            abort(503)

    @needs(Right.READ_PUBLISHED)
    def file(name: str) -> Response:
        rows, releases = released()
        found = contents(rows, releases, municipality=tenant).get(name)
        if found is None:
            abort(404)
        return Response(found, mimetype=_MEDIA[name.rpartition(".")[2]])

    @needs(Right.READ_PUBLISHED)
    def query() -> Response:
        statement = request.args.get("sql", "")
        account = current_account()
        who = "nobody" if account is None else account.person
        told = sha256(statement.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        try:
            answer = analyse(statement, *released())
        except StatementError as error:
            log.warning("published figures: %s was refused the statement %s: %s", who, told, error.reason)
            body = json.dumps({"error": error.reason, "detail": error.detail})
            return Response(body, status=400, mimetype="application/json")
        log.info("published figures: %s had %d rows for the statement %s", who, answer.height, told)
        return Response(answer.write_csv(), mimetype="text/csv")

    server.add_url_rule(f"{PREFIX}/query", "published_query", query)
    server.add_url_rule(f"{PREFIX}/<string:name>", "published_file", file)
