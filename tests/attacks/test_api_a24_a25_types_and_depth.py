"""A24 values of the wrong kind in every fact that can be recorded, A25 nesting without end: over the API."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from api.programs import Program, problem
from town import CANARY, A, Town, matter, person

from events.base import by_topic
from services.case_service.http.api.writing import beginning_topics, recordable_topics

CASE = matter("sak")
PATH = f"/matters/{CASE}/events/case.PupilHeard"
AS_READ = {"If-Match": '"9"'}
WRONG: tuple[Any, ...] = ({"$ne": CANARY}, [CANARY], 7.5, -(2**52), {"__class__": "os.system"})
HELD_BY = {
    "case": CASE,
    "heightened": matter("skjerpet"),
    "access": CASE,
}
"""A matter of the town in which facts of a group can be recorded."""


def everything_wrong(topic: str, value: Any) -> dict[str, Any]:
    return dict.fromkeys(by_topic(topic).cls.__struct_fields__, value)


@pytest.mark.parametrize("value", WRONG, ids=lambda value: type(value).__name__)
def test_a24_no_fact_takes_a_value_of_another_kind_and_none_makes_a_fault(town: Town, value: Any):
    rektor, before = Program.of(town, "rektor"), len(town.log())
    refused = 0
    for topic in recordable_topics():
        where = HELD_BY.get(topic.partition(".")[0])
        if where is None or not by_topic(topic).cls.__struct_fields__:
            continue
        body = {"fact": everything_wrong(topic, value)}
        answer = rektor.send(f"/matters/{where}/events/{topic}", body, **AS_READ)
        assert answer.status_code in {404, 422}, topic
        refused += answer.status_code == 422
        assert problem(answer)["code"] in {"not_found", "wrong_type", "wrong_value"}, topic
        assert CANARY not in answer.text, topic
        assert "Traceback" not in answer.text, topic
    assert refused > 40
    assert len(town.log()) == before


@pytest.mark.parametrize("topic", beginning_topics())
def test_a24_no_report_takes_a_value_of_another_kind(town: Town, topic: str):
    laerer, before = Program.of(town, "laerer"), len(town.log())
    for value in WRONG:
        for body in (
            {"school": A, "fact": everything_wrong(topic, value)},
            {"school": value, "fact": {}},
            {"school": A, "pupil": value, "fact": {}},
            {"school": A, "fact": value},
        ):
            answer = laerer.send(f"/reports/{topic}", body)
            assert answer.status_code == 422
            assert problem(answer)["errors"][0]["pointer"].startswith("/")
            assert CANARY not in answer.text
    assert len(town.log()) == before


@pytest.mark.parametrize(
    "body", [None, [], "x", 1, True, {}, {"fact": None}, {"fact": []}, {"fact": "x"}, {"fact": 1}, [{"fact": {}}]]
)
def test_a24_a_body_of_another_shape_is_told_where(town: Town, body: Any):
    answer = Program.of(town, "rektor").send(PATH, raw=json.dumps(body).encode(), **AS_READ)
    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["pointer"] in {"", "/fact"}


@pytest.mark.parametrize("name", ["limit", "state", "school", "stream", "cursor"])
def test_a24_a_query_of_another_kind_is_refused_by_its_name(town: Town, name: str):
    rektor = Program.of(town, "rektor")
    for written in ("{}", "[]", "-1", "1e9", "%00", "true", "' OR 1=1 --", "../../etc"):
        answer = rektor.get(f"/matters?{name}={written}")
        assert answer.status_code == 400, written
        assert problem(answer)["errors"][0]["parameter"] == name
    assert rektor.get(f"/matters?{name}[$ne]=x").status_code == 400


DEEP = {
    "lists": b"[" * 200_000 + b"]" * 200_000,
    "objects": b'{"a":' * 150_000 + b"1" + b"}" * 150_000,
    "never closed": b"[" * 900_000,
    "within the fact": b'{"fact": {"view": ' + b"[" * 200_000 + b"]" * 200_000 + b"}}",
    "just too deep": b'{"fact": {"view": ' + b"[" * 32 + b"]" * 32 + b"}}",
    "lists and objects": b'[{"a":' * 60_000 + b"1" + b"}]" * 60_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_a25_nesting_without_end_is_refused_within_a_second(town: Town, name: str, caplog: pytest.LogCaptureFixture):
    rektor, before = Program.of(town, "rektor"), len(town.log())
    rektor.get("/schools")
    began = time.perf_counter()
    answer = rektor.send(PATH, raw=DEEP[name], **AS_READ)
    assert time.perf_counter() - began < 1
    assert answer.status_code in {400, 413}
    assert problem(answer)["code"] in {"too_deep", "not_json"}
    assert len(answer.data) < 1000
    assert f"{answer.status_code}: POST api.record_event matter={CASE} to {person('rektor')}" in caplog.text
    assert len(town.log()) == before


def test_a25_depth_is_not_even_looked_at_for_somebody_without_a_token(town: Town):
    nobody = Program(town.server.client(), {})
    for name, value in DEEP.items():
        answer = nobody.send(PATH, raw=value, **AS_READ, Authorization="Bearer x")
        assert answer.status_code == 401, name
        assert problem(answer)["code"] == "unauthorized"
