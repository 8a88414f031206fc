"""/avvik/ny: raised once, at one's own school, by whoever leads it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from town import CANARY, A, B, person

GOOD = {"place": A, "kind": "process_breach", "grade": "internal_avvik", "description": "Ingen var ute i friminuttet"}


def test_an_avvik_is_raised_by_hand(town):
    answer = town.comes("rektor").post("/avvik/ny", {**GOOD, "responsible": str(person("rektor"))})

    [fact] = town.of("avvik.AvvikRaised")
    assert answer.status_code == 303
    assert fact.description == GOOD["description"]
    assert fact.responsible == person("rektor")
    assert town.comes("rektor").get(answer.location).status_code == 200


def test_a_double_click_raises_one(town):
    rektor, key = town.comes("rektor"), str(uuid4())

    first, second = (rektor.post("/avvik/ny", {**GOOD, "idempotency_key": key}) for _ in range(2))

    assert first.location == second.location
    assert len(town.of("avvik.AvvikRaised")) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", B),
        ("place", "kommunen"),
        ("place", ""),
        ("kind", ""),
        ("kind", "tull"),
        ("grade", ""),
        ("description", "  "),
        ("description", "x" * 10_001),
        ("responsible", "0dc28331-4c60-43a8-ac58-ee6ea22cae2e"),
        ("responsible", "tull"),
        ("occurred_on", "31.02.2027"),
        ("occurred_on", "2031-01-01"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_nothing_is_lost(town, field, value):
    answer = town.comes("rektor").post("/avvik/ny", {**GOOD, field: value})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert field == "description" or GOOD["description"] in answer.text
    assert town.of("avvik.AvvikRaised") == []


def test_the_owner_raises_one_about_the_municipality(town):
    answer = town.comes("skoleeier").post("/avvik/ny", {**GOOD, "place": "kommunen"})

    assert answer.status_code == 303
    assert town.log()[-1].envelope.school is None or town.of("avvik.AvvikRaised")
    assert town.comes("rektor").get(answer.location).status_code == 404


@pytest.mark.parametrize("who", ["laerer", "saksbehandler", "arkivar", "mor"])
def test_nobody_else_raises_avvik_here(town, who):
    assert town.comes(who).post("/avvik/ny", GOOD).status_code == 403


def test_what_was_written_is_sealed(town):
    town.comes("rektor").post("/avvik/ny", {**GOOD, "description": f"Noe {CANARY}xyz"})
    town.server.desk.read_model.catch_up()

    assert all(f"{CANARY}xyz".encode() not in file.read_bytes() for file in town.home.rglob("*.sqlite*"))
