"""Dash on the server of the case service: one factory that closes the known traps of Dash.

Dash sets itself up at the first request, which is a race when several come at once; so the factory makes the first request.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any

from dash import ClientsideFunction, Input, Output, State
from flask import Flask, request

from dashboards.exports.routes import add_exports
from dashboards.forged_calls import refuse_forged_calls
from dashboards.frame.controls import CONTROLS
from dashboards.frame.framed import FramedDash, Page
from dashboards.frame.kept_files import keep_files
from dashboards.frame.layout import ADDRESS, AGAIN, CONTENT, CONTROL_ROW, HEAD, TITLE, layout
from dashboards.frame.site import Site
from dashboards.kit.links import PREFIX
from dashboards.pages import PAGES
from dashboards.view import read_query, read_search
from dashboards.viewer import Viewer
from services.reporting.queries import Queries
from texts import Language, text

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
    open_data: str = "",
    key: bytes | None = None,
) -> FramedDash:
    """Put the dashboards on ``server`` under ``PREFIX``; nothing more can be put on the server afterwards.

    ``viewer`` and ``language`` are read from the session in every request; ``page`` frames the page, ``clock`` tells the time.
    ``open_data`` is where the server has its page of open data; empty when it has none. ``key`` is the tenant's secret for
    frozen pages; one that nobody keeps where it is left out.
    The server itself must refuse whoever may not come to ``PREFIX`` at all.
    """
    site = Site(
        pages=PAGES,
        queries=queries,
        viewer=viewer,
        language=language,
        clock=clock,
        open_data=open_data,
        key=key or token_bytes(32),
    )
    app = FramedDash(
        page=page,
        page_title=lambda: site.title(request.path),
        loading=lambda: text("dashboard.loading", language()),
        name="dashboards",
        server=server,
        routes_pathname_prefix=PREFIX,
        requests_pathname_prefix=PREFIX,
        assets_folder=str(Path(__file__).parent / "assets"),
        serve_locally=True,
        use_async=False,
        enable_mcp=False,
        websocket_callbacks=False,
        add_log_handler=False,
        suppress_callback_exceptions=True,  # the controls come with the first answer
        update_title=None,
    )
    with server.test_request_context(PREFIX):  # Dash builds the layout when it is given, and that reads the session
        app.layout = lambda: layout(language())
    _add_callbacks(app, site)
    _refuse_strange_addresses(server, site)
    keep_files(server)
    add_exports(server, site)
    refuse_forged_calls(server, app)
    server.test_client().get(WARM_UP)
    return app


def _add_callbacks(app: FramedDash, site: Site) -> None:
    @app.callback(
        Output(HEAD, "children"),
        Output(CONTROL_ROW, "children"),
        Output(CONTENT, "children"),
        Output(AGAIN, "disabled"),
        Output(TITLE, "data"),
        Input(ADDRESS, "pathname"),
        Input(ADDRESS, "search"),
        Input(AGAIN, "n_intervals"),
    )
    def show(pathname: Any, search: Any, tries: Any) -> tuple[Any, ...]:
        del tries  # how often it was asked makes no difference to the answer
        page = site.page_at(pathname)
        return site.answer(page, site.asking(page, lambda: read_search(search)))

    in_the_browser: Any = app.clientside_callback
    in_the_browser(
        ClientsideFunction("varde", "address"),
        Output(ADDRESS, "search"),
        *(Input(control, "value") for control in CONTROLS),
        State(ADDRESS, "search"),
        prevent_initial_call=True,
    )
    in_the_browser(
        ClientsideFunction("varde", "title"), Output(TITLE, "storage_type"), Input(TITLE, "data"), prevent_initial_call=True
    )


def _refuse_strange_addresses(server: Flask, site: Site) -> None:
    """An address that is no page, or that no control could have written, is answered as such and not with an empty frame."""
    framed = {PREFIX, f"{PREFIX}<path:path>"}

    @server.before_request
    def look() -> None:
        # Whoever may not come at all is told so by the server.
        if request.endpoint in framed and request.method in {"GET", "HEAD"} and site.viewer() is not None:
            site.asking(site.page_at(request.path), lambda: read_query(request.args))
