"""Programs replay a matter as the page does: the same view, to the same people, logged as a reading."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from api.programs import Program, problem
from replay.told_town import CASE, goes_on
from town import NOW, Town

PATH = f"/matters/{CASE}/replay"


@pytest.fixture
def told(town: Town) -> Town:
    goes_on(town)
    return town


def comes(town: Town, login: str) -> Program:
    return Program.of(town, login)


def state(answer) -> dict[str, object]:
    return {one["path"]: one["value"] for one in answer.json["state"] if one["about"] is None}


def test_a_program_sees_the_matter_at_an_event_and_what_the_event_changed(told: Town):
    number = next(one.version for one in told.events(CASE) if one.topic == "case.SeverityAssessed")
    rektor = comes(told, "rektor")
    answer = rektor.get(f"{PATH}?axis=recorded&event={number}")
    assert state(answer)["serious"] is True
    assert {one["path"]: one["kind"] for one in answer.json["changed"]["state"]} == {"serious": "added"}
    assert answer.json["changed"]["duties"]
    assert answer.json["point"] | {"at": ""} == {"event": number, "at": "", "seen": number, "total": len(told.events(CASE))}
    assert "serious" not in state(rektor.get(f"{PATH}?axis=recorded&event={number - 1}"))


def test_a_program_holds_two_points_against_each_other(told: Town):
    answer = comes(told, "rektor").get(f"{PATH}?axis=recorded&event=3&against_at={quote(told.server.clock.now.isoformat())}")
    found = {one["path"]: (one["kind"], one["before"], one["after"]) for one in answer.json["against"]["state"]}
    assert found["serious"] == ("added", None, True)
    assert answer.json["against_point"]["seen"] == len(told.events(CASE))


def test_the_duties_of_the_last_event_are_those_that_the_api_gives_now(town: Town):
    rektor = comes(town, "rektor")
    now = {one["id"]: one["verdict"] for one in rektor.get(f"/matters/{CASE}/obligations").json["items"]}
    then = {one["id"]: one["verdict"] for one in rektor.get(f"{PATH}?at={quote(NOW.isoformat())}").json["duties"]}
    assert then == now


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("event=99", "beyond_last_event"),
        ("against_event=99", "beyond_last_event"),
        ("event=0", "wrong_type"),
        ("at=2030-01-01T00:00:00Z", "in_the_future"),
        ("at=i+dag", "wrong_value"),
        ("axis=guessed", "wrong_value"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(town: Town, query: str, code: str):
    answer = comes(town, "rektor").get(f"{PATH}?{query}")
    assert answer.status_code == 400
    assert problem(answer)["errors"][0]["code"] == code
    assert problem(answer)["errors"][0]["parameter"] == query.partition("=")[0]


def test_who_is_not_shown_the_whole_matter_is_given_no_replay(town: Town):
    assert comes(town, "laerer").get(PATH).status_code == 404
