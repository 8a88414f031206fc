"""A concern from somebody who works at the school: one post, one batch, one receipt."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from town import CANARY, A, Town, matter, person

from events.base import Stream
from events.concern import PrincipalAcknowledged
from events.lists.concern import Channel, Sign
from events.lists.people import Reporter
from events.pupil import PupilEnrolled, PupilRegistered

FORM = "/meld/bekymring"


def least(**more: str) -> dict[str, str]:
    """What a hurried teacher fills in."""
    return {"pupil": str(person("elev")), "own_words": "Hun sto alene hele friminuttet.", "arena": "schoolyard", **more}


def new_events(town: Town, before: int) -> list[str]:
    return [one.topic for one in town.log()[before:] if not one.topic.startswith("access.")]


def test_three_answers_are_enough_and_become_one_case_reported_to_the_principal(town: Town):
    before = len(town.log())

    answer = town.comes("fremmed").post(FORM, least())

    assert answer.status_code == 303
    assert new_events(town, before) == ["case.ConcernReceived", "case.ReportedToPrincipal"]
    concern, report = [one for one in town.log()[before:] if one.topic.startswith("case.")]
    assert concern.stream_id == report.stream_id == concern.envelope.case_id
    assert concern.envelope.school == A
    assert concern.envelope.persons == (person("elev"),)
    assert concern.envelope.channel is Channel.FORM
    assert concern.envelope.actor.ref == person("fremmed")
    assert concern.event.own_words == "Hun sto alene hele friminuttet."
    assert report.event.principal == person("rektor")
    assert report.event.reported_by == person("fremmed")
    assert not report.event.pupil_informed


def test_everything_that_is_ticked_becomes_a_fact_of_its_own(town: Town):
    before = len(town.log())
    form = least(
        signs="alone_in_breaks",
        facts="To elever gikk bort da hun kom.",
        interpretation="Jeg tror de holder henne utenfor.",
        stopped="1",
        how_stopped="Gikk bort til dem.",
        solved_on_the_spot="1",
        protected="1",
        measure="Hun er med meg i friminuttet.",
        pupil_informed="1",
        certainty="knowledge",
        concern="exclusion",
        place="bak gymsalen",
    )

    assert town.comes("fremmed").post(FORM, form).status_code == 303

    assert new_events(town, before) == [
        "case.ConcernReceived",
        "case.ObservationNoted",
        "case.IncidentIntervened",
        "case.ImmediateMeasureTaken",
        "case.ReportedToPrincipal",
    ]
    concern, observed, stopped, measure, report = [one.event for one in town.log()[before:] if one.topic.startswith("case.")]
    assert concern.interpretation == "Jeg tror de holder henne utenfor."
    assert concern.facts_observed is None
    assert concern.place == "bak gymsalen"
    assert observed.facts_observed == "To elever gikk bort da hun kom."
    assert observed.signs == (Sign.ALONE_IN_BREAKS,)
    assert stopped.solved_on_the_spot
    assert measure.measure == "Hun er med meg i friminuttet."
    assert report.pupil_informed
    assert len({one.envelope.correlation_id for one in town.log()[before:] if one.topic.startswith("case.")}) == 1


def test_what_a_pupil_told_is_known_when_it_was_told_and_happened_when_it_happened(town: Town):
    before = len(town.log())
    form = least(source="pupil", when="earlier", occurred_on="1.3.2027", occurred_time="10.15")

    assert town.comes("fremmed").post(FORM, form).status_code == 303

    concern = town.log()[before]
    assert concern.event.reporter is Reporter.PUPIL
    assert concern.event.receiver == person("fremmed")
    assert concern.event.from_date.isoformat() == "2027-03-01"
    assert concern.envelope.known_at == town.server.clock.now


def test_what_was_seen_yesterday_was_known_yesterday(town: Town):
    before = len(town.log())
    form = least(when="earlier", occurred_on="02.03.2027", occurred_time="10:15", stopped="1", how_stopped="Ropte.")

    assert town.comes("fremmed").post(FORM, form).status_code == 303

    concern, stopped, report = [one for one in town.log()[before:] if one.topic.startswith("case.")]
    assert concern.envelope.known_at.isoformat() == "2027-03-02T09:15:00+00:00"
    assert stopped.envelope.occurred_at == concern.envelope.known_at
    assert report.envelope.occurred_at == town.server.clock.now


def test_two_pupils_become_two_cases_of_one_report(town: Town):
    before = len(town.log())
    teacher = town.comes("fremmed")

    answer = teacher.post(FORM, {**least(), "pupil": [str(person("elev")), str(person("annen-elev"))]})  # type: ignore[dict-item]

    events = [one for one in town.log()[before:] if one.topic.startswith("case.")]
    assert len({one.stream_id for one in events}) == 2
    assert len({one.envelope.correlation_id for one in events}) == 1
    assert {one.envelope.persons for one in events} == {(person("elev"),), (person("annen-elev"),)}
    assert teacher.get(answer.location).text.count("receipt-number") == 2


def test_a_pupil_without_a_name_is_described(town: Town):
    before = len(town.log())

    answer = town.comes("fremmed").post(FORM, {"described": "Rød lue, 3. trinn", "own_words": "Gråt i gangen"})

    assert answer.status_code == 303
    concern = town.log()[before]
    assert concern.event.pupil_described == "Rød lue, 3. trinn"
    assert concern.envelope.persons == ()


def test_a_double_click_and_the_back_button_give_one_report(town: Town, key: str):
    teacher, before = town.comes("fremmed"), len(town.log())

    first = teacher.post(FORM, least(idempotency_key=key))
    town.server.clock.go(timedelta(seconds=2))
    second = teacher.post(FORM, least(idempotency_key=key))

    assert first.location == second.location
    assert new_events(town, before) == ["case.ConcernReceived", "case.ReportedToPrincipal"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"pupil": ""}, "wanted"),
        ({"pupil": str(UUID(int=7))}, "wanted"),
        ({"own_words": "  \n "}, "own_words"),
        ({"own_words": "a" * 10_001}, "own_words"),
        ({"arena": "the moon"}, "arena"),
        ({"signs": "<b>"}, "signs"),
        ({"source": "anonymous"}, "source"),
        ({"when": "earlier"}, "occurred_on"),
        ({"when": "earlier", "occurred_on": "31.2.2027"}, "occurred_on"),
        ({"when": "earlier", "occurred_on": "1.3.2030"}, "occurred_on"),
        ({"when": "earlier", "occurred_on": "1.3.2027", "occurred_time": "25:99"}, "occurred_time"),
        ({"stopped": "1"}, "how_stopped"),
        ({"protected": "1"}, "measure"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_every_word_is_kept(town: Town, change: dict[str, str], field: str):
    before = len(town.log())

    answer = town.comes("fremmed").post(FORM, least(facts="Det jeg skrev <sist>", **change))

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "Det jeg skrev &lt;sist&gt;" in answer.text
    assert len(town.log()) == before


def test_looking_for_a_pupil_records_nothing_and_keeps_what_was_written(town: Town):
    before = len(town.log())

    answer = town.comes("fremmed").post(
        FORM, {"search": "1", "wanted": "ann", "own_words": "Uferdig setning", "pupil": str(person("elev"))}
    )

    assert answer.status_code == 200
    assert "Uferdig setning" in answer.text
    assert f'value="{person("annen-elev")}">' in answer.text.replace("checked", "")
    assert f'value="{person("elev")}" checked' in answer.text
    assert len(town.log()) == before


def test_a_search_shows_no_list_of_children(town: Town):
    teacher = town.comes("fremmed")

    for wanted in ("", "e", "%", "__", "*"):
        assert CANARY not in teacher.post("/meld/elever", {"wanted": wanted}, page=FORM).text
    assert "Elev" in teacher.post("/meld/elever", {"wanted": "elev"}, page=FORM).text
    assert town.comes("rektor-b").post("/meld/elever", {"wanted": "elev"}, page=FORM).text.count("pupil-box") == 0


def test_searches_are_limited(town: Town):
    teacher = town.comes("fremmed")
    answers = [teacher.post("/meld/elever", {"wanted": f"el{number}"}, page=FORM).text for number in range(61)]

    assert "Du har søkt mange ganger" in answers[-1]
    assert "Du har søkt mange ganger" not in answers[-2]


def test_a_report_is_for_the_own_school_alone(town: Town):
    assert town.comes("fremmed").post(FORM, least(school="974620022")).status_code == 404
    assert town.comes("rektor-b").post(FORM, least()).status_code == 422


def test_the_answer_is_the_same_whether_the_pupil_has_a_case_or_not(town: Town):
    teacher = town.comes("fremmed")
    with_case = teacher.get(teacher.post(FORM, least()).location).text
    town.happens(Stream.PUPIL, person("uten-sak"), *_pupil())
    without = teacher.get(teacher.post(FORM, least(pupil=str(person("uten-sak")))).location).text

    assert _without_numbers(with_case) == _without_numbers(without)


def _pupil() -> tuple[object, ...]:
    return PupilRegistered(name="Uten Sak"), PupilEnrolled(orgnr=A, grade=2, from_date=date(2026, 8, 1))


def _without_numbers(page: str) -> list[str]:
    return [line for line in page.split("<main")[1].splitlines() if "receipt-number" not in line]


def test_the_reporter_sees_that_it_was_received_and_by_whom_and_nothing_more(town: Town):
    teacher = town.comes("fremmed")
    receipt = teacher.post(FORM, least(own_words="Et ord som bare rektor skal se")).location
    stream = UUID(receipt.split("melding=")[1])
    assert "Ikke bekreftet ennå" in teacher.get("/mine-meldinger").text

    town.happens(Stream.CASE, stream, PrincipalAcknowledged(principal=person("rektor"), case_handler=person("saksbehandler")))

    page = teacher.get("/mine-meldinger").text
    assert "Navn rektor" in page
    assert "Navn saksbehandler" not in page
    assert "Et ord som bare rektor skal se" not in page
    assert CANARY not in page


def test_nobody_else_opens_the_receipt(town: Town):
    receipt = town.comes("fremmed").post(FORM, least()).location

    assert town.comes("laerer").get(receipt).status_code == 404
    assert town.comes("melder").get(receipt).status_code == 404
    assert town.comes("fremmed").get(f"/meld/kvittering?melding={matter('sak')}").status_code == 404
    assert town.comes("fremmed").get("/meld/kvittering?melding=x").status_code == 404


@pytest.mark.parametrize("login", ["mor", "elev"])
@pytest.mark.parametrize("page", ["/meld", FORM, "/meld/ansatt", "/meld/fysisk-inngrep", "/meld/pa-vegne-av", "/mine-meldinger"])
def test_families_have_pages_of_their_own(town: Town, login: str, page: str):
    assert town.comes(login).get(page).status_code == 403


def test_a_leader_writes_down_what_the_cleaner_said(town: Town):
    before = len(town.log())
    form = least(teller_described="Kari, renholder", own_words="Så at de tok sekken hans")

    answer = town.comes("rektor").post("/meld/pa-vegne-av", form)

    assert answer.status_code == 303
    concern, report = [one for one in town.log()[before:] if one.topic.startswith("case.")]
    assert concern.envelope.actor.ref == person("rektor")
    assert concern.envelope.actor.on_behalf_of == report.event.reported_by
    assert concern.envelope.channel is Channel.ORAL
    assert concern.event.reporter_described == "Kari, renholder"


def test_a_leader_writes_down_what_a_colleague_said_and_the_colleague_has_the_receipt(town: Town):
    assert town.comes("rektor").post("/meld/pa-vegne-av", least(teller=str(person("melder")))).status_code == 303

    assert "Ikke bekreftet ennå" in town.comes("melder").get("/mine-meldinger").text


def test_only_leaders_write_for_others(town: Town):
    assert town.comes("fremmed").get("/meld/pa-vegne-av").status_code == 403
    assert town.comes("fremmed").post("/meld/pa-vegne-av", least(teller_described="Kari"), page=FORM).status_code == 403
    assert town.comes("rektor").post("/meld/pa-vegne-av", least()).status_code == 422
