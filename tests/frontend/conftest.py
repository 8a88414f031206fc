"""A page that holds every macro and script, on a real server of the pages, with an endpoint for drafts that can fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from chromium import WIDE, chromium
from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader
from playwright.sync_api import Browser, Page
from watched_page import Watch
from web_server import PASSWORD, WebServer
from werkzeug.serving import make_server

from events.lists.decisions import AvvikGrade
from services.case_service.http import Right
from services.case_service.http.rights import needs

KEY = "a2V5IGtleSBrZXkga2V5IGtleSBrZXkga2V5IGtleSE="


@dataclass
class StylePage:
    """The server, and what its form was sent."""

    address: str = ""
    drafts: list[dict[str, list[str]]] = field(default_factory=list)
    sent: list[dict[str, list[str]]] = field(default_factory=list)
    fails_with: int | None = None
    version: int = 17
    key: str = KEY

    def forget(self) -> None:
        self.drafts, self.sent, self.fails_with, self.version, self.key = [], [], None, 17, KEY


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StylePage]:
    pages = WebServer(tmp_path_factory.mktemp("style"))
    style = StylePage()
    _add(pages.app, style)
    server = make_server("127.0.0.1", 0, pages.app, threaded=True)
    style.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield style
    server.shutdown()
    thread.join()
    server.server_close()


def _add(app: Flask, style: StylePage) -> None:
    own = FileSystemLoader(Path(__file__).parent / "templates")
    app.jinja_loader = ChoiceLoader([own, *([app.jinja_loader] if app.jinja_loader else [])])

    @needs(Right.SIGNED_IN)
    def show() -> str:
        wrong = "feil" in request.args
        return render_template("style.html", style=style, wrong=wrong, grades=tuple(AvvikGrade))

    @needs(Right.SIGNED_IN)
    def send() -> Any:
        style.sent.append(request.form.to_dict(flat=False))
        return redirect("/stil/takk", code=303)

    @needs(Right.SIGNED_IN)
    def thanks() -> str:
        return render_template("thanks.html")

    @needs(Right.SIGNED_IN)
    def draft() -> Response:
        assert request.headers["X-Draft"] == "1"
        if style.fails_with is not None:
            abort(style.fails_with)
        style.drafts.append(request.form.to_dict(flat=False))
        return jsonify(saved_at=datetime.now(UTC).isoformat())

    @needs(Right.SIGNED_IN)
    def version() -> Response:
        return jsonify(version=style.version, by="Gro Bergtun", at=datetime(2026, 3, 2, 9, 42, tzinfo=UTC).isoformat())

    app.add_url_rule("/stil", "style.show", show)
    app.add_url_rule("/stil", "style.send", send, methods=["POST"])
    app.add_url_rule("/stil/takk", "style.thanks", thanks)
    app.add_url_rule("/stil/kladd", "style.draft", draft, methods=["POST"])
    app.add_url_rule("/stil/versjon", "style.version", version)


@pytest.fixture
def style(served: StylePage) -> StylePage:
    served.forget()
    return served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def watch(browser: Browser, style: StylePage) -> Iterator[Watch]:
    context = browser.new_context(base_url=style.address, viewport=WIDE, locale="nb-NO")
    watched = Watch(context.new_page())
    enter(watched.page)
    yield watched
    assert watched.is_clean()
    context.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


@pytest.fixture
def without_scripts(browser: Browser, style: StylePage) -> Iterator[Page]:
    context = browser.new_context(base_url=style.address, viewport=WIDE, java_script_enabled=False, locale="nb-NO")
    plain = context.new_page()
    enter(plain)
    yield plain
    context.close()


def enter(page: Page) -> None:
    """Log in and come to the style page."""
    page.goto("/logg-inn?next=/stil")
    page.locator("#login").fill("teacher")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/stil")
