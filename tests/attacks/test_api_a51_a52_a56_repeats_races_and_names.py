"""A51 a command sent again, A52 and A53 two at once, A56 names of facts that are none: over the API."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import pytest
from api.programs import Program, problem
from town import CANARY, A, Town, matter, person
from werkzeug.test import TestResponse

from events.lists.access import DenialGround
from services.case_service.http.api.writing import recordable_topics

CASE, OTHER = matter("sak"), matter("annen-sak")
HEARD = {"pupil": str(person("elev")), "form": "conversation", "outcome": "stated_view", "weight": "heavy", "view": "Syn"}
CONCERN = {"reporter": "employee", "concern": "exclusion", "own_words": "Ord", "pupil_described": "Jente"}
KEY = {"Idempotency-Key": "one-key-for-everything"}
AT_ONCE = 8


def at_once(town: Town, login: str, keys: list[str]) -> list[TestResponse]:
    """The same fact from as many programs as there are keys, all on the version that they read, in the same moment."""
    programs = [Program.of(town, login) for _ in keys]
    seen, start = programs[0].version(CASE), threading.Barrier(len(keys))
    answers: list[TestResponse] = []

    def one(program: Program, key: str) -> None:
        start.wait()
        answers.append(program.record(CASE, "case.PupilHeard", HEARD, **{"If-Match": seen, "Idempotency-Key": key}))

    threads = [threading.Thread(target=one, args=pair) for pair in zip(programs, keys, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a51_the_same_command_in_the_same_moment_is_one_event_and_one_answer(town: Town):
    before = len(town.events(CASE))
    answers = at_once(town, "rektor", [KEY["Idempotency-Key"]] * AT_ONCE)
    assert {answer.status_code for answer in answers} == {201}
    assert len({tuple(answer.json["events"]) for answer in answers}) == 1
    assert Counter(answer.json["repeated"] for answer in answers) == {False: 1, True: AT_ONCE - 1}
    assert len(town.events(CASE)) == before + 1


def test_a51_a_key_is_used_up_for_every_matter_every_fact_and_every_report(town: Town):
    rektor = Program.of(town, "rektor")
    assert rektor.record(CASE, "case.PupilHeard", HEARD, **KEY).status_code == 201
    before = len(town.log())
    about_other = {**HEARD, "pupil": str(person("annen-elev"))}
    others = (
        rektor.record(OTHER, "case.PupilHeard", about_other, **KEY),
        rektor.record(CASE, "case.PupilHeard", {**HEARD, "view": CANARY}, **KEY),
        rektor.record(CASE, "case.PupilInformedOfReceipt", {"note": "x"}, **KEY),
        rektor.send("/reports/case.ConcernReceived", {"school": A, "fact": CONCERN}, **KEY),
        rektor.send(f"/matters/{CASE}/events/case.PupilHeard", {"fact": HEARD, "channel": "letter"}, **KEY, **{"If-Match": '"9"'}),
    )
    for answer in others:
        assert answer.status_code == 422
        assert CANARY not in answer.text
    assert problem(others[0])["code"] == problem(others[1])["code"] == problem(others[3])["code"] == "key_reused"
    assert len(town.log()) == before


def test_a51_the_first_answer_is_given_to_nobody_who_has_lost_her_place(town: Town):
    program = Program.of(town, "saksbehandler")
    seen = program.version(CASE)
    assert program.record(CASE, "case.PupilHeard", HEARD, **KEY, **{"If-Match": seen}).status_code == 201
    town.denies(CASE, "saksbehandler", next(iter(DenialGround)))
    again = program.record(CASE, "case.PupilHeard", HEARD, **KEY, **{"If-Match": seen})
    assert (again.status_code, problem(again)["code"]) == (404, "not_found")
    other = Program.of(town, "avdelingsleder").record(CASE, "case.PupilHeard", HEARD, **KEY, **{"If-Match": seen})
    assert "repeated" not in other.text


def test_a51_a_report_sent_from_many_places_in_the_same_moment_is_one(town: Town):
    before, answers, start = len(town.of("case.ConcernReceived")), [], threading.Barrier(AT_ONCE)

    def one(program: Program) -> None:
        start.wait()
        answers.append(program.send("/reports/case.ConcernReceived", {"school": A, "fact": CONCERN}, **KEY))

    threads = [threading.Thread(target=one, args=(Program.of(town, "laerer"),)) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["matter"] for answer in answers}) == 1
    assert len(town.of("case.ConcernReceived")) == before + 1


def test_a52_a53_of_many_who_write_on_the_same_version_one_is_heard_and_the_others_are_told(town: Town):
    before = len(town.events(CASE))
    answers = at_once(town, "rektor", [f"key-number-{number}" for number in range(AT_ONCE)])
    assert Counter(answer.status_code for answer in answers) == {201: 1, 412: AT_ONCE - 1}
    assert {problem(answer)["version"] for answer in answers if answer.status_code == 412} == {before + 1}
    assert len(town.events(CASE)) == before + 1


def test_a52_a_page_that_was_open_meanwhile_is_told_too(town: Town):
    """The API and the pages write on the same versions."""
    rektor = Program.of(town, "rektor")
    seen = rektor.version(CASE)
    visitor, path = town.comes("saksbehandler"), f"/saker/{CASE}/skjema/case.PupilHeard"
    page = visitor.get(path)
    assert page.status_code == 200
    assert rektor.record(CASE, "case.PupilHeard", HEARD, **{"If-Match": seen}).status_code == 201
    before = len(town.events(CASE))
    form = {name: value for name, value in HEARD.items() if name != "pupil"} | {"seen_version": seen.strip('"')}
    answer = visitor.post(path, {**form, "pupil": HEARD["pupil"]}, page=path)
    assert answer.status_code in {412, 422}
    assert len(town.events(CASE)) == before


@pytest.mark.parametrize("version", ['"0"', '"8"', '"10"', '"999999999"'])
def test_a52_no_version_but_the_one_that_it_is_will_do(town: Town, version: str):
    before = len(town.events(CASE))
    assert before == 9
    answer = Program.of(town, "rektor").record(CASE, "case.PupilHeard", HEARD, **{"If-Match": version})
    assert (answer.status_code, problem(answer)["code"], problem(answer)["version"]) == (412, "stale_version", before)
    assert len(town.events(CASE)) == before


NOTHING = (
    "os:system",
    "os.system",
    "builtins.eval",
    "__main__",
    "events.concern:ConcernReceived",
    "events.concern.ConcernReceived",
    "ConcernReceived",
    "CASE.PupilHeard",
    "case.pupilheard",
    "case.PupilHeard ",
    "case.PupilHeard%00",
    "case.PupilHeard%0A",
    "case.\u0420upilHeard",  # with a Cyrillic letter
    "case.PupilHeard.v1",
    "case.PupilHeard:2",
    "case..PupilHeard",
    "..%2Fcase.PupilHeard",
    "a" * 4000,
)


@pytest.mark.parametrize("topic", NOTHING)
def test_a56_a_name_that_is_no_fact_is_nothing_anywhere(town: Town, topic: str):
    rektor, before = Program.of(town, "rektor"), len(town.log())
    answers = (
        rektor.record(CASE, topic, HEARD, **{"If-Match": '"9"'}),
        rektor.send(f"/reports/{topic}", {"school": A, "fact": CONCERN}),
        rektor.get(f"/schemas/{topic}"),
    )
    for answer in answers:
        assert (answer.status_code, problem(answer)["code"]) == (404, "not_found")
        assert "Traceback" not in answer.text
    assert len(town.log()) == before


def test_a56_no_fact_of_another_kind_of_stream_is_recorded_in_a_case(town: Town):
    """Real facts, in a matter where they mean nothing or say what only the system says: grants, keys, readings, roles."""
    rektor = Program.of(town, "rektor")
    everything: list[dict[str, Any]] = rektor.get("/schemas").json["items"]
    strange = [one["topic"] for one in everything if "case" not in one["streams"] or one["topic"] not in recordable_topics()]
    strange = [one for one in strange if not one.startswith("access.Information") and not one.startswith("access.Disagreement")]
    before = len(town.log())
    assert len(strange) > 60
    for topic in strange:
        answer = rektor.record(CASE, topic, {}, **{"If-Match": '"9"'})
        assert answer.status_code == 404, topic
        assert rektor.send(f"/reports/{topic}", {"school": A, "fact": {}}).status_code in {404, 422}, topic
    assert len(town.log()) == before


@pytest.mark.parametrize("name", ["topic", "type", "__type__", "$type", "class", "py/object", "_tag"])
def test_a56_a_body_names_no_other_kind_than_its_address_does(town: Town, name: str):
    rektor, before = Program.of(town, "rektor"), len(town.log())
    for body in ({"fact": HEARD, name: "access.AccessGranted"}, {"fact": {**HEARD, name: "os.system"}}):
        answer = rektor.send(f"/matters/{CASE}/events/case.PupilHeard", body, **{"If-Match": '"9"'})
        assert (answer.status_code, problem(answer)["code"]) == (422, "unknown_field")
    assert len(town.log()) == before
