"""/admin/skolerute: closed days are facts of each school, move no limit, and stand where a limit is explained."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from town import A, B, Town, matter, person

from events.lists.year import ClosedDay
from events.organisation import SchoolDayClosed
from services.case_service.streams import school_stream

PAGE = "/admin/skolerute"
EASTER_WEEK: dict[str, Any] = {"first": "2027-03-20", "last": "2027-03-29", "kind": "holiday", "schools": [A, B]}
"""Monday to Wednesday are working days; Maundy Thursday to Easter Monday are public holidays."""


def closed_at(town: Town, school: str) -> list[tuple[date, ClosedDay]]:
    facts = (one.event for one in town.events(school_stream("lyngfjord", school)))
    return [(fact.day, fact.kind) for fact in facts if isinstance(fact, SchoolDayClosed)]


def test_a_stretch_is_recorded_for_every_school_chosen_day_by_day_without_weekends_and_public_holidays(town: Town):
    visitor = town.comes("administrator")

    assert visitor.post(PAGE, EASTER_WEEK).status_code == 303

    three_days = [(date(2027, 3, day), ClosedDay.HOLIDAY) for day in (22, 23, 24)]
    assert closed_at(town, A) == closed_at(town, B) == three_days
    assert {one.envelope.actor.ref for one in town.events(school_stream("lyngfjord", A))[1:]} == {person("administrator")}
    shown = " ".join(re.sub(r"<[^>]+>", " ", visitor.get(PAGE).text).split())
    for words in ("22.3.2027", "24.3.2027 skoleferie", "Alle skoler"):
        assert words in shown


def test_days_are_read_as_people_write_them(town: Town):
    answer = town.comes("administrator").post(PAGE, EASTER_WEEK | {"first": "20.03.2027", "last": "29.3.27"})

    assert answer.status_code == 303
    assert [day for day, _ in closed_at(town, A)] == [date(2027, 3, day) for day in (22, 23, 24)]


def test_days_that_are_closed_already_are_not_recorded_again(town: Town):
    visitor = town.comes("skoleeier")
    visitor.post(PAGE, EASTER_WEEK | {"schools": [A]})

    assert visitor.post(PAGE, EASTER_WEEK).status_code == 303
    assert [len(closed_at(town, school)) for school in (A, B)] == [3, 3]
    assert visitor.post(PAGE, EASTER_WEEK).status_code == 303
    assert "registrert som stengt" in visitor.get(PAGE).text
    assert [len(closed_at(town, school)) for school in (A, B)] == [3, 3]
    assert "24.3.2027: skoleferie" in visitor.get(f"/admin/skoler/{A}").text


def test_what_was_closed_in_one_go_is_one_line_among_a_school_s_changes(town: Town):
    visitor = town.comes("administrator")
    visitor.post(PAGE, EASTER_WEEK)
    visitor.post(PAGE, EASTER_WEEK | {"first": "2027-05-14", "last": "", "kind": "planning_day"})

    told = visitor.get(f"/admin/skoler/{A}").text

    assert told.count("Skolefri dag registrert") == len(["three days", "and one"])
    assert "24.3.2027 · skoleferie" in told


def test_a_school_s_own_page_leads_to_the_form_for_that_school_alone(town: Town):
    visitor = town.comes("administrator")

    assert f'href="{PAGE}?skole={A}"' in visitor.get(f"/admin/skoler/{A}").text
    page = visitor.get(f"{PAGE}?skole={A}").text
    chosen = {school: re.search(rf'<input[^>]*value="{school}"[^>]*>', page) for school in (A, B)}
    assert ["checked" in found[0] for found in chosen.values() if found] == [True, False]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"first": ""}, "first", "Skriv en dato"),
        ({"first": "22.13.27"}, "first", "Første dag: Skriv en dato"),
        ({"last": "i morgen"}, "last", "Siste dag: Skriv en dato"),
        ({"last": "2027-03-01"}, "last", "kan ikke være før første dag"),
        ({"last": "2028-03-20"}, "last", "mindre enn 100 dager"),
        ({"first": "2027-03-25", "last": "2027-03-29"}, "first", "ingen arbeidsdag"),
        ({"kind": ""}, "kind", "Velg minst ett"),
        ({"schools": []}, "schools", "Velg minst én"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_recorded_or_lost(
    town: Town, change: dict[str, Any], field: str, words: str
):
    answer = town.comes("administrator").post(PAGE, EASTER_WEEK | change)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert words in answer.text
    assert (EASTER_WEEK | change)["first"] in answer.text
    assert closed_at(town, A) == []


@pytest.mark.parametrize("change", [{"schools": ["100000011"]}, {"kind": "strike"}])
def test_what_the_form_does_not_offer_is_refused(town: Town, change: dict[str, Any]):
    assert town.comes("administrator").post(PAGE, EASTER_WEEK | change).status_code == 400
    assert closed_at(town, A) == []


def test_what_was_closed_by_mistake_is_taken_back_and_stays_in_the_history(town: Town):
    visitor = town.comes("administrator")
    visitor.post(PAGE, EASTER_WEEK)

    (link,) = re.findall(r'href="(/admin/skolerute\?fra=[^"]+)"', visitor.get(PAGE).text)
    page = visitor.get(unescape(link)).text
    assert re.search(r'<input[^>]*name="kind"[^>]*value="open"[^>]*checked', page)
    assert 'value="2027-03-22"' in page
    assert 'value="2027-03-24"' in page
    form = {"first": "2027-03-22", "last": "2027-03-24", "kind": "open", "schools": [A]}
    assert visitor.post(PAGE, form).status_code == 303

    assert [len(closed_at(town, school)) for school in (A, B)] == [3, 3]
    town.server.desk.read_model.catch_up()
    assert dict(town.server.desk.calendar.closed_at(A)) == {}
    assert len(town.server.desk.calendar.closed_at(B)) == 3
    told = visitor.get(f"/admin/skoler/{A}").text
    assert told.count("Skolefri dag trukket tilbake") == len(["three days in one go"])
    assert "Skolefri dag registrert" in told


def test_schools_that_are_not_closed_are_not_opened(town: Town):
    visitor = town.comes("administrator")
    visitor.post(PAGE, EASTER_WEEK | {"schools": [A]})

    assert visitor.post(PAGE, EASTER_WEEK | {"kind": "open"}).status_code == 303
    assert visitor.post(PAGE, EASTER_WEEK | {"kind": "open"}).status_code == 303

    assert "er registrert som stengt på disse dagene" in visitor.get(PAGE).text
    reopened = town.of("school.SchoolDayReopened")
    assert [one.day for one in reopened] == [date(2027, 3, day) for day in (22, 23, 24)]


def test_a_day_that_was_taken_back_no_longer_stands_where_a_limit_is_explained(town: Town):
    duties, day = f"/saker/{matter('sak')}/plikter", {"first": "2027-03-04", "schools": [A]}
    visitor, office = town.comes("rektor"), town.comes("administrator")
    before = visitor.get(duties).text
    office.post(PAGE, day | {"kind": "planning_day"})
    office.post(PAGE, day | {"kind": "open"})

    after = visitor.get(duties).text

    assert "Skolen er stengt 4.3.2027" not in after
    assert re.findall(r"innen \d+\.\d+\.\d+", after) == re.findall(r"innen \d+\.\d+\.\d+", before)


@pytest.mark.parametrize("who", ["rektor", "raadgiver", "laerer", "revisor"])
def test_nobody_else_decides_when_schools_are_closed(town: Town, who: str):
    assert town.comes(who).get(PAGE).status_code == 403
    assert town.comes(who).post(PAGE, EASTER_WEEK).status_code == 403


def test_a_closed_day_stands_where_a_limit_is_explained_and_moves_it_not(town: Town):
    duties = f"/saker/{matter('sak')}/plikter"
    visitor = town.comes("rektor")
    before = visitor.get(duties).text
    town.comes("administrator").post(PAGE, {"first": "2027-03-04", "kind": "planning_day", "schools": [A]})

    after = visitor.get(duties).text

    sentence = "Skolen er stengt 4.3.2027; det stanser ikke fristen."
    assert sentence not in before
    assert sentence in after
    assert re.findall(r"innen \d+\.\d+\.\d+", after) == re.findall(r"innen \d+\.\d+\.\d+", before)
