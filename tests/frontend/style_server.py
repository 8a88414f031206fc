"""A page that holds every macro and script, on a real server of the pages, with an endpoint for drafts that can fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, flash, jsonify, redirect, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader
from playwright.sync_api import Page
from web_server import PASSWORD

from events.lists.decisions import AvvikGrade
from services.case_service.http.rights import Right, needs

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


def add_style_page(app: Flask, style: StylePage) -> None:
    own = FileSystemLoader(Path(__file__).parent / "templates")
    app.jinja_loader = ChoiceLoader([own, *([app.jinja_loader] if app.jinja_loader else [])])

    @needs(Right.SIGNED_IN)
    def show() -> str:
        wrong = "feil" in request.args
        return render_template("style.html", style=style, wrong=wrong, grades=tuple(AvvikGrade))

    @needs(Right.SIGNED_IN)
    def send() -> Any:
        style.sent.append(request.form.to_dict(flat=False))
        flash("Hendelsen er registrert.", "success")
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


def enter(page: Page) -> None:
    """Log in and come to the style page."""
    page.goto("/logg-inn?next=/stil")
    page.locator("#login").fill("teacher")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/stil")
