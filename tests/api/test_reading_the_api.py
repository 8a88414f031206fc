"""The API shows what the pages show, to the same people, and logs the same readings."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import timedelta
from uuid import UUID, uuid4
from zlib import decompress

import pytest
from api.programs import Program, problem, token
from town import CANARY, Town, matter, person
from web_server import CSRF

from services.case_service.http.tokens import Tokens

CASE = matter("sak")


def test_without_a_login_there_is_nothing_but_what_the_api_is_made_of(town: Town):
    nobody = Program(town.server.client(), {})
    answer = nobody.get("/matters", Accept="text/html")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert problem(answer)["code"] == "unauthorized"
    assert nobody.get("/openapi.json").json["openapi"] == "3.1.0"
    assert nobody.get("/schemas/case.PupilHeard").json["title"] == "PupilHeard"


def test_a_matter_is_given_with_its_version(rektor: Program, town: Town):
    answer = rektor.get(f"/matters/{CASE}")
    assert answer.json["pupil"] == str(person("elev"))
    assert answer.headers["ETag"] == f'"{len(town.events(CASE))}"'


def test_the_list_goes_on_where_its_page_ended(rektor: Program):
    everything = {one["id"] for one in rektor.get("/matters?limit=200&state=all").json["items"]}
    seen: list[str] = []
    path = "/matters?limit=1&state=all"
    while path:
        answer = rektor.get(path)
        seen += [one["id"] for one in answer.json["items"]]
        link = answer.headers.get("Link", "")
        path = link.partition("<")[2].partition(">")[0].removeprefix("/api/v1")
    assert len(seen) == len(set(seen))
    assert set(seen) == everything


def test_a09_no_page_of_the_list_has_a_gap_or_a_mark_that_tells_of_a_case_against_its_reader(rektor: Program):
    path = "/matters?limit=1&state=all"
    while path:
        answer = rektor.get(path)
        path = answer.headers.get("Link", "").partition("<")[2].partition(">")[0].removeprefix("/api/v1")
        assert len(answer.json["items"]) == 1
        if path:
            assert str(answer.json["items"][0]["id"]) in readable(answer.json["next"])


def readable(mark: str) -> str:
    """What somebody without the server's key reads in the mark of a page."""
    written = mark.rpartition(".")[0]
    packed = urlsafe_b64decode(written.strip(".") + "==")
    return (decompress(packed) if written.startswith(".") else packed).decode()


def test_events_are_read_with_their_content_and_the_reading_is_logged(rektor: Program, town: Town):
    before = len(town.of("access.ContentRead"))
    answer = rektor.get(f"/matters/{CASE}/events?limit=2")
    assert CANARY in answer.text
    logged = town.of("access.ContentRead")[before:]
    assert [str(one) for one in logged[0].of_events] == [one["id"] for one in answer.json["items"]]
    following = rektor.get(f"/matters/{CASE}/events?limit=200&cursor={answer.json['next']}")
    assert following.json["items"][0]["version"] == 3
    assert following.json["next"] is None


def test_duties_say_their_rule_their_source_and_how_the_limit_was_reckoned(rektor: Program):
    items = rektor.get(f"/matters/{CASE}/obligations", **{"Accept-Language": "nn"}).json["items"]
    assert items
    assert all(one["text"] and one["source"] and one["reason"] for one in items)
    assert {one["verdict"] for one in items} <= {"met", "late", "open", "overdue", "not_documented", "documented", "released"}


@pytest.mark.parametrize("path", ["", "/events", "/obligations"])
def test_a01_another_schools_case_is_like_one_that_does_not_exist(town: Town, path: str):
    there = Program.of(town, "rektor-b")
    other, none = there.get(f"/matters/{CASE}{path}"), there.get(f"/matters/{uuid4()}{path}")
    assert (other.status_code, other.data) == (404, none.data)


def test_a_token_without_content_reads_facts_alone(town: Town):
    program = Program.of(town, "rektor", content=False)
    assert "pupil" not in program.get(f"/matters/{CASE}").json
    answer = program.get(f"/matters/{CASE}/events")
    assert (answer.status_code, problem(answer)["code"]) == (403, "second_factor_missing")
    assert CANARY not in answer.text


