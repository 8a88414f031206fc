"""The published files and the SQL over them, for those with the right and with a token of their own."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from flask.testing import FlaskClient
from web_server import PAGE, WebServer

from events.lists.people import Role
from services.case_service.http.tokens import Tokens
from services.reporting.open_data.file_format import COLUMNS
from services.reporting.queries import Queries, WarehouseUnavailableError
from services.reporting.questions import AnyQuestion, Published, Scope
from varde.open_data import add_open_data

AUTUMN = (date(2025, 8, 1), date(2025, 12, 31), date(2026, 2, 1))
ROW = ["demo", "school_term", 1, "2025-26-autumn", *AUTUMN, "", "", "", "new_cases", "count", 41, False]
LEDGER = {
    "cube": "school_term",
    "version": 1,
    "period": "2025-26-autumn",
    **dict(zip(("first_day", "last_day", "released_on"), AUTUMN, strict=True)),
    "cells": 41,
    "hidden": 12,
    "withheld": False,
}


class Given(Queries):
    def __init__(self, *, away: bool = False, withheld: bool = False) -> None:
        self.scopes: list[Scope] = []
        self.away = away
        self.withheld = withheld

    def ask(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        self.scopes.append(scope)
        if self.away:
            raise WarehouseUnavailableError
        if isinstance(question, Published):
            return pl.DataFrame([ROW], schema=COLUMNS, orient="row")
        return pl.DataFrame([{**LEDGER, "withheld": self.withheld, "position": 7, "sha256": "00"}])


@pytest.fixture
def served(tmp_path: Path) -> WebServer:
    server = WebServer(tmp_path)
    add_open_data(server.app, Given(), "demo", name="Lyngfjord kommune", today=lambda: date(2026, 3, 2))
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


def read(client: FlaskClient, path: str = "/apne-data") -> str:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200
    return answer.text


def test_a_page_leads_to_every_file_and_says_when_it_came_and_when_the_next_comes(served: WebServer):
    client = served.logged_in("owner")
    page = read(client)
    assert 'href="/api/v1/published/school_term.csv"' in page
    assert "01.02.2026" in page
    assert "01.09.2026" in page
    assert "wheel_year.csv" not in page
    for file in re.findall(r'href="(/api/v1/published/[^"?]+)"', page):
        assert client.get(file).status_code == 200


@pytest.mark.parametrize("withheld", [True, False])
def test_a_release_that_was_withheld_is_said_beside_the_files(tmp_path: Path, *, withheld: bool):
    server = WebServer(tmp_path)
    add_open_data(server.app, Given(withheld=withheld), "demo", name="Lyngfjord kommune", today=lambda: date(2026, 3, 2))
    assert ("Tall som er holdt tilbake" in read(server.logged_in("owner"))) is withheld


@pytest.mark.parametrize(("language", "title"), [("nb", "Åpne data"), ("nn", "Opne data"), ("en", "Open data")])
def test_the_page_is_there_in_every_language(served: WebServer, language: str, title: str):
    assert f"<h1>{title}</h1>" in read(served.logged_in("owner"), f"/apne-data?sprak={language}")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DATA_PROTECTION_OFFICER, Role.OWNER_ADVISER])
def test_whoever_may_have_the_files_finds_the_page_in_the_menu(served: WebServer, role: Role):
    served.add("reader", role)
    assert 'href="/apne-data"' in read(served.logged_in("reader"))


def test_nobody_else_sees_the_page_or_the_way_to_it(served: WebServer):
    client = served.logged_in("teacher")
    assert client.get("/apne-data", headers=PAGE).status_code == 403
    assert "/apne-data" not in client.get("/min-dag", headers=PAGE).text


def test_the_page_answers_a_statement_and_gives_the_answer_as_a_file(served: WebServer):
    client = served.logged_in("owner")
    page = read(client, "/apne-data?sql=SELECT+measure,+value+FROM+published")
    assert "new_cases" in page
    assert '<th scope="row">new_cases</th>' in page
    (file,) = {unescape(found) for found in re.findall(r'href="(/api/v1/published/query[^"]+)"', page)}
    assert client.get(file).text == "measure,value\nnew_cases,41\n"


def test_every_statement_that_the_page_proposes_has_an_answer(served: WebServer):
    client = served.logged_in("owner")
    for example in re.findall(r'href="(/apne-data\?sql=[^"]+)#answer"', read(client)):
        assert "ds-validation-message" not in read(client, unescape(example))


def test_a_statement_that_is_refused_stands_there_with_the_reason(served: WebServer):
    page = read(served.logged_in("owner"), "/apne-data?sql=DROP+TABLE+published%3B+--+<b>")
    assert "Spørsmålet må være én SELECT" in page
    assert "DROP TABLE published; -- &lt;b&gt;" in page


def test_while_the_warehouse_is_away_the_page_says_so(tmp_path: Path):
    server = WebServer(tmp_path)
    add_open_data(server.app, Given(away=True), "demo", name="Lyngfjord kommune", today=lambda: date(2026, 3, 2))
    assert "Tallene er ikke tilgjengelige akkurat nå" in read(server.logged_in("owner"))
