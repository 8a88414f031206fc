"""The case page tells those who may what happened, what is due and why; and others nothing, not even that there is a case."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from town import CANARY, NOW, Town, matter, person

from events.access import ContentRead
from events.base import Stream
from events.concern import PartyRoleChanged
from events.correction import DisagreementRegistered, InformationCorrected
from events.lists.measures import Conclusion, Effect, PlanPart
from events.lists.people import PupilRole
from events.plan import FollowUpHeld, MeasureEvaluated, PlanRevised
from services.case_service.streams import readings_stream
from texts.case_number import case_number

CASE = matter("sak")
PAGES = ("", "/plikter", "/plan", "/parter", "/dokumenter", "/utskrift")
ADDRESS = f"/saker/{CASE}"
NONCE = re.compile(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"')


def event_of(town: Town, topic: str, stream_id: UUID = CASE) -> UUID:
    return next(one.envelope.event_id for one in town.events(stream_id) if one.topic == topic)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("login", ["rektor", "saksbehandler"])
def test_those_who_handle_a_case_see_every_page_of_it(town: Town, login: str, page: str):
    answer = town.comes(login).get(ADDRESS + page)
    assert answer.status_code == 200
    assert f"Sak {case_number(CASE)}" in answer.text


@pytest.mark.parametrize("page", [*PAGES, "/versjon"])
@pytest.mark.parametrize("login", ["rektor-b", "fremmed", "mistenkt", "skoleeier", "arkivar", "mor"])
def test_to_others_a_case_looks_exactly_like_one_that_does_not_exist(town: Town, login: str, page: str):
    visitor, none = town.comes(login), uuid4()
    there, nowhere = visitor.get(ADDRESS + page), visitor.get(f"/saker/{none}{page}")
    if login == "skoleeier" and there.status_code in {200, 303}:
        assert CANARY not in there.text  # the owner may see that there is a case, and take access in an emergency
        return
    assert there.status_code == nowhere.status_code == 404
    assert NONCE.sub("", there.text.replace(str(CASE), str(none))) == NONCE.sub("", nowhere.text)


def test_the_title_of_the_page_does_not_name_the_pupil(town: Town):
    head, _, body = town.comes("rektor").get(ADDRESS).text.partition("</head>")
    assert CANARY not in head
    assert f"Elev {CANARY}" in body


def test_the_case_page_says_what_is_next_and_which_rule_asks_for_it(town: Town):
    text = town.comes("rektor").get(ADDRESS).text
    assert "Det neste" in text
    assert "Hvorfor?" in text
    assert "Opplæringslova" in text
    assert f"/saker/{CASE}/skjema/" in text


def test_the_case_page_draws_every_event_as_a_link_to_its_place_in_the_list(town: Town):
    text = town.comes("rektor").get(ADDRESS).text
    count = len(town.events(CASE))
    assert all(f'href="#h{number}"' in text and f'id="h{number}"' in text for number in range(1, count + 1))
    assert "style=" not in text


def test_reading_a_page_is_logged_once_and_a_single_event_as_that_alone(town: Town):
    principal, heard = town.comes("rektor"), event_of(town, "case.PupilHeard")
    principal.get(ADDRESS)
    principal.get(f"{ADDRESS}/hendelser/{heard}")
    readings = [one for one in town.of("access.ContentRead") if isinstance(one, ContentRead)]
    assert [one.of_events for one in readings] == [(), (heard,)]
    assert readings_stream(CASE, datetime(2027, 3, 3, tzinfo=UTC).date())


def test_asking_for_the_version_is_no_reading_and_tells_no_content(town: Town):
    answer = town.comes("rektor").get(f"{ADDRESS}/versjon")
    assert answer.json is not None
    assert answer.json["version"] == len(town.events(CASE))
    assert CANARY not in answer.text
    assert not town.of("access.ContentRead")


def test_a_teacher_sees_her_own_measure_and_none_of_the_confidences(town: Town):
    text = town.comes("laerer").get(ADDRESS).text
    assert "Tiltak satt inn" in text
    assert "Betrodd" not in text
    assert town.comes("laerer").get(f"{ADDRESS}/plikter").status_code == 404


def test_a_teacher_cannot_open_an_event_that_she_is_not_shown(town: Town):
    heard = event_of(town, "case.PupilHeard")
    assert town.comes("laerer").get(f"{ADDRESS}/hendelser/{heard}").status_code == 404
    assert town.comes("laerer").get(f"{ADDRESS}/hendelser/{uuid4()}").status_code == 404


def test_a_correction_and_a_disagreement_stand_beside_what_they_concern(town: Town):
    heard = event_of(town, "case.PupilHeard")
    town.happens(
        Stream.CASE,
        CASE,
        InformationCorrected(corrected_event=heard, field="view", right_information="Jeg sa noe annet", reason="Feil sitat"),
        DisagreementRegistered(about_event=heard, by=person("mor"), statement="Slik var det ikke"),
    )
    text = town.comes("rektor").get(f"{ADDRESS}/hendelser/{heard}").text
    assert "Jeg sa noe annet" in text
    assert "Slik var det ikke" in text


def test_the_duties_page_has_all_eight_duties_with_evidence_and_gaps(town: Town):
    text = town.comes("rektor").get(f"{ADDRESS}/plikter").text
    for duty in (
        "Følge med",
        "Gripe inn",
        "Melde fra",
        "Undersøke",
        "Sette inn tiltak",
        "Dokumentere",
        "Medvirkning",
        "Barnets beste",
    ):
        assert duty in text
    assert "Bygger på:" in text
    assert f"{ADDRESS}/hendelser/" in text


@pytest.mark.parametrize("page", ["/plikter", f"/avspilling?dag={NOW:%Y-%m-%d}"])
def test_a_requirement_on_content_that_is_not_met_is_called_that_and_not_overdue(town: Town, page: str):
    text = town.comes("rektor").get(f"{ADDRESS}{page}").text
    told = [" ".join(one.split()) for one in text.split('<li class="obligation"')[1:]]
    unmet = [one for one in told if "oppfyller ikke kravet" in one]
    assert unmet
    assert all("ikke oppfylt" in one.partition("</div>")[0] for one in unmet)
    assert not any("over fristen" in one.partition("</div>")[0] or "Mangler" in one for one in unmet)


def test_the_plan_page_shows_versions_letters_measures_and_how_the_pupil_has_it(town: Town):
    measure = next(one.event.measure for one in town.events(CASE) if one.topic == "case.MeasureAdded")
    town.happens(
        Stream.CASE,
        CASE,
        PlanRevised(
            plan_version=2,
            parts=(PlanPart.PROBLEM, PlanPart.MEASURES),
            pupil_participated=True,
            guardians_participated=False,
            what_changed="Nytt tiltak",
        ),
        FollowUpHeld(pupil=person("elev"), held_by=person("laerer"), experience=3, own_words="Ikke bra"),
        MeasureEvaluated(
            measure=measure,
            participants=(),
            pupil_participated=True,
            experience=7,
            effect=Effect.WORKS,
            conclusion=Conclusion.CONTINUED,
            reason="Det hjelper",
        ),
    )
    text = town.comes("rektor").get(f"{ADDRESS}/plan").text
    assert "Aktivitetsplan, versjon 2" in text
    assert "Aktivitetsplan, versjon 1" in text
    assert text.count("<strong>med</strong>") == 2
    assert text.count("<strong>mangler</strong>") == 3
    assert "virker" in text
    assert "<svg" in text
    assert '<td class="number" data-label="Svar">7</td>' in text


def test_the_parties_page_shows_a_role_that_changed_over_time(town: Town):
    changed = PartyRoleChanged(pupil=person("elev"), pupil_role=PupilRole.BOTH, reason="Samtalene viste det")
    town.happens(Stream.CASE, CASE, changed)
    text = town.comes("rektor").get(f"{ADDRESS}/parter").text
    assert "Utsatt" in text
    assert "Navn mor" in text
    assert "Navn far-uten-ansvar" not in text


def test_a_linked_case_is_shown_to_those_with_a_right_to_both_and_to_no_other(town: Town):
    other = case_number(matter("annen-sak"))
    assert other in town.comes("rektor").get(f"{ADDRESS}/parter").text
    assert other not in town.comes("laerer").get(f"{ADDRESS}/parter").text


def test_a_matter_is_found_under_the_address_of_its_own_kind(town: Town):
    answer = town.comes("rektor").get(f"/tilsyn/{CASE}/plan")
    assert answer.status_code == 303
    assert answer.location.endswith(f"{ADDRESS}/plan")


def test_the_heightened_case_has_the_same_pages_for_the_principal_and_none_for_the_suspected(town: Town):
    address = f"/skjerpet/{matter('skjerpet')}"
    principal, suspected = town.comes("rektor"), town.comes("mistenkt")
    for page in PAGES:
        assert principal.get(address + page).status_code == 200
        assert suspected.get(address + page).status_code == 404
    assert town.comes("rektor").get(f"/skjerpet/{matter('mot-rektor')}").status_code == 404


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_in_three_languages(town: Town, language: str, page: str):
    answer = town.comes("rektor").get(f"{ADDRESS}{page}?sprak={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


def test_a_session_without_the_second_factor_is_sent_to_give_it(town: Town):
    answer = town.comes("rektor", second_factor=False).get(ADDRESS)
    assert answer.status_code == 303
    assert "totrinn" in answer.location


def test_what_was_written_late_says_so(town: Town):
    assert "Skrevet ned i ettertid" not in town.comes("rektor").get(ADDRESS).text
    last = town.events(CASE)[-1]
    late = msgspec.structs.replace(
        last,
        version=last.version + 1,
        envelope=msgspec.structs.replace(
            last.envelope,
            event_id=uuid4(),
            occurred_at=last.envelope.occurred_at - timedelta(days=9),
            known_at=NOW - timedelta(days=9),
        ),
        position=None,
    )
    town.server.desk.store.append([late])
    assert "Skrevet ned i ettertid, 3.3.2027" in town.comes("rektor").get(ADDRESS).text
