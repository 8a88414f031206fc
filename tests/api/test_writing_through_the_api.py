"""What a program records is decided on like what a person records; nothing is doubled, lost or half-written."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from api.programs import Program, problem
from town import CANARY, A, B, Town, matter, person

CASE = matter("sak")
HEARD = {
    "pupil": str(person("elev")),
    "form": "conversation",
    "outcome": "stated_view",
    "weight": "heavy",
    "view": "Eg vil sitje ved sida av Ola. č 🙂",
}


def test_a_fact_is_recorded_by_the_tokens_person_at_the_servers_time(rektor: Program, town: Town):
    answer = rektor.record(CASE, "case.PupilHeard", HEARD)
    assert answer.status_code == 201, answer.text
    last = town.events(CASE)[-1]
    assert (last.event.view, last.envelope.actor.ref) == (HEARD["view"], person("rektor"))
    assert answer.json["events"] == [str(last.envelope.event_id)]
    assert answer.headers["ETag"] == f'"{last.version}"'


def test_a51_the_same_key_gives_the_first_answer_and_one_event(rektor: Program, town: Town):
    seen, before = rektor.version(CASE), len(town.events(CASE))
    headers = {"If-Match": seen, "Idempotency-Key": "a-key-of-the-sender"}
    first, second = (rektor.record(CASE, "case.PupilHeard", HEARD, **headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["events"] == second.json["events"]
    assert second.json["repeated"]
    assert len(town.events(CASE)) == before + 1
    other = rektor.record(CASE, "case.PupilHeard", {**HEARD, "view": "noko anna"}, **headers)
    assert (other.status_code, problem(other)["code"]) == (422, "key_reused")
    assert len(town.events(CASE)) == before + 1


def test_two_people_may_use_the_same_key(rektor: Program, town: Town):
    headers = {"Idempotency-Key": "a-key-of-the-sender"}
    assert rektor.record(CASE, "case.PupilHeard", HEARD, **headers).status_code == 201
    assert Program.of(town, "saksbehandler").record(CASE, "case.PupilHeard", HEARD, **headers).status_code == 201


def test_a52_a_stale_version_is_refused_and_says_which_it_is_now(rektor: Program, town: Town):
    seen = rektor.version(CASE)
    rektor.record(CASE, "case.PupilHeard", HEARD)
    stale = rektor.record(CASE, "case.PupilHeard", HEARD, **{"If-Match": seen})
    assert stale.status_code == 412
    assert problem(stale)["version"] == len(town.events(CASE))


def test_without_a_version_or_a_key_nothing_is_recorded(rektor: Program, town: Town):
    before = len(town.log())
    path = f"/matters/{CASE}/events/case.PupilHeard"
    assert problem(rektor.send(path, {"fact": HEARD}))["code"] == "if_match_missing"
    assert problem(rektor.send(path, {"fact": HEARD}, **{"If-Match": "*"}))["code"] == "if_match"
    assert problem(rektor.send(path, {"fact": HEARD}, **{"If-Match": '"1"', "Idempotency-Key": ""}))["code"] == "idempotency_key"
    assert len(town.log()) == before


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"form": {"a": 1}}, "wrong_type", "/fact/form"),
        ({"form": "tonnes"}, "wrong_value", "/fact/form"),
        ({"pupil": 7}, "wrong_type", "/fact/pupil"),
        ({"pupil": "nobody"}, "wrong_value", "/fact/pupil"),
        ({"view": None, "nothing": 1}, "unknown_field", "/fact"),
        ({"weight": 1}, "wrong_type", "/fact/weight"),
    ],
)
def test_a24_what_does_not_fit_is_refused_with_where_it_stands(
    rektor: Program, town: Town, change: dict[str, object], code: str, pointer: str
):
    before = len(town.events(CASE))
    answer = rektor.record(CASE, "case.PupilHeard", {**HEARD, **change})
    assert answer.status_code == 422
    [error] = problem(answer)["errors"]
    assert (error["code"], error["pointer"]) == (code, pointer)
    assert "tonnes" not in answer.text
    assert len(town.events(CASE)) == before


def test_a_missing_field_is_named(rektor: Program):
    answer = rektor.record(CASE, "case.PupilHeard", {name: value for name, value in HEARD.items() if name != "form"})
    assert problem(answer)["errors"][0]["pointer"] == "/fact/form"


def test_what_the_domain_refuses_has_its_code_and_its_field(rektor: Program):
    fact = {
        "kind": "exclusion",
        "by": "teacher",
        "unit": "clock_hours",
        "length": 3,
        "grade": 4,
        "reason": "Uro",
        "decision": str(uuid4()),
    }
    answer = rektor.record(CASE, "case.IndividualDecisionMade", fact | {"pupil": str(person("elev")), "from_date": "2027-03-03"})
    assert answer.status_code == 422
    [error] = problem(answer)["errors"]
    assert error["pointer"] == "/fact/length"
    assert error["code"] not in {"refused", ""}


SERVERS = "recorded_at version tenant actor role school school_id stream_id approved_by idempotency_key"


@pytest.mark.parametrize("name", SERVERS.split())
def test_a07_a08_what_the_server_alone_says_is_no_part_of_a_request(rektor: Program, town: Town, name: str):
    before = len(town.events(CASE))
    answer = rektor.send(
        f"/matters/{CASE}/events/case.PupilHeard", {"fact": HEARD, name: "x"}, **{"If-Match": rektor.version(CASE)}
    )
    assert (answer.status_code, problem(answer)["code"]) == (422, "unknown_field")
    assert len(town.events(CASE)) == before


def test_a08_nobody_vouches_in_anothers_name(rektor: Program, town: Town):
    fact = {"principal": str(person("rektor")), "case_handler": str(person("saksbehandler"))}
    rektor.record(CASE, "case.PrincipalAcknowledged", fact)
    adopted = {"plan_version": 9, "approved_by": str(person("saksbehandler")), "parts": [], "measures": []}
    rektor.record(CASE, "case.PlanAdopted", adopted)
    assert not [one for one in town.events(CASE) if getattr(one.event, "approved_by", None) == person("saksbehandler")]


def test_a55_it_may_have_happened_earlier_and_is_recorded_now(rektor: Program, town: Town):
    body = {"fact": HEARD, "occurred_at": "2027-03-01T08:00:00+01:00", "known_at": "2027-03-02T08:00:00Z", "precision": "day"}
    answer = rektor.send(f"/matters/{CASE}/events/case.PupilHeard", body, **{"If-Match": rektor.version(CASE)})
    assert answer.status_code == 201, answer.text
    envelope = town.events(CASE)[-1].envelope
    assert envelope.occurred_at.isoformat() == "2027-03-01T07:00:00+00:00"
    assert envelope.recorded_at == town.server.clock.now


@pytest.mark.parametrize(
    "moment", ["2031-01-01T00:00:00Z", "0001-01-01T00:00:00+23:00", "0001-01-01T02:00:00Z", "2027-03-01T08:00:00", "i går"]
)
def test_a_time_that_cannot_be_is_refused(rektor: Program, town: Town, moment: str):
    before = len(town.events(CASE))
    body = {"fact": HEARD, "occurred_at": moment}
    answer = rektor.send(f"/matters/{CASE}/events/case.PupilHeard", body, **{"If-Match": rektor.version(CASE)})
    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["pointer"] == "/occurred_at"
    assert len(town.events(CASE)) == before


NOTHING = ("os:system", "case.Nothing", "access.AccessGranted", "builtins.eval", "..%2F..%2Fetc", "school.SchoolRegistered")


@pytest.mark.parametrize("topic", NOTHING)
def test_a56_a_name_of_anything_else_is_nothing(rektor: Program, town: Town, topic: str):
    before = len(town.log())
    answer = rektor.record(CASE, topic, {})
    assert answer.status_code == 404
    assert len([one for one in town.log()[before:] if not one.topic.startswith("access.")]) == 0


def test_who_may_only_read_records_nothing(town: Town):
    for login in ("fremmed", "mistenkt", "rektor-b", "skoleeier", "administrator", "annen-mor"):
        program = Program.of(town, login)
        answer = program.record(CASE, "case.PupilHeard", HEARD, **{"If-Match": '"1"'})
        assert answer.status_code == 404, login


def test_a_correction_points_at_an_event_of_the_matter_alone(rektor: Program, town: Town):
    first = town.events(CASE)[0].envelope.event_id
    fact = {"corrected_event": str(first), "field": "own_words", "right_information": "Rett", "reason": "Skrevet feil"}
    wrong = rektor.record(CASE, "access.InformationCorrected", {**fact, "corrected_event": str(uuid4())})
    assert wrong.status_code == 422
    assert problem(wrong)["errors"][0]["pointer"].startswith("/fact/")


CONCERN = {"reporter": "employee", "concern": "exclusion", "own_words": "Sto alene hele friminuttet."}


def test_a_report_begins_a_matter_and_reaches_the_principal_in_one_act(town: Town):
    answer = Program.of(town, "fremmed", content=False).send(
        "/reports/case.ConcernReceived", {"school": A, "pupil": str(person("elev")), "fact": CONCERN}
    )
    assert answer.status_code == 201, answer.text
    concern, told = town.events(UUID(answer.json["matter"]))
    assert (concern.event.own_words, concern.envelope.persons) == (CONCERN["own_words"], (person("elev"),))
    assert told.event.principal == person("rektor")
    inbox = Program.of(town, "rektor").get("/inbox").json["items"]
    assert answer.json["matter"] in {one["id"] for one in inbox}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"school": B}, "/school"),
        ({"school": "x"}, "/school"),
        ({"pupil": str(uuid4())}, "/pupil"),
        ({"pupil": str(person("rektor"))}, "/pupil"),
    ],
)
def test_a_report_is_for_the_reporters_own_school_and_its_pupils(town: Town, change: dict[str, str], pointer: str):
    before = len(town.log())
    body = {"school": A, "pupil": str(person("elev")), "fact": CONCERN, **change}
    answer = Program.of(town, "laerer").send("/reports/case.ConcernReceived", body)
    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["pointer"] == pointer
    assert len(town.log()) == before


def test_a_report_sent_twice_is_one(town: Town):
    program = Program.of(town, "laerer")
    body = {"school": A, "fact": {**CONCERN, "pupil_described": "Jente på 4. trinn"}}
    answers = [program.send("/reports/case.ConcernReceived", body, **{"Idempotency-Key": "once-and-again"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json["matter"] == answers[1].json["matter"]
    assert len(town.events(UUID(answers[0].json["matter"]))) == 2


def test_families_and_others_report_on_pages_of_their_own(town: Town):
    for login in ("mor", "elev", "administrator"):
        answer = Program.of(town, login).send("/reports/case.ConcernReceived", {"school": A, "fact": CONCERN})
        assert answer.status_code in {403, 404}


def test_the_log_files_hold_no_word_of_what_was_sent(rektor: Program, caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG")
    rektor.record(CASE, "case.PupilHeard", {**HEARD, "view": CANARY, "unknown": CANARY})
    rektor.record(CASE, "case.PupilHeard", {**HEARD, "view": CANARY})
    rektor.get(f"/matters/{CASE}/events")
    assert CANARY not in caplog.text
