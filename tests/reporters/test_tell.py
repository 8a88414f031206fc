"""/si-fra: without a login, from nine years up; a code, and a conversation that only the code opens."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from town import CANARY, A, Town, Visitor, person

from events.base import Stream
from events.concern import PrincipalAcknowledged
from events.lists.people import Reporter, Role, Suspected

PAGE, SEND = "/si-fra", "/si-fra/kvittering"
CODE = re.compile(r'<p class="code"[^>]*>(.*?)</p>', re.DOTALL)
WORD = re.compile(r"<span>([a-z]{4})</span>")


def form(**more: str) -> dict[str, str]:
    return {"school": A, "words": "De sier at jeg ikke får være med.", **more}


def code_in(page: str) -> str:
    found = CODE.search(page)
    assert found is not None, page
    return " ".join(WORD.findall(found.group(1)))


def stream_of(town: Town) -> UUID:
    return next(one.stream_id for one in reversed(town.log()) if one.topic == "case.ReporterCodeIssued")


def test_a_school_and_a_few_words_are_enough(town: Town, nobody: Visitor):
    before = len(town.log())

    answer = nobody.post(SEND, form(), page=PAGE)

    assert answer.status_code == 200
    assert len(code_in(answer.text).split()) == 4
    concern, issued = town.log()[before:]
    assert concern.event.own_words == "De sier at jeg ikke får være med."
    assert concern.event.reporter is Reporter.ANONYMOUS
    assert concern.event.reporter_described is None
    assert concern.envelope.actor.role is Role.PUPIL
    assert issued.topic == "case.ReporterCodeIssued"
    assert code_in(answer.text).replace(" ", "") not in issued.event.code_hash


def test_the_school_finds_it_in_its_inbox(town: Town, nobody: Visitor):
    nobody.post(SEND, form(), page=PAGE)

    assert stream_of(town) in {row.stream_id for row in town.server.desk.read_model.inbox(A)}


def test_a_name_raises_the_matter_with_the_principal_and_no_name_does_not(town: Town, nobody: Visitor):
    nobody.post(SEND, form(teller="me"), page=PAGE)
    assert town.of("case.RaisedWithPrincipal") == []
    assert town.of("case.ConcernReceived")[-1].reporter is Reporter.PUPIL

    nobody.post(SEND, form(teller="guardian", name="Mor til Ida", about="Ida i 4B"), page=PAGE)

    assert town.of("case.RaisedWithPrincipal")[-1].raised_by is Reporter.GUARDIAN
    assert town.of("case.ConcernReceived")[-1].pupil_described == "Ida i 4B"


@pytest.mark.parametrize(("doer", "suspected"), [("adult", Suspected.EMPLOYEE), ("leader", Suspected.LEADER)])
def test_an_adult_who_does_it_makes_it_a_heightened_matter(town: Town, nobody: Visitor, doer: str, suspected: Suspected):
    answer = nobody.post(SEND, form(doer=doer), page=PAGE)

    report = town.of("heightened.HeightenedReportReceived")[-1]
    stream = stream_of(town)
    assert report.suspected is suspected
    assert report.received_by_owner is (suspected is Suspected.LEADER)
    leads, not_leading = ("skoleeier", "rektor") if suspected is Suspected.LEADER else ("rektor", "skoleeier")
    assert town.comes(leads).get(f"/skjerpet/{stream}").status_code == 200
    assert town.comes(not_leading).get(f"/skjerpet/{stream}").status_code != 200
    assert ("Ingen på skolen ser det" in answer.text) is (suspected is Suspected.LEADER)


def test_sent_twice_it_is_one_report_with_one_code(town: Town, nobody: Visitor, key: str):
    first = nobody.post(SEND, form(idempotency_key=key), page=PAGE)
    town.server.clock.go(timedelta(seconds=3))
    second = nobody.post(SEND, form(idempotency_key=key), page=PAGE)

    assert code_in(first.text) == code_in(second.text)
    assert len(town.of("case.ReporterCodeIssued")) == 1


def test_other_words_with_the_same_form_are_kept_and_sent_anew(nobody: Visitor, key: str):
    nobody.post(SEND, form(idempotency_key=key), page=PAGE)

    answer = nobody.post(SEND, form(idempotency_key=key, words="Noe helt annet"), page=PAGE)

    assert answer.status_code == 422
    assert "Noe helt annet" in answer.text
    assert key not in answer.text


@pytest.mark.parametrize("change", [{"school": ""}, {"words": " "}, {"website": "http://spam"}])
def test_a_child_never_loses_what_it_wrote(town: Town, nobody: Visitor, change: dict[str, str]):
    answer = nobody.post(SEND, form(name="Ola", **change) if "words" not in change else {**form(name="Ola"), **change}, page=PAGE)

    assert answer.status_code == 422
    assert 'value="Ola"' in answer.text
    assert town.of("case.ReporterCodeIssued") == []


def test_the_code_opens_the_conversation_however_it_is_typed(nobody: Visitor, another_browser: Callable[[], Visitor]):
    code = code_in(nobody.post(SEND, form(), page=PAGE).text)

    for typed in (code, code.upper(), code.replace(" ", "-"), f"  {code.replace(' ', '')}. "):
        child = another_browser()
        assert child.post("/si-fra/samtale", {"code": typed}, page="/si-fra/samtale").status_code == 303
        assert "De sier at jeg ikke får være med." in child.get("/si-fra/samtale").text


def test_child_and_school_write_to_each_other(town: Town, nobody: Visitor):
    code = code_in(nobody.post(SEND, form(), page=PAGE).text)
    stream = stream_of(town)
    nobody.post("/si-fra/samtale", {"code": code}, page="/si-fra/samtale")

    assert nobody.post("/si-fra/samtale/melding", {"body": "Det skjedde igjen"}, page="/si-fra/samtale").status_code == 303
    leader = town.comes("rektor")
    assert "Det skjedde igjen" in leader.get(f"/saker/{stream}/dialog").text
    answer = leader.post(f"/saker/{stream}/dialog", {"body": "Takk. Jeg snakker med deg i morgen."}, page=f"/saker/{stream}/dialog")

    assert answer.status_code == 303
    page = nobody.get("/si-fra/samtale").text
    assert "Takk. Jeg snakker med deg i morgen." in page
    assert "Navn rektor" in page


def test_a_child_is_told_how_far_it_has_come_in_plain_words(town: Town, nobody: Visitor):
    code = code_in(nobody.post(SEND, form(), page=PAGE).text)
    nobody.post("/si-fra/samtale", {"code": code}, page="/si-fra/samtale")
    assert "Meldingen er kommet fram." in nobody.get("/si-fra/samtale").text

    town.happens(Stream.CASE, stream_of(town), PrincipalAcknowledged(principal=person("rektor")))

    assert "En voksen har lest meldingen." in nobody.get("/si-fra/samtale").text


def test_the_conversation_closes_by_itself_and_by_hand(town: Town, nobody: Visitor):
    code = code_in(nobody.post(SEND, form(), page=PAGE).text)
    nobody.post("/si-fra/samtale", {"code": code}, page="/si-fra/samtale")
    town.server.clock.go(timedelta(minutes=16))
    assert "De sier" not in nobody.get("/si-fra/samtale").text

    nobody.post("/si-fra/samtale", {"code": code}, page="/si-fra/samtale")
    nobody.post("/si-fra/samtale/lukk", {}, page="/si-fra/samtale")
    assert "De sier" not in nobody.get("/si-fra/samtale").text


def test_wrong_codes_get_one_answer_and_soon_have_to_wait(nobody: Visitor):
    bodies = set()
    for typed in ("bamo lite sudo feki", "x", "", "æøå æøå", "a" * 150, "' OR 1=1 --"):
        answer = nobody.post("/si-fra/samtale", {"code": typed}, page="/si-fra/samtale")
        assert answer.status_code == 422
        bodies.add("Den koden kjenner vi ikke" in answer.text)
    assert bodies == {True}
    for _ in range(4):
        nobody.post("/si-fra/samtale", {"code": "bamo lite sudo feki"}, page="/si-fra/samtale")

    stopped = nobody.post("/si-fra/samtale", {"code": "bamo lite sudo feki"}, page="/si-fra/samtale")

    assert stopped.status_code == 429
    assert "116 111" in stopped.text
    assert int(stopped.headers["Retry-After"]) > 0


def test_the_limit_holds_over_all_processes_and_ends(town: Town, nobody: Visitor):
    code = code_in(nobody.post(SEND, form(), page=PAGE).text)
    for _ in range(10):
        nobody.post("/si-fra/samtale", {"code": "wrong"}, page="/si-fra/samtale")
    other_process = Visitor(town, town.server.client(town.server.another()))

    assert other_process.post("/si-fra/samtale", {"code": code}, page="/si-fra").status_code == 429
    town.server.clock.go(timedelta(minutes=16))
    assert other_process.post("/si-fra/samtale", {"code": code}, page="/si-fra").status_code == 303


def test_a_flood_is_asked_to_wait_kindly(town: Town, nobody: Visitor):
    answers = [nobody.post(SEND, form(words=f"Melding {number}"), page=PAGE).status_code for number in range(21)]

    assert answers == [200] * 20 + [429]
    assert len(town.of("case.ReporterCodeIssued")) == 20


def test_what_counts_the_flood_holds_no_address(town: Town, nobody: Visitor):
    nobody.post(SEND, form(), page=PAGE)

    assert b"127.0.0.1" not in (town.home / "flooding.sqlite").read_bytes()


def test_no_word_of_it_reaches_the_log(town: Town, nobody: Visitor, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    page = nobody.post(SEND, form(words=CANARY, name=CANARY, about=CANARY), page=PAGE).text
    nobody.post("/si-fra/samtale", {"code": code_in(page)}, page="/si-fra/samtale")
    nobody.post("/si-fra/samtale/melding", {"body": CANARY}, page="/si-fra/samtale")

    assert CANARY not in caplog.text
    assert code_in(page).split()[0] not in caplog.text.split()
    for file in town.home.glob("*.sqlite*"):
        assert CANARY.encode() not in file.read_bytes()


def test_nobody_without_the_right_reads_the_dialogue(town: Town, nobody: Visitor):
    nobody.post(SEND, form(), page=PAGE)
    stream = stream_of(town)

    for login in ("laerer", "fremmed", "rektor-b", "mor", "raadgiver"):
        assert town.comes(login).get(f"/saker/{stream}/dialog").status_code in {303, 404}
        assert "De sier" not in town.comes(login).get(f"/saker/{stream}/dialog").text


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "Hva har skjedd?"), ("nn", "Kva har skjedd?"), ("en", "What has happened?")]
)
def test_it_speaks_three_languages(nobody: Visitor, language: str, words: str):
    page = nobody.get(f"{PAGE}?sprak={language}").text

    assert words in page
    assert f'<html lang="{language}"' in page


def test_a_schools_own_link_chooses_the_school(nobody: Visitor):
    assert f'<option value="{A}" selected>' in nobody.get(f"{PAGE}?skole={A}").text
