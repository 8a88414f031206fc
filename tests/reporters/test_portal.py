"""The portal of guardians and pupils: their own child, their own reports, and the week of § 12-6."""

from __future__ import annotations

import pytest
from town import CANARY, A, Town, matter, person

from events.base import Stream
from events.concern import CaseOpened
from events.lists.people import PupilRole, Reporter, Role


def test_a_guardian_raises_it_with_the_principal_and_sees_from_when_it_may_go_further(town: Town):
    mother = town.comes("mor")

    answer = mother.post("/foresatt/si-fra", {"words": "Hun vil ikke på skolen", "raise": "1"})

    assert answer.status_code == 303
    page = mother.get(answer.location).text
    assert "10.03.2027" in page  # five working days after Wednesday 3 March
    raised = town.of("case.RaisedWithPrincipal")[-1]
    assert raised.raised_by is Reporter.GUARDIAN
    assert raised.principal == person("rektor")
    event = next(one for one in reversed(town.log()) if one.topic == "case.RaisedWithPrincipal")
    assert event.envelope.persons == (person("elev"),)
    assert event.envelope.actor.role is Role.GUARDIAN
    assert event.envelope.school == A
    assert "10.03.2027" in mother.get("/foresatt").text


def test_a_pupil_tells_for_herself(town: Town):
    assert town.comes("elev").post("/foresatt/si-fra", {"words": "Jeg er alene"}).status_code == 303

    assert town.of("case.ConcernReceived")[-1].reporter is Reporter.PUPIL
    assert town.of("case.RaisedWithPrincipal") == []


def test_the_family_sees_the_plan_and_no_other_child(town: Town):
    page = town.comes("mor").get(f"/foresatt/saker/{matter('sak')}").text

    assert "Tiltak" in page
    assert "Annen-Elev" not in page
    assert "Betrodd" not in page
    assert "Notat" not in page


@pytest.mark.parametrize("login", ["annen-mor", "annen-elev", "far-uten-ansvar"])
def test_another_familys_matter_is_not_there(town: Town, login: str):
    assert town.comes(login).get(f"/foresatt/saker/{matter('sak')}").status_code == 404
    assert str(matter("sak")) not in town.comes(login).get("/foresatt").text


def test_another_child_cannot_be_named(town: Town):
    form = {"words": "Tekst", "child": str(person("annen-elev"))}

    assert town.comes("mor").post("/foresatt/si-fra", form).status_code == 404


def test_a_guardian_without_responsibility_has_no_child_here(town: Town):
    father = town.comes("far-uten-ansvar")

    assert CANARY not in father.get("/foresatt").text
    assert father.post("/foresatt/si-fra", {"words": "Tekst"}).status_code == 422


def test_staff_have_no_portal(town: Town):
    assert town.comes("rektor").get("/foresatt").status_code == 403


def test_the_receipt_is_the_reporters_own(town: Town):
    receipt = town.comes("mor").post("/foresatt/si-fra", {"words": "Tekst", "raise": "1"}).location

    assert town.comes("annen-mor").get(receipt).status_code == 404


def test_a_matter_of_which_nothing_is_told_yet_is_still_there(town: Town):
    child = town.comes("elev")
    child.post("/foresatt/si-fra", {"words": "Jeg er alene", "raise": "1"})
    stream = next(one.stream_id for one in reversed(town.log()) if one.topic == "case.RaisedWithPrincipal")
    town.happens(Stream.CASE, stream, CaseOpened(pupil=person("elev"), pupil_role=PupilRole.EXPOSED, grade=4))

    for who in ("elev", "mor"):
        page = town.comes(who).get(f"/foresatt/saker/{stream}")
        assert page.status_code == 200
        assert "Skolen undersøker" in page.text
        assert "10.03.2027" in page.text


def test_what_is_only_reported_is_not_shown_to_the_family(town: Town):
    town.comes("elev").post("/foresatt/si-fra", {"words": "Jeg vil ikke at mamma skal vite det"})
    told = next(one.stream_id for one in reversed(town.log()) if one.topic == "case.ConcernReceived")
    town.comes("laerer").post("/meld/bekymring", {"pupil": str(person("elev")), "own_words": "Så henne alene", "arena": "school"})
    seen = next(one.stream_id for one in reversed(town.log()) if one.topic == "case.ConcernReceived")

    mother = town.comes("mor")
    for stream in (told, seen):
        assert str(stream) not in mother.get("/foresatt").text
        assert mother.get(f"/foresatt/saker/{stream}").status_code == 404
