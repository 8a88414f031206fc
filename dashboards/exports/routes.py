"""The addresses of the files under every page that has numbers: its tables, the page itself, and its figures frozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time

from flask import Flask, Response, abort, request

from dashboards.asking import Asking
from dashboards.dashboard import DashboardPage
from dashboards.exports.csv_file import csv_file
from dashboards.exports.excel_file import excel_file
from dashboards.exports.frozen_file import frozen_file
from dashboards.exports.pdf_file import pdf_file
from dashboards.exports.word_file import word_file
from dashboards.frame.site import Site
from dashboards.kit.links import PREFIX
from dashboards.numbers import OSLO
from dashboards.periods import PeriodError
from dashboards.view import ChoiceError, read_query
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.queries import QuestionTookTooLongError, ScopeError, WarehouseUnavailableError

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {
    "tall.csv": "text/csv",
    "tall.xlsx": EXCEL,
    "side.pdf": "application/pdf",
    "side.docx": WORD,
    "frys.json": "application/json",
}


def add_exports(server: Flask, site: Site) -> None:
    """Add the files of every page to the server."""
    for page in site.pages:
        if page.needs_warehouse:
            for name in MEDIA:
                address = f"{PREFIX}{page.path}/{name}" if page.path else f"{PREFIX}{name}"
                server.add_url_rule(address, f"dashboards_{page.name}_{name.replace('.', '_')}", _export(site, page, name))


def _export(site: Site, page: DashboardPage, name: str) -> Callable[[], Response]:
    def give() -> Response:
        asking = site.asking(page, lambda: read_query(request.args))
        try:
            body = _file(page, name, asking, site)
        except (ChoiceError, PeriodError, PeriodNotPublishedError):
            abort(400)
        except ScopeError:
            abort(403)
        except (WarehouseUnavailableError, QuestionTookTooLongError):
            abort(503)
        called = f"varde-{page.path or 'kommune'}-{asking.today.isoformat()}.{name.rpartition('.')[2]}"
        headers = {"Content-Disposition": f'attachment; filename="{called}"'}
        return Response(body, mimetype=MEDIA[name], headers=headers)

    return give


def _file(page: DashboardPage, name: str, asking: Asking, site: Site) -> bytes:
    if name == "frys.json":
        return frozen_file(page, asking, site.clock(), site.key)
    tables = page.tables(asking)
    asking.refuse_unknown_school()
    made_at = asking.position.at or datetime.combine(asking.today, time(12), OSLO).astimezone(UTC)
    match name:
        case "tall.csv":
            return csv_file(tables, asking.language)
        case "tall.xlsx":
            return excel_file(tables, asking.language, made_at)
        case "side.docx":
            return word_file(page, tables, asking, made_at)
    return pdf_file(page, tables, asking, made_at)
