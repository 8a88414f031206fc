"""Those who lead take out process data for a purpose; that it went out stands in the log, and others do not get there."""

from __future__ import annotations

import hashlib
import json

import pytest
from town import CANARY, A, B, Town, matter

from events.base import Stream
from events.lists.access import DenialGround, DisclosureBasis, DisclosureOutcome
from events.lists.year import OwnershipKind
from events.organisation import SchoolRegistered
from services.case_service.process_export import ObjectType, Pseudonyms
from services.case_service.streams import access_stream, municipality_stream, school_stream

PAGE = "/prosessdata"
NEW = "974620057"
WANTED = {"school": "", "format": "ocel-json", "recipient": "Analyseavdelingen", "purpose": f"Se hvor lenge vi venter {CANARY}"}


def test_the_owner_takes_out_all_schools_and_the_disclosure_is_in_the_log_with_the_hash(town: Town):
    answer = town.comes("skoleeier").post(PAGE, WANTED, page=PAGE)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert CANARY not in answer.text
    (asked,), (answered,) = town.of("access.DisclosureRequested"), town.of("access.DisclosureAnswered")
    assert (asked.basis, asked.requester, asked.about) == (DisclosureBasis.OWN_CONTROL, WANTED["recipient"], WANTED["purpose"])
    assert (answered.outcome, answered.redacted) == (DisclosureOutcome.GRANTED, True)
    assert answered.package_sha256 == hashlib.sha256(answer.data).hexdigest()
    assert town.events(access_stream(municipality_stream("lyngfjord")))[-1].event == answered


def test_a_principal_gets_the_own_school_and_no_heightened_case(town: Town):
    answer = town.comes("rektor").post(PAGE, {**WANTED, "school": A}, page=PAGE)
    file = json.loads(answer.data)
    assert {one["id"] for one in file["objects"] if one["type"] == "school"} == {f"school-{A}"}
    assert "heightened_case" not in {one["name"] for one in file["objectTypes"]}
    for other in ("", B):
        assert town.comes("rektor").post(PAGE, {**WANTED, "school": other}, page=PAGE).status_code == 422


def test_a_case_that_she_is_shut_out_of_is_not_in_it(town: Town):
    town.denies(matter("sak"), "rektor", DenialGround.CONFLICT_OF_INTEREST)
    answer = town.comes("rektor").post(PAGE, {**WANTED, "school": A}, page=PAGE)
    name = Pseudonyms(town.server.desk.marking_key).of(ObjectType.CASE, matter("sak"))
    assert answer.status_code == 200
    assert name not in answer.text


@pytest.mark.parametrize(
    "change", [{"recipient": ""}, {"purpose": " "}, {"since": "i går"}, {"since": "02.03.2027", "until": "01.03.2027"}]
)
def test_what_is_missing_is_said_and_nothing_goes_out(town: Town, change: dict[str, str]):
    answer = town.comes("skoleeier").post(PAGE, {**WANTED, **change}, page=PAGE)
    assert answer.status_code == 422
    assert town.of("access.DisclosureRequested") == []


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"since": "i går"}, "since", "Fra og med dag: Skriv en dato"),
        ({"until": "32.13.2027"}, "until", "Til og med dag: Skriv en dato"),
        ({"since": "02.03.2027", "until": "01.03.2027"}, "until", "Til og med dag: Siste dag er før første dag."),
        ({"since": "01.01.1999", "until": "31.12.1999"}, "since", "Fra og med dag: Det finnes ingen hendelser i disse dagene."),
        ({"until": "31.12.1999"}, "until", "Til og med dag: Det finnes ingen hendelser i disse dagene."),
        ({"school": NEW}, "school", "Det finnes ingen hendelser å ta ut her."),
    ],
)
def test_what_is_wrong_is_said_of_its_field_and_nothing_that_was_written_is_lost(
    town: Town, change: dict[str, str], field: str, says: str
):
    school = SchoolRegistered(
        orgnr=NEW, name="Nybakk skole", lowest_grade=1, highest_grade=7, ownership=OwnershipKind.MUNICIPAL, municipality="9901"
    )
    town.happens(Stream.SCHOOL, school_stream("lyngfjord", NEW), school, school=NEW)
    answer = town.comes("skoleeier").post(PAGE, {**WANTED, **change}, page=PAGE)
    assert answer.status_code == 422
    assert f'<a href="#{field}">{says}' in answer.text
    for written in {**WANTED, **change}.values():
        assert written in answer.text


@pytest.mark.parametrize("who", ["laerer", "saksbehandler", "avdelingsleder", "personvernombud", "administrator", "mor", "elev"])
def test_nobody_else_gets_there(town: Town, who: str):
    assert town.comes(who).get(PAGE).status_code == 403
    assert town.comes(who).post(PAGE, WANTED).status_code == 403
