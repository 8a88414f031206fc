from __future__ import annotations

import json

import msgspec
import pytest
import work_pages
from dash_server import CALLBACK, INPUTS, OUTPUTS, PRINCIPAL, DashServer, call_body
from known_numbers import NAMES

from dashboards import Viewer
from dashboards.pages import PAGES
from services.reporting.questions import Scope


def inputs():
    return [{"id": name, "property": kind, "value": None} for name, kind in INPUTS]


ADDRESSES = [
    "periode=no_such",
    "periode=' OR 1=1 --",
    "periode=own&fra=yesterday",
    "fra=2026-02-30",
    "til=1999-12-31",
    "per=9999-12-31",
    "per=2026-01-01'; ATTACH 'x'",
    "registrert=2026-01-01T00:00",
    "registrert=20260101",
    "trinn=0",
    "trinn=11",
    "trinn=1.0",
    "skole=1000000011",
    "skole=10000000x",
    "skole=*",
    "valg=../../x",
    "valg=UPPER",
]


@pytest.mark.parametrize("query", ADDRESSES)
def test_a_strange_address_is_refused_as_a_page_as_a_call_and_as_a_file(query: str):
    server = DashServer()
    assert server.call(f"?{query}").status_code == 400
    for path in ("/eier/", "/eier/tall.csv", "/eier/tall.xlsx", "/eier/side.pdf", "/eier/skole", "/eier/skole/tall.csv"):
        assert server.client().get(f"{path}?{query}").status_code == 400


@pytest.mark.parametrize("strange", [{}, [], 1, True, 1.5, {"$ne": ""}, ["?"], "periode=all", "?" + "x" * 3_000, "?" + "a=b&" * 50])
def test_a_strange_search_is_refused(strange):
    assert DashServer().call(strange).status_code == 400


@pytest.mark.parametrize(
    "strange", [{}, [], 1, None, "", "/", "/eier", "/eier/no_such", "/eier/../x", "/eier/_dash-layout", "x" * 9_000]
)
def test_a_strange_path_has_no_page(strange):
    assert DashServer().call("", strange).status_code == 404


@pytest.mark.parametrize(
    "chosen",
    [
        "no_such",
        "open.measures",
        "late.no_such",
        "waits_plan.report",
        "late.report.x",
        "open.2026-13",
        "late.ansvar.",
        "open.ansvar",
    ],
)
def test_only_the_figures_of_the_page_have_something_behind_them(chosen: str):
    server = DashServer()
    assert server.call(f"?valg={chosen}", "/eier/skole").status_code == 400
    for path in ("/eier/skole", "/eier/skole/tall.csv"):
        assert server.client().get(f"{path}?valg={chosen}").status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"output": "answer.children"},
        {"output": "page.children"},
        {"output": {"id": "answer"}},
        {"output": None},
        {"outputs": OUTPUTS[:1]},
        {"outputs": [*OUTPUTS, {"id": "x", "property": "y"}]},
        {"outputs": "answer"},
        {"inputs": []},
        {"inputs": {}},
        {"inputs": [[]]},
        {"inputs": [{}]},
        {"inputs": inputs()[:2]},
        {"inputs": [*inputs(), {"id": "schools", "property": "value", "value": ["100000002"]}]},
        {"inputs": [*inputs()[:2], {"id": {"type": "again", "index": 1}, "property": "n_intervals", "value": None}]},
        {"inputs": [*inputs()[:2], {"id": "scope", "property": "data", "value": None}]},
        {"output": "address.search", "outputs": {"id": "address", "property": "search"}},
        {"output": "page-title.storage_type", "outputs": {"id": "page-title", "property": "storage_type"}},
        {"state": [{"id": "viewer", "property": "data", "value": {"schools": None}}]},
        {"changedPropIds": ["schools.value"]},
        {"changedPropIds": "address.search"},
    ],
)
def test_a_call_that_the_page_cannot_make_is_refused(changes):
    assert DashServer().call(**changes).status_code == 400


@pytest.mark.parametrize("body", ["", "null", "[]", "1", "{", '{"output"', "\ufeff{}", "[" * 60_000, '{"a":' * 10_000])
def test_a_body_that_is_no_call_is_refused(body: str):
    answer = DashServer().client().post(CALLBACK, data=body.encode(), content_type="application/json")
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_another_schools_number_in_the_call_changes_nothing():
    server = DashServer(viewer=PRINCIPAL)
    body = {**call_body("?periode=all"), "schools": ["100000002"], "scope": {"schools": None}, "viewer": {"exact": True}}
    answer = server.client().post(CALLBACK + "?schools=100000002", json=body, headers={"X-Schools": "100000002"})
    assert answer.status_code == 200
    read = json.dumps(answer.json, ensure_ascii=False)
    assert [name for name in NAMES if name in read] == [NAMES[1]]
    file = server.client().get("/eier/tall.csv?schools=100000002&school=100000002").text
    assert [name for name in NAMES if name in file] == [NAMES[1]]


@pytest.mark.parametrize("path", ["/eier/skole", "/eier/skole/tall.csv", "/eier/skole/tall.xlsx", "/eier/skole/side.pdf"])
def test_another_school_in_the_address_is_refused_and_nobody_is_told_whether_it_exists(path: str):
    server = DashServer(viewer=PRINCIPAL)
    answers = [server.client().get(f"{path}?skole={school}") for school in ("100000002", "999999999")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].text == answers[1].text
    assert server.call("?skole=100000002", "/eier/skole").status_code == 403
    assert server.queries.asked == []
    assert server.call("?skole=100000001", "/eier/skole").status_code == 200


def test_who_gets_protected_numbers_has_no_page_that_needs_exact_ones():
    with work_pages.queries("one") as found:
        server = DashServer(found, Viewer(scope=msgspec.structs.replace(work_pages.OWNER.scope, exact=False)))
        for page in PAGES:
            expected = 404 if page.needs_exact else 200
            assert server.call("", f"/eier/{page.path}").status_code == expected
            assert server.client().get(f"/eier/{page.path}").status_code == expected
            if page.needs_exact:
                assert server.client().get(f"/eier/{page.path}/tall.csv").status_code == 404


def test_protected_numbers_are_never_asked_for_one_school_a_grade_or_a_past_day():
    server = DashServer(viewer=Viewer(scope=Scope(tenant="demo")))
    assert server.call("?skole=100000001&trinn=4&per=2026-01-01&registrert=2026-01-01").status_code == 200
    assert {scope.schools for scope, _ in server.queries.asked} == {None}
    for _, question in server.queries.asked:
        assert (question.as_of, question.recorded_by, getattr(question, "grade", None)) == (None, None, None)


def test_who_has_no_right_gets_no_numbers_whatever_the_call():
    server = DashServer(viewer=None)
    assert server.call().status_code == 403
    for page in PAGES:
        assert server.call("", f"/eier/{page.path}").status_code == 403
    for file in ("tall.csv", "tall.xlsx", "side.pdf", "skole/tall.csv"):
        assert server.client().get(f"/eier/{file}").status_code == 403
    assert server.queries.asked == []


def test_a_right_that_ends_while_the_page_is_open_ends_the_numbers():
    server = DashServer()
    assert server.call().status_code == 200
    server.viewer = PRINCIPAL
    assert "100000002" not in server.client().get("/eier/tall.csv").text
    assert not any(NAMES[2] in text for text in server.told())
    server.viewer = None
    assert server.call().status_code == 403


def test_a_period_that_ends_before_it_begins_makes_no_file():
    assert DashServer().client().get("/eier/tall.csv?periode=own&fra=2026-02-01&til=2026-01-01").status_code == 400
