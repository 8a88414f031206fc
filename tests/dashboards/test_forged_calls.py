from __future__ import annotations

import json

import pytest
from dash_server import CALLBACK, INPUTS, OUTPUTS, PRINCIPAL, DashServer, call_body, texts_in
from known_numbers import NAMES


def inputs(**values):
    return [{"id": name, "property": kind, "value": values.get(name)} for name, kind in INPUTS]


@pytest.mark.parametrize(
    "strange", [{}, [], 1, True, 1.5, {"$ne": ""}, ["school_year"], "no_such", "", None, "' OR 1=1 --", "x" * 10_000]
)
def test_a_strange_period_is_refused(strange):
    assert DashServer().call(preset=strange).status_code == 400


@pytest.mark.parametrize("control", ["first", "last", "as_of"])
@pytest.mark.parametrize(
    "strange",
    [
        {},
        [],
        1,
        True,
        "yesterday",
        "2026-02-30",
        "1999-12-31",
        "9999-12-31",
        "2026-01-01'; ATTACH 'x'",
        "2026-01-01T00:00",
        "\u0000",
    ],
)
def test_a_strange_date_is_refused(control: str, strange):
    assert DashServer().call(preset="own", **{control: strange}).status_code == 400


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
        {"inputs": inputs(preset="all")[:3]},
        {"inputs": [*inputs(preset="all"), {"id": "schools", "property": "value", "value": ["100000002"]}]},
        {"inputs": [*inputs(preset="all")[:3], {"id": {"type": "as-of", "index": 1}, "property": "value", "value": None}]},
        {"inputs": [*inputs(preset="all")[:3], {"id": "scope", "property": "data", "value": None}]},
        {"state": [{"id": "viewer", "property": "data", "value": {"schools": None}}]},
        {"changedPropIds": ["schools.value"]},
        {"changedPropIds": "preset.value"},
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
    body = {**call_body("all", None, None, None), "schools": ["100000002"], "scope": {"schools": None}, "viewer": {"exact": True}}
    answer = server.client().post(CALLBACK + "?schools=100000002", json=body, headers={"X-Schools": "100000002"})
    assert answer.status_code == 200
    read = json.dumps(answer.json, ensure_ascii=False)
    assert [name for name in NAMES if name in read] == [NAMES[1]]
    assert server.client().get("/eier/tall.csv?schools=100000002&school=100000002").text.count("\n") == 2


def test_who_has_no_right_gets_no_numbers_whatever_the_call():
    server = DashServer(viewer=None)
    assert server.call().status_code == 403
    assert server.client().get("/eier/tall.csv").status_code == 403
    assert server.queries.asked == []


def test_a_right_that_ends_while_the_page_is_open_ends_the_numbers():
    server = DashServer()
    assert server.call().status_code == 200
    server.viewer = PRINCIPAL
    assert "100000002" not in server.client().get("/eier/tall.csv").text
    assert not any(NAMES[2] in text for text in texts_in(server.call().json))
    server.viewer = None
    assert server.call().status_code == 403


@pytest.mark.parametrize(
    "query", ["periode=x", "periode=own&fra=x", "per=1", "fra=2026-13-01", "periode=own&fra=2026-02-01&til=2026-01-01"]
)
def test_a_strange_address_of_the_file_is_refused(query: str):
    assert DashServer().client().get(f"/eier/tall.csv?{query}").status_code == 400