def test_a11_an_administrators_token_reads_no_case(town: Town):
    assert Program.of(town, "administrator").get(f"/matters/{CASE}/events").status_code == 404


@pytest.mark.parametrize("path", ["/tasks", "/inbox", "/avvik", "/schools", "/rulebooks", "/schemas"])
def test_what_waits_and_what_there_is_can_be_listed(rektor: Program, path: str):
    answer = rektor.get(path)
    assert answer.status_code == 200
    assert isinstance(answer.json["items"], list)
    assert CANARY not in answer.text


def test_rights_are_those_of_the_pages(town: Town):
    assert Program.of(town, "laerer").get("/inbox").status_code == 403
    assert Program.of(town, "laerer").get("/avvik").status_code == 403
    assert Program.of(town, "administrator").get("/matters").status_code == 403
    assert Program.of(town, "revisor").get("/matters").json["items"] == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"), ("state=maybe", "state"), ("cursor=forged", "cursor")],
)
def test_a_query_that_cannot_be_is_refused_by_name(rektor: Program, query: str, parameter: str):
    answer = rektor.get(f"/matters?{query}")
    assert answer.status_code == 400
    assert problem(answer)["errors"][0]["parameter"] == parameter


def test_a_cursor_of_one_list_opens_no_other(rektor: Program):
    cursor = rektor.get(f"/matters/{CASE}/events?limit=1").json["next"]
    assert rektor.get(f"/matters?cursor={cursor}").status_code == 400


def test_a05_a_token_ends_when_it_is_revoked_runs_out_or_its_person_is_shut_out(town: Town):
    book, now = Tokens(town.server.home / "accounts.sqlite"), town.server.clock.now
    written, about = book.issue(name="x", login="rektor", content=True, now=now, until=now + timedelta(days=1))
    program = Program(town.server.client(), {"Authorization": f"Bearer {written}"})
    assert program.get("/tasks").status_code == 200
    town.server.clock.go(timedelta(days=1))
    assert program.get("/tasks").status_code == 401
    town.server.clock.go(-timedelta(days=1))
    book.revoke(about.id, now)
    assert program.get("/tasks").status_code == 401
    other = Program(town.server.client(), {"Authorization": f"Bearer {token(town, 'rektor')}"})
    assert other.get("/tasks").status_code == 200
    town.server.accounts.disable("rektor")
    assert other.get("/tasks").status_code == 401


def test_a_forged_token_opens_nothing_and_a_cookie_beside_it_counts_for_nothing(town: Town):
    visitor = town.comes("rektor")
    for forged in ("", "x", "varde_" + "a" * 43, "é"):
        answer = visitor.client.get("/api/v1/tasks", headers={"Authorization": f"Bearer {forged}".encode().decode("latin-1")})
        assert answer.status_code == 401


def test_a_token_opens_no_page(town: Town):
    program = Program.of(town, "rektor")
    assert program.client.get(f"/saker/{CASE}", headers={**program.headers, "Accept": "text/html"}).status_code == 303


def test_a30_a_session_may_record_only_with_the_pages_own_mark(town: Town):
    visitor = town.comes("rektor")
    path = f"/api/v1/matters/{CASE}/events/case.PupilHeard"
    headers = {"Idempotency-Key": "k" * 20, "If-Match": '"1"'}
    answer = visitor.client.post(path, json={"fact": {}}, headers=headers)
    assert (answer.status_code, problem(answer)["code"]) == (400, "csrf")
    assert visitor.client.post(path, json={"fact": {}}, headers={**headers, "Origin": "https://evil.example"}).status_code == 403
    mark = CSRF.search(visitor.get("/hjelp").text)
    assert mark is not None
    answer = visitor.client.post(path, json={"fact": {}}, headers={**headers, "X-CSRF-Token": mark.group(1)})
    assert answer.status_code == 422


def test_refusals_are_in_the_language_that_the_reader_speaks(rektor: Program):
    said = {rektor.get(f"/matters/{UUID(int=1)}", **{"Accept-Language": one}).json["detail"] for one in ("nb", "nn", "en")}
    assert len(said) == 3
