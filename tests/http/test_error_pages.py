from __future__ import annotations

import logging

import pytest
from web_server import PAGE, PASSWORD, WebServer, token_of

from services.case_service.http.rights import Right, needs


@pytest.mark.parametrize(
    ("language", "title"), [("nb", "Siden finnes ikke"), ("nn", "Sida finst ikkje"), ("en", "The page does not exist")]
)
def test_a_page_that_is_not_there_says_so_in_the_readers_language(server: WebServer, language: str, title: str):
    answer = server.client().get(f"/nowhere?sprak={language}", headers=PAGE)
    assert answer.status_code == 404
    assert title in answer.text


def test_what_the_reader_sent_is_not_repeated(server: WebServer):
    assert (
        "alert(1)"
        not in server.client().get("/<script>alert(1)</script>", headers=PAGE).text.replace("%281%29", "(1)").split("<main")[1]
    )


def test_a_fault_of_ours_shows_no_trace_of_the_code(server: WebServer, caplog: pytest.LogCaptureFixture):
    @server.app.get("/broken")
    @needs(Right.ANYONE)
    def broken() -> str:
        raise LookupError("something inside")

    with caplog.at_level(logging.CRITICAL + 1):
        answer = server.client().get("/broken", headers=PAGE)
    assert answer.status_code == 500
    assert "Noe gikk galt hos oss" in answer.text
    assert "LookupError" not in answer.text
    assert "something inside" not in answer.text


def test_a_form_larger_than_any_page_has_is_refused(server: WebServer):
    client = server.client()
    form = {"csrf_token": token_of(client), "login": "owner", "password": PASSWORD * 10_000}
    assert client.post("/logg-inn", data=form, headers=PAGE).status_code == 413


def test_a_script_gets_its_refusal_as_a_problem_document(server: WebServer):
    answer = server.client().get("/nowhere", headers={"Accept": "application/json"})
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 404
    assert answer.json["title"] == "Siden finnes ikke"
