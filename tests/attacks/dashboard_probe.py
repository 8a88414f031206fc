"""The dashboards on a real server over a real warehouse, and every page, file and callback of theirs, found and not listed.

The warehouse holds two schools: LIEN is the principal's, and whatever tells of MOEN is a leak to her.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from flask.testing import FlaskClient
from reporting.told_log import LIEN, MOEN
from web_server import PAGE, WebServer
from werkzeug.test import TestResponse

from benchmarks.invented_log import TENANT
from dashboards import Viewer, mount
from dashboards.dashboard import DashboardPage
from dashboards.kit.links import PREFIX
from dashboards.pages import PAGES
from events.lists.people import Role
from services.case_service.http.identity import current_account
from services.case_service.http.languages import current_language
from services.case_service.http.rights import Right, protect_mounted
from services.case_service.http.shell import mounted_page
from services.reporting.queries import Queries
from services.reporting.questions import Scope

CALLBACK = f"{PREFIX}_dash-update-component"
OTHERS = (MOEN, "Moen skole")
"""What a principal at LIEN must never read."""

FIELDS = ("skole", "periode", "fra", "til", "trinn", "per", "registrert", "valg")
"""What a view says in its address."""

WHO = {"owner": Role.SCHOOL_OWNER, "principal": Role.PRINCIPAL, "adviser": Role.OWNER_ADVISER, "teacher": Role.EMPLOYEE}


REFUSED = {400, 403, 404}


class Recording(Queries):
    """Real answers, remembered with who asked for them."""

    def __init__(self, inner: Queries) -> None:
        self.inner = inner
        self.answers: list[tuple[Scope, Any, pl.DataFrame]] = []

    def ask(self, scope: Scope, question: Any) -> pl.DataFrame:
        answer = self.inner.ask(scope, question)
        self.answers.append((scope, question, answer))
        return answer


@dataclass
class Probe:
    """One server for many attacks."""

    home: Path
    queries: Recording
    clients: dict[str, tuple[FlaskClient, dict[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.web = WebServer(self.home)
        self.web.add("adviser", Role.OWNER_ADVISER)
        self.dash = mount(
            self.web.app,
            queries=self.queries,
            viewer=_viewer,
            language=current_language,
            page=mounted_page,
            clock=self.web.clock,
        )
        protect_mounted(self.web.app, PREFIX, Right.SEE_OVERVIEW)

    def of(self, who: str) -> tuple[FlaskClient, dict[str, str]]:
        """A browser in which somebody opened the dashboards, and the header that its script sends."""
        if who not in self.clients:
            client = self.web.logged_in(who)
            assert client.get(PREFIX, headers=PAGE).status_code == 200
            self.clients[who] = client, {"X-CSRFToken": client.get_cookie("_csrf_token").value}
        return self.clients[who]

    def call(self, who: str, body: Any, path: str = CALLBACK) -> TestResponse:
        client, headers = self.of(who)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return client.post(path, data=data, content_type="application/json", headers=headers)

    def show(self, who: str, page: DashboardPage, query: str = "") -> TestResponse:
        """Ask for a page as its own script does."""
        return self.call(who, self.body({"address.pathname": PREFIX + page.path, "address.search": f"?{query}" if query else ""}))

    def files(self, page: DashboardPage) -> list[str]:
        """The addresses of the page's files."""
        start = f"{PREFIX}{page.path}/" if page.path else PREFIX
        rules = [rule.rule for rule in self.web.app.url_map.iter_rules()]
        own = [rule for rule in rules if rule.startswith(start) and "/" not in rule.removeprefix(start)]
        return [rule for rule in own if rule.endswith((".csv", ".xlsx", ".pdf"))]

    def callbacks(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Every callback that the server answers."""
        return ((output, one) for output, one in self.dash.callback_map.items() if "callback" in one)

    def every_call(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """A right call of every callback that the server answers."""
        values = {"address.pathname": PREFIX, "address.search": "?periode=all", "again.n_intervals": 0}
        for output, _ in self.callbacks():
            yield output, self.body(values, output)

    def body(self, values: Mapping[str, Any], output: str | None = None) -> dict[str, Any]:
        """A call as the page's script would make it, with these values by ``id.property``."""
        output = output or next(name for name, one in self.callbacks() if "address.search" in ids(one["inputs"]))
        known = self.dash.callback_map[output]
        names = output.removeprefix("..").removesuffix("..").split("...")
        targets = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]

        def filled(props: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
            return [{**one, "value": values.get(f"{one['id']}.{one['property']}")} for one in props]

        return {
            "output": output,
            "outputs": targets if output.startswith("..") else targets[0],
            "inputs": filled(known["inputs"]),
            "state": filled(known["state"]),
            "changedPropIds": [ids(known["inputs"])[0]],
        }


def content(answer: TestResponse) -> str:
    """What stands on the page, without when and where it was asked."""
    return json.dumps(answer.json["response"]["answer"], sort_keys=True)


def ids(props: Sequence[Mapping[str, str]]) -> list[str]:
    return [f"{one['id']}.{one['property']}" for one in props]


def pages(*, exact: bool = True) -> list[DashboardPage]:
    return [page for page in PAGES if page.needs_warehouse and (exact or not page.needs_exact)]


def leaks(answer: TestResponse, *, sent: str = "") -> list[str]:
    """What an answer tells of the other school, and of the program; not what the sender named herself."""
    told = answer.get_data(as_text=False).decode("utf-8", "replace") + str(answer.headers)
    return [one for one in (*OTHERS, "Traceback", "duckdb", "SELECT ") if one in told and one not in sent]


def _viewer() -> Viewer | None:
    account = current_account()
    if account is None:
        return None
    roles = frozenset(account.roles)
    return Viewer(
        scope=Scope(
            tenant=TENANT,
            schools=(LIEN,) if Role.PRINCIPAL in roles else None,
            exact=not roles.isdisjoint({Role.SCHOOL_OWNER, Role.PRINCIPAL}),
        ),
        language=current_language(),
    )
