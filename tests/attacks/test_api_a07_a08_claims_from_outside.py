"""A07 a role, a school or a scope that a program claims, A08 what it sets that is nobody's to set: over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from api.programs import Program, problem, token
from town import CANARY, A, Town, matter, person

from events.lists.access import DenialGround
from events.lists.people import Role

CASE = matter("sak")
HEARD = {"pupil": str(person("elev")), "form": "conversation", "outcome": "stated_view", "weight": "heavy", "view": "Syn"}
CLAIMS = {
    "role": "principal",
    "roles": "principal",
    "school": A,
    "tenant": "annen",
    "person": str(person("rektor")),
    "actor": str(person("rektor")),
    "login": "rektor",
    "kind": "staff",
    "second_factor": "true",
    "content": "true",
    "stepped_up_at": "2027-03-03T09:00:00Z",
}


SERVERS = ("recorded_at", "version", "event_id", "actor", "tenant", "source_recorded_at")


def claiming(program: Program) -> Program:
    """The program with every claim in a header and in a cookie."""
    headers: dict[str, str] = {}
    for name, value in CLAIMS.items():
        program.client.set_cookie(name, value)
        headers |= {f"X-{name.replace('_', '-').title()}": value, name.title(): value}
    return Program(program.client, headers | program.headers)


@pytest.mark.parametrize("who", ["fremmed", "rektor-b", "administrator", "annen-mor", "mistenkt"])
def test_a07_no_claim_of_a_program_gives_it_a_role(town: Town, who: str, caplog: pytest.LogCaptureFixture):
    program, before = claiming(Program.of(town, who)), len(town.log())
    for path in ("", "/events", "/obligations"):
        answer = program.get(f"/matters/{CASE}{path}")
        assert (answer.status_code, answer.data) == (404, program.get(f"/matters/{uuid4()}{path}").data)
    sent = f"/matters/{CASE}/events/case.PupilHeard?role=principal&person={person('rektor')}"
    assert program.send(sent, {"fact": HEARD}, **{"If-Match": '"9"'}).status_code == 404
    assert len(town.log()) == before
    assert f"{person(who)} may not record {CASE}" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a07_a_claim_in_the_query_of_a_list_is_refused_by_name(town: Town, name: str):
    if name == "school":
        assert Program.of(town, "rektor-b").get(f"/matters?school={A}&state=all").json["items"] == []
        return
    answer = Program.of(town, "rektor-b").get(f"/matters?{name}={CLAIMS[name]}")
    assert (answer.status_code, problem(answer)["code"]) == (400, "unknown_field")
    assert CLAIMS[name] not in answer.text


def test_a07_a_token_issued_without_content_gets_none_by_asking(town: Town):
    program = claiming(Program.of(town, "rektor", content=False))
    answers = [program.get(f"/matters/{CASE}{path}{query}") for path in ("/events", "/obligations") for query in ("", "?content=1")]
    assert {answer.status_code for answer in answers} <= {400, 403}
    assert not [answer for answer in answers if CANARY in answer.text]
    sent = program.send(f"/matters/{CASE}/events/case.PupilHeard", {"fact": HEARD}, **{"If-Match": '"9"'})
    assert (sent.status_code, problem(sent)["code"]) == (403, "second_factor_missing")


def test_a07_a_cookie_beside_a_token_adds_nothing_to_it(town: Town):
    """The session of the principal lies in the same client as the token of somebody who has no part in the case."""
    client = town.comes("rektor").client
    program = Program(client, {"Authorization": f"Bearer {token(town, 'fremmed')}"})
    assert program.get(f"/matters/{CASE}/events").status_code == 404
    assert program.get("/inbox").status_code == 403
    assert client.get(f"/api/v1/matters/{CASE}").status_code == 200


def test_a07_what_is_recorded_bears_the_real_person_role_school_and_tenant(town: Town):
    answer = claiming(Program.of(town, "saksbehandler")).record(CASE, "case.PupilHeard", HEARD)
    assert answer.status_code == 201, answer.text
    envelope = town.events(CASE)[-1].envelope
    assert (envelope.actor.ref, envelope.actor.role) == (person("saksbehandler"), Role.CASE_HANDLER)
    assert (envelope.school, envelope.tenant) == (A, "lyngfjord")


@pytest.mark.parametrize("stranger", ["rektor-b", "mistenkt", "annen-mor", "administrator"])
def test_a07_naming_somebody_in_a_fact_lets_nobody_in_who_has_no_place_in_it(town: Town, stranger: str):
    rektor = Program.of(town, "rektor")
    if stranger == "mistenkt":
        town.denies(CASE, stranger, next(iter(DenialGround)))
    for topic, fact in (
        ("case.MeasureAdded", {"measure": str(uuid4()), "executor": str(person(stranger)), "title": "Vakt"}),
        ("case.PrincipalAcknowledged", {"principal": str(person("rektor")), "case_handler": str(person(stranger))}),
    ):
        rektor.record(CASE, topic, fact)
    answer = Program.of(town, stranger).get(f"/matters/{CASE}/events")
    assert answer.status_code == 404
    assert CANARY not in answer.text


@pytest.mark.parametrize(
    ("place", "name"),
    [(place, name) for place in ("body", "fact") for name in SERVERS],
)
def test_a08_what_the_server_alone_says_is_refused_wherever_it_stands(town: Town, place: str, name: str):
    rektor, before = Program.of(town, "rektor"), len(town.events(CASE))
    body: dict[str, Any] = {"fact": {**HEARD, name: CANARY}} if place == "fact" else {"fact": HEARD, name: CANARY}
    answer = rektor.send(f"/matters/{CASE}/events/case.PupilHeard", body, **{"If-Match": rektor.version(CASE)})
    assert (answer.status_code, problem(answer)["code"]) == (422, "unknown_field")
    assert CANARY not in answer.text
    assert len(town.events(CASE)) == before


def test_a08_neither_header_nor_query_sets_the_time_or_the_number_of_an_event(town: Town):
    rektor = Program.of(town, "rektor")
    headers = {"Date": "Wed, 01 Jan 2020 00:00:00 GMT", "X-Recorded-At": "2020-01-01T00:00:00Z", "If-Match": rektor.version(CASE)}
    wanted = uuid4()
    path = f"/matters/{CASE}/events/case.PupilHeard?recorded_at=2020-01-01T00:00:00Z&event_id={wanted}&version=99"
    assert rektor.send(path, {"fact": HEARD}, **headers).status_code == 201
    told = town.events(CASE)[-1]
    assert told.envelope.recorded_at == town.server.clock.now
    assert (told.envelope.event_id != wanted, told.version) == (True, len(town.events(CASE)))


def test_a08_a_report_states_neither_who_made_it_nor_which_matter_it_begins(town: Town):
    concern = {"reporter": "employee", "concern": "exclusion", "own_words": "Ord", "pupil_described": "Jente"}
    for name in ("matter", "stream_id", "reported_by", "principal"):
        answer = Program.of(town, "laerer").send("/reports/case.ConcernReceived", {"school": A, "fact": concern, name: str(CASE)})
        assert (answer.status_code, problem(answer)["code"]) == (422, "unknown_field")
    answer = Program.of(town, "laerer").send("/reports/case.ConcernReceived", {"school": A, "fact": concern})
    _, told = town.events(UUID(answer.json["matter"]))
    assert (told.event.reported_by, told.event.principal) == (person("laerer"), person("rektor"))
