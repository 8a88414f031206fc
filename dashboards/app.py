"""Dash on the server of the case service: one factory that closes the known traps of Dash.

Dash sets itself up at the first request, which is a race when several come at once; so the factory makes the first request.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dash import Input, Output
from dash.development.base_component import Component
from flask import Flask, Response, abort, request

from dashboards.asking import ask
from dashboards.choices import Choice, ChoiceError, from_query, read_choice
from dashboards.controls import AS_OF, FIRST, LAST, OWN_DATES, PRESET
from dashboards.csv_file import csv_file
from dashboards.forged_calls import refuse_forged_calls
from dashboards.framed import FramedDash, Page
from dashboards.numbers import OSLO
from dashboards.page import ANSWER, answer, layout, message
from dashboards.periods import PeriodError, Preset
from dashboards.table import csv_header, csv_rows
from dashboards.viewer import Viewer
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.queries import Queries, WarehouseUnavailableError
from texts import Language, text

PREFIX = "/eier/"
WARM_UP = "/healthz"
"""A path of the server that anybody may ask for."""


def mount(
    server: Flask,
    *,
    queries: Queries,
    viewer: Callable[[], Viewer | None],
    language: Callable[[], Language],
    page: Page,
    clock: Callable[[], datetime],
    prefix: str = PREFIX,
) -> FramedDash:
    """Put the owner's page on ``server`` under ``prefix``; nothing more can be put on the server afterwards.

    ``viewer`` and ``language`` are read from the session in every request; ``page`` frames the page, ``clock`` tells the time.
    The server itself must refuse whoever may not come to ``prefix`` at all.
    """
    app = FramedDash(
        page=page,
        page_title=lambda: _title(viewer(), language()),
        loading=lambda: text("page.overview.loading", language()),
        name="dashboards",
        server=server,
        routes_pathname_prefix=prefix,
        requests_pathname_prefix=prefix,
        assets_folder=str(Path(__file__).parent / "assets"),
        serve_locally=True,
        use_async=False,
        enable_mcp=False,
        websocket_callbacks=False,
        add_log_handler=False,
        update_title=None,
    )

    def today() -> date:
        return clock().astimezone(OSLO).date()

    def allowed() -> Viewer:
        found = viewer()
        if found is None:
            abort(403)
        return found

    with server.test_request_context(prefix):  # Dash builds the layout when it is given, and that reads the session
        app.layout = lambda: _layout(viewer(), language(), today())

    @app.callback(
        Output(ANSWER, "children"),
        Output(OWN_DATES, "hidden"),
        Input(PRESET, "value"),
        Input(FIRST, "value"),
        Input(LAST, "value"),
        Input(AS_OF, "value"),
    )
    def show(preset: Any, first: Any, last: Any, as_of: Any) -> tuple[list[Component], bool]:
        who = allowed()
        try:
            choice = read_choice(preset, first, last, as_of)
        except ChoiceError:
            abort(400)
        return _answer(queries, who, choice, today()), choice.preset is not Preset.OWN

    @server.get(f"{prefix}tall.csv")
    def numbers() -> Response:
        who = allowed()
        try:
            choice = from_query(request.args)
            overview = ask(queries, who, choice.period(today()), choice.as_of)
        except (ChoiceError, PeriodError, PeriodNotPublishedError):
            abort(400)
        except WarehouseUnavailableError:
            abort(503)
        body = csv_file(csv_header(who.language), csv_rows(overview, who.language))
        return Response(
            body,
            mimetype="text/csv",
            headers={"Content-Disposition": f'attachment; filename="varde-{today().isoformat()}.csv"'},
        )

    refuse_forged_calls(server, app)
    server.test_client().get(WARM_UP)
    return app


def _layout(who: Viewer | None, language: Language, today: date) -> Any:
    return layout(language, today, title=_title(who, language), exact=who is None or who.scope.exact)


def _title(who: Viewer | None, language: Language) -> str:
    whose = "page.overview.title" if who is None or who.scope.schools is None else "page.overview.title.own"
    return text(whose, language)


def _answer(queries: Queries, who: Viewer, choice: Choice, today: date) -> list[Component]:
    try:
        period = choice.period(today)
    except PeriodError:
        return [message("backwards", who.language)]
    try:
        return answer(ask(queries, who, period, choice.as_of), choice, period, who.language)
    except WarehouseUnavailableError:
        return [message("unreachable", who.language)]
    except PeriodNotPublishedError:
        return [message("unpublished", who.language)]
