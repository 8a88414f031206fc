"""/avvik and /avvik/<id>: who sees which, what stands there, and what comes next."""

from __future__ import annotations

from datetime import date

import pytest
from raised import RULE, raised, treated
from town import CANARY, EVERYBODY, B, matter, person

from events.access import AccessDenied
from events.avvik import AvvikClosed
from events.base import Stream
from events.lists.access import DenialGround
from events.lists.decisions import AvvikGrade, AvvikKind
from services.case_service.streams import access_stream
from texts.case_number import case_number

LEADERS = ("rektor", "rektor-b", "skoleeier", "raadgiver")


@pytest.mark.parametrize("who", EVERYBODY)
def test_leaders_and_the_owner_have_the_list_and_nobody_else(town, who):
    assert town.comes(who).get("/avvik").status_code == (200 if who in LEADERS else 403)


def test_a_principal_sees_her_schools_avvik_and_the_owner_all(town):
    own, other, municipal = raised(town), raised(town, school=B), raised(town, school=None)

    at_a, everywhere = town.comes("rektor").get("/avvik").text, town.comes("skoleeier").get("/avvik").text

    assert case_number(own) in at_a
    assert case_number(other) not in at_a
    assert case_number(municipal) not in at_a
    assert all(case_number(one) in everywhere for one in (own, other, municipal))
    assert "Åpne (1)" in at_a
    assert "Åpne (3)" in everywhere


def test_the_list_holds_no_text_that_somebody_wrote_and_no_pupil(town):
    raised(town, about=matter("sak"))

    assert CANARY not in town.comes("skoleeier").get("/avvik").text


@pytest.mark.parametrize("case", ["mot-rektor"])
def test_an_avvik_of_a_case_against_a_leader_is_neither_listed_nor_found_nor_counted_at_the_school(town, case):
    hidden = raised(town, about=matter(case))
    rektor = town.comes("rektor")

    listed = rektor.get("/avvik").text

    assert case_number(hidden) not in listed
    assert "Åpne (0)" in listed
    assert rektor.get(f"/avvik/{hidden}").status_code == 404
    assert rektor.get(f"/avvik/{hidden}/skjema/avvik.AvvikCauseFound").status_code == 404
    assert town.comes("skoleeier").get(f"/avvik/{hidden}").status_code == 200


def test_whoever_is_shut_out_of_a_case_is_shut_out_of_its_avvik(town):
    hidden = raised(town, about=matter("sak"))
    assert town.comes("rektor").get(f"/avvik/{hidden}").status_code == 200
    denied = AccessDenied(person=person("rektor"), to_stream=matter("sak"), ground=DenialGround.CONFLICT_OF_INTEREST)
    town.happens(Stream.ACCESS, access_stream(matter("sak")), denied)

    rektor = town.comes("rektor")

    assert rektor.get(f"/avvik/{hidden}").status_code == 404
    assert case_number(hidden) not in rektor.get("/avvik").text


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one not in ("rektor", "skoleeier", "raadgiver")])
def test_an_avvik_of_another_school_or_for_nobody_is_not_found(town, who):
    stream = raised(town)

    answer = town.comes(who).get(f"/avvik/{stream}")

    assert answer.status_code == 404
    assert CANARY not in answer.text


def test_a_case_is_no_avvik(town):
    assert town.comes("rektor").get(f"/avvik/{matter('sak')}").status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("type=heightened_12_5", "heightened"),
        ("grad=breach_of_law", "heightened"),
        ("grad=internal_avvik", "plain"),
        (f"regel={RULE}", "plain"),
        ("alder=30", None),
        ("vis=lukkede", "closed"),
        ("vis=forfalte", "overdue"),
        ("vis=tull&type=tull&side=x&alder=9", "plain"),
        ("side=999999999999999999999", None),
    ],
)
def test_the_filters_choose(town, query, shown):
    found = {
        "plain": raised(town),
        "heightened": raised(town, kind=AvvikKind.HEIGHTENED_12_5, grade=AvvikGrade.BREACH_OF_LAW, rule=None),
        "closed": raised(town),
        "overdue": raised(town),
    }
    town.happens(Stream.AVVIK, found["closed"], AvvikClosed(closed_by=person("rektor")))
    treated(town, found["overdue"], to="completion", due=date(2027, 3, 1))

    page = town.comes("rektor").get(f"/avvik?{query}")

    assert page.status_code == 200
    assert shown is None or case_number(found[shown]) in page.text
    if query.startswith(("type=h", "vis=l", "vis=f")):
        assert sum(case_number(one) in page.text for one in found.values()) == 1


