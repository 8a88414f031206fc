"""The page of the replay: for those who see the whole case, at any event or moment, and never with anything later on it."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from replay.told_town import ADDRESS, CASE, goes_on, happens
from town import CANARY, A, Town, matter, person

from events.access import ContentRead
from events.concern import SeverityAssessed
from events.lists.people import Role

TAGS = re.compile(r"<[^>]+>")


def view(text: str) -> str:
    """What stands below the slider, as it is read."""
    return " ".join(TAGS.sub(" ", text.partition('id="replay-view"')[2]).split())


def state(text: str) -> str:
    part = text.partition('<table class="ds-table state-table">')[2].partition("</table>")[0]
    return " ".join(TAGS.sub(" ", part).split())


@pytest.fixture
def told(town: Town) -> Town:
    goes_on(town)
    return town


@pytest.mark.parametrize("login", ["rektor", "saksbehandler"])
def test_those_who_handle_a_case_replay_it(town: Town, login: str):
    answer = town.comes(login).get(ADDRESS)
    assert answer.status_code == 200
    assert "style=" not in answer.text


def test_an_auditor_who_was_given_access_replays_a_case_and_no_other(town: Town):
    assert town.comes("revisor").get(ADDRESS).status_code == 404
    town.gives(CASE, "revisor", Role.AUDITOR)
    assert town.comes("revisor").get(ADDRESS).status_code == 200
    assert town.comes("revisor").get(f"/saker/{matter('varslet')}/avspilling").status_code == 404


@pytest.mark.parametrize("login", ["laerer", "rektor-b", "fremmed", "mistenkt", "arkivar", "revisor", "mor", "elev"])
def test_who_is_not_shown_the_whole_case_is_shown_no_replay_of_it(town: Town, login: str):
    assert town.comes(login).get(ADDRESS).status_code == 404


def test_a_line_about_a_measure_names_the_measure_whoever_carries_it_out(told: Town):
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", told.comes("rektor").get(ADDRESS).text, flags=re.DOTALL)
    carried_out = [" ".join(TAGS.sub(" ", line).split()) for line in lines if "Ansvarlig for tiltaket" in line]
    assert carried_out
    assert not [line for line in carried_out if line.startswith("Ansvarlig for tiltaket: ukjent person")]


def test_what_is_said_of_the_case_stands_before_what_is_said_of_its_measures(told: Town):
    lines = state(told.comes("rektor").get(f"{ADDRESS}?tid=skrevet").text)
    assert "Status" in lines.partition("Først kjent")[0]
    assert max(lines.index(one) for one in ("Elev", "Planen evalueres", "Saksbehandler")) < lines.index("Ansvarlig for tiltaket")


def test_a_heightened_case_is_replayed_by_those_whom_it_is_open_to_alone(town: Town):
    address = f"/skjerpet/{matter('mot-rektor')}/avspilling"
    assert town.comes("rektor").get(address).status_code == 404
    assert town.comes("skoleeier").get(address).status_code == 200


def test_a_view_is_logged_as_a_reading(town: Town):
    town.comes("rektor").get(ADDRESS)
    assert [one.person for one in town.of("access.ContentRead") if isinstance(one, ContentRead)] == [person("rektor")]


def test_the_case_page_leads_to_the_replay(town: Town):
    assert f'href="{ADDRESS}"' in town.comes("rektor").get(f"/saker/{CASE}").text


def test_at_the_last_event_the_page_says_what_the_case_page_says(told: Town):
    rector = told.comes("rektor")
    for axis in ("skjedde", "visste", "skrevet"):
        text = rector.get(f"{ADDRESS}?tid={axis}").text
        assert "Alvorlig Ja" in state(text)
        assert "Plan, versjon 2" in state(text)


def test_what_was_said_later_stands_nowhere_in_a_view(told: Town):
    happens(told, SeverityAssessed(serious=False, reason="Dette kom til sist"), days_ago=0)
    last = len(told.events(CASE))
    rector = told.comes("rektor")
    assert "Dette kom til sist" in rector.get(f"{ADDRESS}?tid=skrevet&hendelse={last}").text
    before = rector.get(f"{ADDRESS}?tid=skrevet&hendelse={last - 1}").text
    assert "Dette kom til sist" not in before
    assert "Alvorlig Ja" in state(before)


def test_the_chosen_event_says_what_it_changed(told: Town):
    number = next(one.version for one in told.events(CASE) if one.topic == "case.SeverityAssessed")
    text = told.comes("rektor").get(f"{ADDRESS}?tid=skrevet&hendelse={number}").text
    assert re.search(r'<tr data-change="added">\s*<th scope="row">Alvorlig</th>', text)
    assert "Hva hendelsen endret" in text


def test_a_measure_told_of_afterwards_is_seen_when_it_happened_or_when_it_was_written(told: Town):
    done = told.events(CASE)[-1]
    assert done.topic == "case.MeasureExecuted"
    day = done.envelope.occurred_at.date().isoformat()
    rector = told.comes("rektor")
    assert "Ganger tiltaket er gjennomført" in state(rector.get(f"{ADDRESS}?tid=skjedde&dag={day}").text)
    assert "Ganger tiltaket er gjennomført" not in state(rector.get(f"{ADDRESS}?tid=skrevet&dag={day}").text)


def test_what_was_written_down_afterwards_is_listed_once_it_is_seen(told: Town):
    last = told.comes("rektor").get(f"{ADDRESS}?tid=skrevet").text
    late = view(last).rpartition("Skrevet ned i ettertid")[2]
    assert "Tiltak gjennomført" in late
    assert "Skrevet ned etter noe som skjedde senere" in late
    first = told.comes("rektor").get(f"{ADDRESS}?tid=skrevet&hendelse=1").text
    assert "Tiltak gjennomført" not in view(first)


def test_a_closed_day_stands_in_an_explanation_only_from_when_it_was_written_down(told: Town):
    town, last = told, len(told.events(CASE))
    town.server.clock.now += timedelta(hours=1)
    form = {"first": "2027-03-04", "kind": "planning_day", "schools": [A]}
    assert town.comes("administrator").post("/admin/skolerute", form).status_code == 303
    town.server.clock.now += timedelta(hours=1)
    happens(town, SeverityAssessed(serious=False, reason=CANARY), days_ago=0)

    sentence, rector = "Skolen er stengt 4.3.2027", town.comes("rektor")
    assert sentence not in rector.get(f"{ADDRESS}?tid=skrevet&hendelse={last}").text
    assert sentence in rector.get(f"{ADDRESS}?tid=skrevet&hendelse={last + 1}").text


def test_a_closed_day_that_was_taken_back_stands_in_what_was_explained_until_then(told: Town):
    town, last = told, len(told.events(CASE))
    for kind in ("planning_day", "open"):
        town.server.clock.now += timedelta(hours=1)
        form = {"first": "2027-03-04", "kind": kind, "schools": [A]}
        assert town.comes("administrator").post("/admin/skolerute", form).status_code == 303
        town.server.clock.now += timedelta(hours=1)
        happens(town, SeverityAssessed(serious=False, reason=CANARY), days_ago=0)

    sentence, rector = "Skolen er stengt 4.3.2027", town.comes("rektor")
    assert sentence in rector.get(f"{ADDRESS}?tid=skrevet&hendelse={last + 1}").text
    assert sentence not in rector.get(f"{ADDRESS}?tid=skrevet&hendelse={last + 2}").text


def test_two_moments_stand_side_by_side_with_what_differs(told: Town):
    last = len(told.events(CASE))
    text = told.comes("rektor").get(f"{ADDRESS}?tid=skrevet&hendelse=3&mot_hendelse={last}").text
    part = view(text).partition("To tidspunkter ved siden av hverandre")[2].partition("Planen som gjaldt")[0]
    assert "Alvorlig" in part
    assert "Hendelser imellom" in part


def test_a_moment_compared_with_itself_differs_in_nothing(told: Town):
    text = told.comes("rektor").get(f"{ADDRESS}?tid=skrevet&hendelse=3&mot_hendelse=3").text
    assert "Ingenting er ulikt mellom de to tidspunktene." in text


def test_by_todays_rules_the_page_says_which_verdicts_change(told: Town):
    text = told.comes("rektor").get(f"{ADDRESS}?regler=i-dag").text
    assert "Hva dagens regler ville endret" in text
    assert "Hva dagens regler ville endret" not in told.comes("rektor").get(ADDRESS).text


def test_an_address_names_the_view_so_that_it_can_be_kept(told: Town):
    address = f"{ADDRESS}?tid=visste&regler=i-dag&hendelse=4&mot_dag=2027-03-05"
    first, second = (told.comes("rektor").get(address).text for _ in range(2))
    assert view(first) == view(second)
    assert "tid=visste&amp;regler=i-dag&amp;hendelse=3&amp;mot_dag=2027-03-05" in first


def test_before_the_first_event_nothing_is_known(town: Town):
    text = town.comes("rektor").get(f"{ADDRESS}?dag=2020-01-01").text
    assert "Ingenting er kjent ennå." in text
    assert "Ingen plikt var utløst." in text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("dag=i+går", '<a href="#dag">Dato: Skriv en dato'),
        ("dag=2027-03-02&kl=99", '<a href="#kl">Klokkeslett: Skriv et klokkeslett'),
        ("mot_dag=i+går", '<a href="#mot_dag">Sammenlign med et annet tidspunkt, dato: Skriv en dato'),
        ("kl=12", "dato"),
        ("hendelse=tre", "Skriv et tall fra 1 og opp."),
        ("hendelse=999", "Den siste er nummer 9."),
        ("dag=2027-04-01", "Dagen har ikke vært ennå."),
        ("mot_hendelse=0", "Skriv et tall fra 1 og opp."),
        ("hendelse=99999999999999999999", "Den siste er nummer 9."),
    ],
)
def test_what_cannot_be_read_is_said_and_leads_to_the_field(town: Town, query: str, says: str):
    answer = town.comes("rektor").get(f"{ADDRESS}?{query}")
    assert answer.status_code == 200
    errors = answer.text.partition("ds-error-summary")[2].partition("</div>")[0]
    assert says in errors


def test_a_strange_address_gives_a_page_and_no_fault(town: Town):
    rector = town.comes("rektor")
    for query in (
        "tid=x&regler=y&plikt=z",
        "dag=9999-12-31",
        "dag=0001-01-01",
        f"plass={quote('٣')}",
        "plass=-1",
        "mot_dag=2027-02-30",
    ):
        assert rector.get(f"{ADDRESS}?{query}").status_code == 200
    assert rector.get(f"/saker/{uuid4()}/avspilling").status_code == 404


def test_the_head_of_the_page_names_no_pupil(town: Town):
    head = town.comes("rektor").get(ADDRESS).text.partition("</head>")[0]
    assert CANARY not in head


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_speaks_every_language(told: Town, language: str):
    rector = told.comes("rektor")
    rector.get(f"{ADDRESS}?sprak={language}")
    assert "replay." not in view(rector.get(f"{ADDRESS}?hendelse=4&mot_hendelse=9&regler=i-dag").text)
