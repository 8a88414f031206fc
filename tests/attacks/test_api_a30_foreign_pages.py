"""A30 calls that another site's page makes a browser send to the API."""

from __future__ import annotations

import pytest
from api.programs import problem, token
from town import A, Town, Visitor, matter, person
from web_server import CSRF

CASE = matter("sak")
PATH = f"/api/v1/matters/{CASE}/events/case.PupilHeard"
REPORT = "/api/v1/reports/case.ConcernReceived"
HEARD = {"fact": {"pupil": str(person("elev")), "form": "conversation", "outcome": "stated_view", "weight": "heavy", "view": "Syn"}}
CONCERN = {
    "school": A,
    "fact": {"reporter": "employee", "concern": "exclusion", "own_words": "Ord", "pupil_described": "Jente"},
}
KEYS = {"Idempotency-Key": "a-key-of-the-attacker"}


def mark_of(visitor: Visitor) -> str:
    found = CSRF.search(visitor.get("/personvern").text)
    assert found is not None
    return found.group(1)


def as_read(town: Town) -> dict[str, str]:
    return {**KEYS, "If-Match": f'"{len(town.events(CASE))}"'}


def test_a30_the_pages_own_mark_is_what_makes_the_difference(town: Town):
    """So that the refusals below are refusals of the foreign page, and of nothing else."""
    visitor = town.comes("rektor")
    answer = visitor.client.post(PATH, json=HEARD, headers={**as_read(town), "X-CSRF-Token": mark_of(visitor)})
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("path", [PATH, REPORT])
def test_a30_a_mark_counts_in_the_header_alone_and_for_its_own_session(town: Town, path: str, caplog: pytest.LogCaptureFixture):
    visitor, others = town.comes("rektor"), mark_of(town.comes("saksbehandler"))
    own, before = mark_of(visitor), len(town.log())
    body = HEARD if path == PATH else CONCERN
    visitor.client.set_cookie("csrf_token", own)
    visitor.client.set_cookie("X-CSRF-Token", own)
    for mark in (None, "", "x", others, own[:-1], own + "x"):
        headers = as_read(town) if mark is None else {**as_read(town), "X-CSRF-Token": mark}
        caplog.clear()
        answer = visitor.client.post(f"{path}?csrf_token={own}", json={**body, "csrf_token": own}, headers=headers)
        assert (answer.status_code, problem(answer)["code"]) == (400, "csrf"), mark
        assert f"to {person('rektor')}" in caplog.text
        assert "Jente" not in caplog.text
    assert len(town.log()) == before


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "text/json"]
)
def test_a30_what_a_page_can_send_without_asking_first_is_not_read(town: Town, kind: str):
    """The three kinds that a browser sends to anybody (Fetch § 2.2.2), with and without the mark."""
    visitor = town.comes("rektor")
    own, before = mark_of(visitor), len(town.log())
    for more, status in ({}, 400), ({"X-CSRF-Token": own}, 415):
        answer = visitor.client.post(REPORT, data=b'{"school": "' + A.encode() + b'"}', content_type=kind, headers={**KEYS, **more})
        assert answer.status_code == status
    assert len(town.log()) == before


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://localhost.elsewhere.example", "http://localhost:81", ""]
)
def test_a30_another_origin_records_nothing_with_mark_or_token(town: Town, origin: str):
    visitor, before = town.comes("rektor"), len(town.log())
    for path, body in ((PATH, HEARD), (REPORT, CONCERN)):
        for more in ({"X-CSRF-Token": mark_of(visitor)}, {"Authorization": f"Bearer {token(town, 'rektor')}"}):
            answer = visitor.client.post(path, json=body, headers={**as_read(town), **more, "Origin": origin})
            assert (answer.status_code, problem(answer)["code"]) == (403, "forbidden")
    assert len(town.log()) == before


@pytest.mark.parametrize(
    "written", ["Bearer", "Bearer ", "bearer x", "Bearer\tx", "Basic cmVrdG9yOng=", "Token x", "Bearer x, Bearer y"]
)
def test_a30_a_session_gets_no_further_by_calling_itself_a_program(town: Town, written: str):
    """A page of another site cannot set this header unasked; an empty one must not open the way round the mark either."""
    visitor, before = town.comes("rektor"), len(town.log())
    answer = visitor.client.post(PATH, json=HEARD, headers={**as_read(town), "Authorization": written})
    assert (answer.status_code, problem(answer)["code"]) in {(401, "unauthorized"), (400, "csrf")}
    assert len(town.log()) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_a30_no_other_method_records_and_none_is_taken_for_another(town: Town, method: str):
    visitor, before = town.comes("rektor"), len(town.log())
    for path in (PATH, REPORT):
        headers = {**as_read(town), "X-HTTP-Method-Override": "POST", "X-HTTP-Method": "POST"}
        answer = visitor.client.open(f"{path}?_method=POST", method=method, json=HEARD, headers=headers)
        assert answer.status_code in {200, 204} if method == "OPTIONS" else answer.status_code in {400, 404, 405}
    assert len(town.log()) == before


def test_a30_no_answer_invites_another_site_to_read_it(town: Town):
    visitor = town.comes("rektor")
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    for path in ("/api/v1/matters", f"/api/v1/matters/{CASE}", "/api/v1/openapi.json", PATH, REPORT):
        for method in ("GET", "OPTIONS"):
            answer = visitor.client.open(path, method=method, headers=asked)
            assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")], path
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
