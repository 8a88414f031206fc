"""A suspicion that an adult offends a pupil (§ 12-5): where it goes follows from whom it is about."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from town import CANARY, Town, matter, person

from events.lists.access import DenialGround
from events.lists.people import Suspected

FORM = "/meld/ansatt"
FORM_LINK = re.compile(r'href="(/skjerpet/[^"]+/skjema/[a-z]+\.[A-Za-z]+)"')


def form(who: str = "mistenkt", **more: str) -> dict[str, str]:
    return {"pupil": str(person("elev")), "suspected": str(person(who)), "content": "Han ropte «du er dum» til henne.", **more}


def sent(town: Town, who: str = "mistenkt", by: str = "fremmed", **more: str) -> UUID:
    answer = town.comes(by).post(FORM, form(who, **more))
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.split("melding=")[1])


def test_against_an_employee_it_goes_to_the_principal_and_shuts_the_employee_out(town: Town):
    before = len(town.log())

    stream = sent(town)

    assert [one.topic for one in town.log()[before : before + 3]] == [
        "heightened.HeightenedReportReceived",
        "heightened.AccusedExcluded",
        "access.AccessDenied",
    ]
    report = town.events(stream)[0].event
    assert report.suspected is Suspected.EMPLOYEE
    assert not report.received_by_owner
    (denied,) = [one for one in town.of("access.AccessDenied") if one.to_stream == stream]
    assert (denied.person, denied.to_stream, denied.ground) == (person("mistenkt"), stream, DenialGround.SUSPECTED_IN_CASE)
    assert town.comes("rektor").get(f"/skjerpet/{stream}").status_code == 200
    for other in ("mistenkt", "fremmed", "laerer", "avdelingsleder", "rektor-b"):
        assert town.comes(other).get(f"/skjerpet/{stream}").status_code == 404


def test_the_suspected_employee_is_shut_out_of_the_pupils_own_case_too(town: Town):
    sent(town, "laerer")

    assert matter("sak") in {one.to_stream for one in town.of("access.AccessDenied") if one.person == person("laerer")}


def test_a_suspected_leader_notices_nothing(town: Town):
    before = town.comes("rektor").get("/saker").status_code, len(town.of("access.AccessDenied"))

    sent(town, "rektor")

    assert (town.comes("rektor").get("/saker").status_code, len(town.of("access.AccessDenied"))) == (before[0], before[1] + 1)


@pytest.mark.parametrize("leader", ["rektor", "avdelingsleder"])
def test_against_a_leader_it_goes_past_the_school_to_the_owner(town: Town, leader: str):
    stream = sent(town, leader)

    report = town.events(stream)[0].event
    assert report.suspected is Suspected.LEADER
    assert report.received_by_owner
    for nobody in ("rektor", "avdelingsleder", "saksbehandler", "laerer"):
        assert town.comes(nobody).get(f"/skjerpet/{stream}").status_code == 404
    assert stream not in {row.stream_id for row in town.server.desk.read_model.inbox("974620014")}
    assert str(stream) in town.comes("skoleeier").get("/eierinnboks").text
    assert town.comes("skoleeier").get(f"/skjerpet/{stream}").status_code == 200


def test_a_leader_who_is_no_member_of_the_staff_list_is_ticked_as_one(town: Town):
    stream = sent(town, suspected="", suspected_described="Vikarierende rektor", leads="1")

    report = town.events(stream)[0].event
    assert report.suspected is Suspected.LEADER
    assert "Vikarierende rektor" in report.content


def test_the_owner_acknowledges_and_the_reporter_sees_that(town: Town):
    stream = sent(town, "rektor")
    owner = town.comes("skoleeier")

    assert owner.post(f"/eierinnboks/{stream}/mottatt", {}, page="/eierinnboks").status_code == 303

    assert "Mottaket er bekreftet" in owner.get("/eierinnboks").text
    assert town.of("case.OwnerAcknowledged")[-1].acknowledged_by == person("skoleeier")
    assert "Navn skoleeier" in town.comes("fremmed").get("/mine-meldinger").text


def test_the_suspected_reads_nothing_of_it_anywhere(town: Town):
    sent(town, "rektor", content=f"{CANARY} hemmelig")
    sent(town, "mistenkt", content=f"{CANARY} hemmelig")

    for login in ("rektor", "mistenkt"):
        for page in ("/meld", "/mine-meldinger", "/"):
            assert f"{CANARY} hemmelig" not in town.comes(login).get(page).text
    assert town.comes("rektor").get("/eierinnboks").status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"suspected": ""}, "suspected"),
        ({"suspected": str(UUID(int=3))}, "suspected"),
        ({"pupil": ""}, "wanted"),
        ({"content": " "}, "content"),
        ({"suspected_on": "i morgen"}, "suspected_on"),
        ({"suspected_on": "1.1.2031"}, "suspected_on"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_recorded(town: Town, change: dict[str, str], field: str):
    before = len(town.log())

    answer = town.comes("fremmed").post(FORM, form(**change) if "suspected" not in change else {**form(), **change})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert len(town.log()) == before


def test_the_principals_page_says_what_is_left_to_do(town: Town):
    page = town.comes("rektor").get(f"/skjerpet/{matter('skjerpet')}").text

    for step in (
        "Er meldingen åpenbart grunnløs?",
        "Kommunen har fått beskjed",
        "Den ansatte er informert og hørt",
        "Plan for eleven",
    ):
        assert step in page
    assert f"/skjerpet/{matter('skjerpet')}/skjema/heightened.ObviousGroundlessnessAssessed" in page


def test_another_kind_of_matter_is_not_found_there(town: Town):
    assert town.comes("rektor").get(f"/skjerpet/{matter('sak')}").status_code == 404
    assert town.comes("rektor").get(f"/inngrep/{matter('sak')}").status_code == 404


def test_every_step_leads_to_its_form(town: Town):
    for leader, name in (("rektor", "skjerpet"), ("skoleeier", "mot-rektor")):
        visitor = town.comes(leader)
        links = FORM_LINK.findall(visitor.get(f"/skjerpet/{matter(name)}").text)
        assert len(links) == 9
        for link in links:
            assert visitor.get(link).status_code == 200, link
