"""My day shows what waits for the one who is logged in, and nothing that she may not see."""

from uuid import uuid4

import pytest
from town import CANARY, Town, matter

from events.avvik import AvvikRaised
from events.base import Stream
from events.lists.access import DenialGround
from events.lists.decisions import AvvikGrade, AvvikKind
from texts.case_number import case_number

AVVIK = uuid4()


def day(town: Town, login: str) -> str:
    answer = town.comes(login).get("/min-dag")
    assert answer.status_code == 200
    return answer.text


def test_a_principal_has_the_tasks_of_her_school(town: Town):
    text = day(town, "rektor")
    assert f"/saker/{matter('sak')}" in text
    assert str(matter("sak-b")) not in text
    assert str(matter("mot-rektor")) not in text
    assert "/skjema/" in text


def test_a_case_handler_has_those_of_her_own_cases(town: Town):
    text = day(town, "saksbehandler")
    assert f"/saker/{matter('sak')}" in text
    assert str(matter("skjerpet")) not in text


def test_a_teacher_has_her_own_measures_and_no_plan_to_adopt(town: Town):
    text = day(town, "laerer")
    assert "PlanAdopted" not in text
    assert str(matter("skjerpet")) not in text


def test_the_owner_has_the_notices_that_nobody_has_confirmed(town: Town):
    text = day(town, "skoleeier")
    assert "Varsler som venter på bekreftelse" in text
    assert case_number(matter("varslet")) in text
    assert case_number(matter("mot-rektor")) in text
    assert CANARY not in text
    assert "case.OwnerAcknowledged" in text


def test_the_owner_and_her_adviser_have_no_avvik_of_a_case_that_they_are_shut_out_of(town: Town):
    raised = AvvikRaised(kind=AvvikKind.PROCESS_BREACH, grade=AvvikGrade.BREACH_OF_LAW, about_stream=matter("sak"))
    town.happens(Stream.AVVIK, AVVIK, raised, case_id=matter("sak"))
    for login in ("skoleeier", "raadgiver"):
        assert case_number(AVVIK) in day(town, login)
        town.denies(matter("sak"), login, DenialGround.CONFLICT_OF_INTEREST)
        assert case_number(AVVIK) not in day(town, login)


@pytest.mark.parametrize("login", ["fremmed", "arkivar", "mistenkt", "personal"])
def test_whoever_has_nothing_waiting_is_told_so(town: Town, login: str):
    text = day(town, login)
    assert "Ingenting venter på deg" in text
    assert CANARY not in text


@pytest.mark.parametrize("login", ["mor", "elev"])
def test_families_are_led_to_their_own_page(town: Town, login: str):
    answer = town.comes(login).get("/min-dag")
    assert answer.status_code == 303
    assert answer.location.endswith("/foresatt")