@pytest.mark.parametrize(
    ("to", "following"),
    [
        (None, "Skriv årsaken"),
        ("measure", "Bestem tiltak"),
        ("completion", "Tiltaket er gjennomført"),
        ("effect", "Vurder virkningen"),
        ("closing", "Lukk avviket"),
    ],
)
def test_the_next_step_stands_on_top_and_its_form_opens(town, to, following):
    stream = raised(town)
    if to is not None:
        treated(town, stream, to=to)
    rektor = town.comes("rektor")

    page = rektor.get(f"/avvik/{stream}").text
    first = page.split('data-variant="primary"')[1].split("</a>")[0]

    assert following in first
    assert rektor.get(first.split('href="')[1].split('"')[0]).status_code == 200


def test_a_closed_avvik_can_be_opened_again(town):
    stream = raised(town)
    town.happens(Stream.AVVIK, stream, AvvikClosed(closed_by=person("rektor")))

    assert "Åpne på nytt" in town.comes("rektor").get(f"/avvik/{stream}").text


def test_the_page_tells_what_was_written_and_logs_who_read_it(town):
    stream = raised(town, about=matter("sak"))

    page = town.comes("rektor").get(f"/avvik/{stream}").text

    assert f"Beskrivelse {CANARY}" in page
    assert f"/saker/{matter('sak')}" in page
    assert [one.of_stream for one in town.of("access.ContentRead")] == [stream]


def test_the_treatment_is_recorded_through_the_forms_to_the_end(town):
    stream = raised(town)
    rektor = town.comes("rektor")

    def fill(topic, **form):
        path = f"/avvik/{stream}/skjema/{topic}"
        page = rektor.get(path).text
        version = page.split('name="seen_version" value="')[1].split('"')[0]
        answer = rektor.post(path, {"seen_version": version, **form}, page=path)
        assert answer.status_code == 303, answer.text

    fill("avvik.AvvikCauseFound", cause="Glemt")
    fill("avvik.AvvikMeasureDecided", responsible=str(person("rektor")), due_on="20.03.2027", description="Fast punkt i møtet")
    [decided] = town.of("avvik.AvvikMeasureDecided")
    fill("avvik.AvvikMeasureDone", measure=str(decided.measure))
    fill("avvik.AvvikEffectChecked", effect="effective")
    fill("avvik.AvvikClosed")

    assert "Lukket" in rektor.get(f"/avvik/{stream}").text


def test_an_avvik_opened_from_the_overview_leads_back_to_the_same_view_also_after_something_was_recorded(town):
    one, another = raised(town), raised(town)
    rektor = town.comes("rektor")
    view = "/eier/avvik?skole=974620014&amp;periode=all"

    opened = rektor.get(f"/avvik/{one}?tilbake=%2Feier%2Favvik%3Fskole%3D974620014%26periode%3Dall").text

    assert f'<a href="{view}">Tilbake til oversikten</a>' in opened
    assert f'<a href="{view}">' in rektor.get(f"/avvik/{one}").text
    assert "Tilbake til oversikten" not in rektor.get(f"/avvik/{another}").text


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/eier/",
        "//elsewhere.example/eier/",
        "/saker",
        "/eier/../saker",
        "\\eier",
        "/eier/" + "x" * 700,
        "",
    ],
)
def test_the_way_back_leads_nowhere_but_to_the_overview(town, address):
    one = raised(town)
    page = town.comes("rektor").client.get(f"/avvik/{one}", query_string={"tilbake": address}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Tilbake til oversikten" not in page.text
