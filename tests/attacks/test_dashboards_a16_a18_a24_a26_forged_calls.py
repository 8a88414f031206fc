"""A16 to A18, A24 to A26: calls that no page of the dashboards would make, over every callback."""

from __future__ import annotations

import json
import logging
import re
import time
from typing import Any

import pytest
from attacks.dashboard_probe import CALLBACK, MOEN, PREFIX, REFUSED, Probe, ids, leaks, pages

from benchmarks.invented_log import TENANT

WRONG: tuple[Any, ...] = ({"$ne": ""}, [], ["?periode=all"], 1, 1.5, True, {"search": "?periode=all"})


def test_every_callback_of_the_server_is_among_those_that_are_attacked(probe: Probe):
    found = dict(probe.every_call())
    assert found
    assert any(probe.call("owner", body).status_code == 200 for body in found.values())
    assert len(pages()) >= 4


@pytest.mark.parametrize(
    "pattern",
    [{"type": "school", "index": MOEN}, {"type": "school", "index": ["ALL"]}, {"index": ["MATCH"]}, '{"index":["ALL"],"type":"x"}'],
)
def test_a16_no_callback_takes_a_pattern_for_one_of_its_names(probe: Probe, pattern: Any):
    for output, body in probe.every_call():
        for part in ("inputs", "state"):
            for number in range(len(body[part])):
                changed = json.loads(json.dumps(body))
                changed[part][number]["id"] = pattern
                assert probe.call("principal", changed).status_code == 400, output
        for extra in ({"id": pattern, "property": "value", "value": MOEN}, [{"id": pattern, "property": "value", "value": MOEN}]):
            assert probe.call("principal", {**body, "inputs": [*body["inputs"], extra]}).status_code == 400, output
        assert probe.call("principal", {**body, "outputs": [{"id": pattern, "property": "children"}]}).status_code == 400
        assert probe.call("principal", {**body, "output": json.dumps(pattern)}).status_code == 400


def test_a17_no_callback_takes_a_component_that_is_not_its_own(probe: Probe, caplog: pytest.LogCaptureFixture):
    for output, body in probe.every_call():
        foreign = {"id": "schools", "property": "value", "value": [MOEN]}
        own = body["inputs"]
        for inputs in ([foreign], [*own, foreign], [foreign, *own[1:]], own[:-1], own[::-1]):
            answer = probe.call("principal", {**body, "inputs": inputs})
            assert answer.status_code == 400, output
            assert leaks(answer) == []
        for wrong in ("address.search", "page-title.storage_type", "..answer.children..", "no-such.children", output + "x"):
            assert probe.call("principal", {**body, "output": wrong}).status_code == 400
        assert probe.call("principal", {**body, "changedPropIds": ["schools.value"]}).status_code == 400
    assert MOEN not in caplog.text


def test_a18_nothing_that_the_browser_stores_is_read_by_the_server(probe: Probe):
    layout = probe.of("owner")[0].get(f"{PREFIX}_dash-layout").json
    stores = set(re.findall(r'"id": "([^"]+)"[^{}]*\}, "type": "Store"', json.dumps(layout)))
    assert stores
    for output, one in probe.callbacks():
        read = {name.rsplit(".", 1)[0] for name in [*ids(one["inputs"]), *ids(one["state"])]}
        assert not read & stores, output
    for output, body in probe.every_call():
        for store in (*stores, "viewer", "scope"):
            forged = {"id": store, "property": "data", "value": {"schools": None, "exact": True, "tenant": TENANT}}
            assert probe.call("principal", {**body, "state": [*body["state"], forged]}).status_code == 400, output
        claimed = probe.call("principal", {**body, "viewer": {"schools": None}, "scope": {"exact": True}, "schools": [MOEN]})
        assert leaks(claimed) == []


def test_a24_a_value_of_another_type_is_refused_and_makes_no_fault(probe: Probe, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.WARNING)
    for output, body in probe.every_call():
        plain = probe.call("principal", body)
        for part in ("inputs", "state"):
            for number in range(len(body[part])):
                for value in WRONG:
                    changed = json.loads(json.dumps(body))
                    changed[part][number]["value"] = value
                    answer = probe.call("principal", changed)
                    same = answer.status_code == 200 and answer.json["response"] == plain.json["response"]
                    assert answer.status_code in {400, 404} or same, (output, number, value)
                    assert leaks(answer) == []
        for name in body:
            for value in (None, *WRONG):
                answer = probe.call("principal", {**body, name: value})
                same = answer.status_code == 200 and answer.json["response"] == plain.json["response"]
                assert answer.status_code == 400 or (same and value == []), (output, name, value)
    assert "Traceback" not in caplog.text


DEEP = {
    "lists": b"[" * 200_000,
    "closed lists": b"[" * 30_000 + b"]" * 30_000,
    "objects": b'{"a":' * 10_000,
    "within a value": b'{"inputs": [{"id": "address", "property": "search", "value": ' + b"[" * 40_000,
    "larger than any call": b'{"output": "' + b"x" * 500_000 + b'"}',
}


@pytest.mark.parametrize("name", DEEP)
def test_a25_nesting_without_end_is_refused_for_less_than_a_second_of_work(probe: Probe, name: str):
    probe.of("principal")
    began = time.thread_time()
    answer = probe.call("principal", DEEP[name])
    assert time.thread_time() - began < 1
    assert answer.status_code in {400, 413}
    assert leaks(answer) == []


def test_a26_there_is_no_work_in_the_background_whose_id_another_could_ask_for(probe: Probe):
    assert not [output for output, one in probe.dash.callback_map.items() if one.get("background")]
    for output, body in probe.every_call():
        plain = probe.call("principal", body)
        for query in ("?cacheKey=1&job=1", "?cancelJob=1", "?cacheKey=../../x&job=1&oldJob=2", "?job=' OR 1=1"):
            answer = probe.call("principal", body, CALLBACK + query)
            assert answer.status_code in REFUSED or answer.json["response"] == plain.json["response"], (output, query)
            assert leaks(answer) == []
