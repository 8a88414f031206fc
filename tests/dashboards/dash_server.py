"""The owner's page on a small server of its own, for a viewer that the test names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from known_numbers import KnownNumbers
from sent_tables import is_table, words_in
from werkzeug.test import TestResponse

from dashboards import Viewer, mount
from services.reporting.questions import Scope
from texts import Language

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWNER = Viewer(scope=Scope(tenant="demo", exact=True))
PRINCIPAL = Viewer(scope=Scope(tenant="demo", schools=("100000001",), exact=True))
CALLBACK = "/eier/_dash-update-component"
INPUTS = (("address", "pathname"), ("address", "search"), ("again", "n_intervals"))
TARGETS = (
    ("page-head", "children"),
    ("controls", "children"),
    ("answer", "children"),
    ("again", "disabled"),
    ("page-title", "data"),
)
OUTPUTS = [{"id": name, "property": kind} for name, kind in TARGETS]
OUTPUT = f"..{'...'.join(f'{name}.{kind}' for name, kind in TARGETS)}.."


def plain_page(*, title: str, head: str, body: str) -> str:
    return f"<!doctype html><title>{title}</title>{head}{body}"


class DashServer:
    def __init__(self, queries: Any = None, viewer: Viewer | None = OWNER, clock: Callable[[], datetime] = lambda: NOW) -> None:
        self.queries = queries or KnownNumbers()
        self.viewer = viewer
        self.server = Flask("a_small_server")
        self.server.add_url_rule("/healthz", view_func=lambda: "ok")
        self.app = mount(
            self.server,
            queries=self.queries,
            viewer=lambda: self.viewer,
            language=lambda: self.viewer.language if self.viewer else Language.BOKMAL,
            page=plain_page,
            clock=clock,
        )

    def client(self) -> FlaskClient:
        return self.server.test_client()

    def call(self, search: Any = "", pathname: Any = "/eier/", **changes: Any) -> TestResponse:
        return self.client().post(CALLBACK, json={**call_body(search, pathname), **changes})

    def told(self, search: str = "", pathname: str = "/eier/") -> list[str]:
        """Every text on the page."""
        answer = self.call(search, pathname)
        assert answer.status_code == 200
        return texts_in(answer.json)


def call_body(search: Any = "", pathname: Any = "/eier/") -> dict[str, Any]:
    values = (pathname, search, None)
    return {
        "output": OUTPUT,
        "outputs": OUTPUTS,
        "inputs": [{"id": name, "property": kind, "value": value} for (name, kind), value in zip(INPUTS, values, strict=True)],
        "changedPropIds": ["address.search"],
    }


def components(tree: Any) -> list[dict[str, Any]]:
    """Every component in the JSON that Dash sends."""
    if isinstance(tree, list):
        return [one for part in tree for one in components(part)]
    if not isinstance(tree, dict):
        return []
    own = [tree] if "namespace" in tree else []
    return own + [one for part in tree.values() for one in components(part)]


def texts_in(tree: Any) -> list[str]:
    """Every text that a person can read in the JSON that Dash sends."""
    return [child for one in components(tree) for child in _children(one) if isinstance(child, str)]


def tables_in(tree: Any) -> list[dict[str, Any]]:
    """What every table in the JSON that Dash sends is made of."""
    return [one["props"] for one in components(tree) if is_table(one["props"])]


def _children(component: dict[str, Any]) -> list[Any]:
    props = component["props"]
    children = words_in(props) if is_table(props) else props.get("children", [])
    return children if isinstance(children, list) else [children]
