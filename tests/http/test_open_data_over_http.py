"""The published files and the SQL over them, for those with the right and with a token of their own."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from web_server import WebServer

from services.case_service.http.tokens import Tokens
from services.reporting.open_data.file_format import COLUMNS
from services.reporting.queries import Queries
from services.reporting.questions import AnyQuestion, Published, Scope
from varde.open_data import add_open_data

ROW = ["demo", "school_term", 1, "2025-26-autumn", None, None, None, "", "", "", "new_cases", "count", 41, False]
LEDGER = {"cube": "school_term", "version": 1, "period": "2025-26-autumn", "first_day": None, "last_day": None, "released_on": None}


class Given(Queries):
    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    def ask(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        self.scopes.append(scope)
        if isinstance(question, Published):
            return pl.DataFrame([ROW], schema=COLUMNS, orient="row")
        return pl.DataFrame([{**LEDGER, "position": 7, "sha256": "00"}])


@pytest.fixture
def served(tmp_path: Path) -> WebServer:
    server = WebServer(tmp_path)
    add_open_data(server.app, Given(), "demo")
    return server


QUERY = "/api/v1/published/query?sql=SELECT+measure,+value+FROM+published"


def test_whoever_leads_for_the_owner_takes_the_files_and_asks_in_sql(served: WebServer):
    client = served.logged_in("owner")
    assert b"new_cases" in client.get("/api/v1/published/school_term.csv").data
    assert client.get("/api/v1/published/datapackage.json").json["varde"]["municipality"] == "demo"
    assert client.get(QUERY).text == "measure,value\nnew_cases,41\n"


def test_nobody_else_does(served: WebServer):
    for path in ("school_term.csv", "query?sql=SELECT+1"):
        assert served.client().get(f"/api/v1/published/{path}").status_code == 401
        assert served.logged_in("teacher").get(f"/api/v1/published/{path}").status_code == 403


def test_a_file_that_is_not_there_is_not_there(served: WebServer):
    assert served.logged_in("owner").get("/api/v1/published/events.csv").status_code == 404


def test_another_statement_is_refused_and_said_in_the_log(served: WebServer, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        answer = served.logged_in("owner").get("/api/v1/published/query?sql=ATTACH+'x.db'")
    assert answer.status_code == 400
    assert answer.json["error"] == "no_select"
    assert "was refused the statement" in caplog.text
    assert "ATTACH" not in caplog.text


def test_a_program_comes_with_a_token_in_a_persons_name_and_with_her_rights(served: WebServer):
    tokens = Tokens(served.home / "accounts.sqlite")
    now = served.clock()
    for login, status in (("owner", 200), ("teacher", 403)):
        written, _ = tokens.issue(name="Power BI", login=login, content=False, now=now, until=now + timedelta(days=30))
        assert served.client().get(QUERY, headers={"Authorization": f"Bearer {written}"}).status_code == status
