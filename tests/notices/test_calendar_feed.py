"""The calendar behind a secret address: her deadlines, no name, and nothing for whoever has lost the right."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from icalendar import Calendar
from town import CANARY, matter, person

from events.base import Stream
from events.lists.access import DenialGround
from events.lists.people import EmploymentEnd
from events.organisation import StaffMemberLeft
from services.case_service.streams import staff_stream
from texts.case_number import case_number

ADDRESS = re.compile(r'value="http://[^/"]+(/kalender/[^"]+\.ics)"')


def made(visitor, **form):
    return ADDRESS.search(visitor.post("/varsler/kalender", form).text).group(1)


def fetched(town, path):
    return town.server.client().get(path)


def test_a_calendar_holds_the_deadlines_of_the_school_and_no_name(town):
    answer = fetched(town, made(town.comes("rektor")))

    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert answer.mimetype == "text/calendar"
    assert any(case_number(matter("sak")) in str(event["SUMMARY"]) for event in events)
    assert CANARY not in answer.text
    assert "Navn " not in answer.text
    assert str(person("elev")) not in answer.text


def test_a_case_handler_gets_the_cases_she_handles_and_no_others(town):
    text = fetched(town, made(town.comes("saksbehandler"))).text.replace("\r\n ", "")

    assert case_number(matter("sak")) in text
    assert case_number(matter("mot-rektor")) not in text


def test_a_case_against_a_leader_is_in_no_calendar_at_the_school(town):
    text = fetched(town, made(town.comes("rektor"))).text.replace("\r\n ", "")

    assert case_number(matter("mot-rektor")) not in text
    assert case_number(matter("skjerpet")) in text


def test_a_case_that_she_is_shut_out_of_is_not_in_it(town):
    address = made(town.comes("rektor"))
    town.denies(matter("sak"), "rektor", DenialGround.CONFLICT_OF_INTEREST)

    assert case_number(matter("sak")) not in fetched(town, address).text.replace("\r\n ", "")


def test_an_address_is_shown_once_and_the_one_before_ends(town):
    rektor = town.comes("rektor")
    first = made(rektor)
    second = made(rektor)

    assert first not in rektor.get("/varsler").text
    assert fetched(town, first).status_code == 404
    assert fetched(town, second).status_code == 200


def test_a_form_that_is_sent_twice_makes_one_address(town):
    rektor, key = town.comes("rektor"), str(uuid4())

    assert made(rektor, idempotency_key=key) == made(rektor, idempotency_key=key)


def test_an_address_that_was_removed_leads_nowhere(town):
    rektor = town.comes("rektor")
    address = made(rektor)

    rektor.post("/varsler/kalender/fjern", {})

    assert fetched(town, address).status_code == 404


def test_whoever_left_or_was_disabled_has_an_empty_or_no_calendar(town):
    address = made(town.comes("rektor"))
    town.happens(
        Stream.STAFF_MEMBER, staff_stream(person("rektor")), StaffMemberLeft(on=date(2027, 2, 1), reason=EmploymentEnd.LEFT)
    )
    assert Calendar.from_ical(fetched(town, address).data).walk("VEVENT") == []

    town.server.accounts.disable("rektor")
    assert fetched(town, address).status_code == 404


def test_the_address_itself_stands_in_no_file(town):
    token = made(town.comes("rektor")).removeprefix("/kalender/").removesuffix(".ics")

    assert all(token.encode() not in file.read_bytes() for file in town.home.rglob("*") if file.is_file())


@pytest.mark.parametrize("path", ["/kalender/x.ics", f"/kalender/{'a' * 5000}.ics", "/kalender/%00.ics"])
def test_a_wrong_address_is_not_found(town, path):
    assert fetched(town, path).status_code == 404


def test_whoever_guesses_is_asked_to_wait_and_others_still_get_theirs(town):
    address = made(town.comes("rektor"))
    answers = [fetched(town, f"/kalender/{number}.ics").status_code for number in range(12)]

    assert answers[-1] == 429
    assert fetched(town, address).status_code == 200
