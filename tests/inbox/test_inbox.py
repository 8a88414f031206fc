"""The principal handles a concern in minutes: confirmed, assessed, protected, told, and carried on by a case, all or nothing."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from town import CANARY, A, B, Town, matter, person
from web_server import CSRF
from werkzeug.test import TestResponse

from events.base import Stream
from events.concern import ConcernReceived, ReportedToPrincipal
from events.lists.concern import Certainty, Concern
from events.lists.people import Reporter

KEY = "4f6f2f2a-0000-4000-8000-000000000001"


def concern(town: Town, *, pupil: str | None = "elev", school: str = A, by: str = "melder") -> UUID:
    stream_id = uuid4()
    received = ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.EXCLUSION, own_words=f"Egne ord {CANARY}")
    reported = ReportedToPrincipal(
        reported_by=person(by),
        principal=person("rektor"),
        certainty=Certainty.SUSPICION,
        pupil_informed=False,
        content="Det jeg så",
    )
    persons = (person(pupil),) if pupil else ()
    town.happens(Stream.CASE, stream_id, received, reported, school=school, by=by, persons=persons)
    return stream_id


def decide(town: Town, stream_id: UUID, login: str = "rektor", **form: str | list[str]) -> TestResponse:
    visitor = town.comes(login)
    page = f"/innboks/{stream_id}"
    return visitor.post(page, {"seen_version": str(len(town.events(stream_id))), **form}, page=page)  # type: ignore[dict-item]


def topics(town: Town, stream_id: UUID) -> list[str]:
    return [one.topic.partition(".")[2] for one in town.events(stream_id)]


def test_the_clock_counts_from_when_the_first_employee_knew_and_says_who_it_was(town: Town):
    concern(town)
    town.server.clock.go(timedelta(hours=3, minutes=12))
    text = town.comes("rektor").get("/innboks").text
    assert "4 t 12 min siden Navn melder fikk vite det" in text


def test_the_inbox_shows_names_and_kind_but_not_what_was_written(town: Town):
    concern(town)
    text = town.comes("rektor").get("/innboks").text
    assert "utenforskap eller utestenging" in text
    assert "Egne ord" not in text
    assert not town.of("access.ContentRead")


def test_a_concern_at_another_school_is_not_there_and_cannot_be_opened(town: Town):
    there = concern(town, school=B, pupil=None)
    assert str(there) not in town.comes("rektor").get("/innboks").text
    assert town.comes("rektor").get(f"/innboks/{there}").status_code == 404
    assert town.comes("rektor").get(f"/innboks/{uuid4()}").status_code == 404


@pytest.mark.parametrize("login", ["laerer", "saksbehandler", "skoleeier", "mor", "melder"])
def test_the_inbox_is_the_principals(town: Town, login: str):
    stream_id = concern(town)
    assert town.comes(login).get("/innboks").status_code == 403
    assert town.comes(login).get(f"/innboks/{stream_id}").status_code == 403


def test_suspicion_against_a_leader_never_shows_in_the_inbox(town: Town):
    text = town.comes("rektor").get("/innboks").text
    assert str(matter("mot-rektor")) not in text
    assert str(matter("skjerpet")) not in text
    assert town.comes("rektor").get(f"/innboks/{matter('mot-rektor')}").status_code == 404


def test_opening_a_concern_shows_what_was_written_and_is_logged(town: Town):
    stream_id = concern(town)
    text = town.comes("rektor").get(f"/innboks/{stream_id}").text
    assert "Egne ord" in text
    assert len(town.of("access.ContentRead")) == 1


def test_the_whole_of_it_is_recorded_at_once_and_leads_to_the_case(town: Town):
    stream_id = concern(town)
    answer = decide(
        town,
        stream_id,
        case_handler=str(person("saksbehandler")),
        team_informed=[str(person("laerer"))],
        serious="ja",
        criteria=["long_duration"],
        serious_reason="Det har vart lenge",
        measure="Fast voksen i friminuttene",
        pupil_told="1",
        owner_channel="eqs",
        carry_on="ny",
        pupil_role="exposed",
    )
    assert answer.status_code == 303
    assert answer.location.endswith(f"/saker/{stream_id}")
    assert topics(town, stream_id)[2:] == [
        "PrincipalAcknowledged",
        "SeverityAssessed",
        "ImmediateMeasureTaken",
        "PupilInformedOfReceipt",
        "OwnerNotified",
        "CaseOpened",
    ]
    events = {type(one.event).__name__: one.event for one in town.events(stream_id)}
    assert events["PrincipalAcknowledged"].principal == person("rektor")
    assert events["PrincipalAcknowledged"].team_informed == (person("laerer"),)
    assert events["CaseOpened"].case_handler == person("saksbehandler")
    assert events["CaseOpened"].grade == 4
    assert events["PupilInformedOfReceipt"].informed_by == person("rektor")


def test_confirming_alone_is_enough_for_a_start_and_stands_as_done_afterwards(town: Town):
    stream_id = concern(town)
    assert decide(town, stream_id, carry_on="vent").location.endswith(f"/innboks/{stream_id}")
    assert topics(town, stream_id)[2:] == ["PrincipalAcknowledged"]
    text = town.comes("rektor").get(f"/innboks/{stream_id}").text
    assert 'name="case_handler"' not in text
    assert "Bekreftet, men uten sak" in town.comes("rektor").get("/innboks").text


def test_not_serious_is_a_decision_too_and_needs_its_reason(town: Town):
    stream_id = concern(town)
    refused = decide(town, stream_id, serious="nei")
    assert refused.status_code == 422
    assert 'href="#serious_reason"' in refused.text
    assert topics(town, stream_id)[2:] == []
    decide(town, stream_id, serious="nei", serious_reason="Ett enkelt tilfelle")
    severity = town.of("case.SeverityAssessed")[-1]
    assert not severity.serious
    assert severity.reason == "Ett enkelt tilfelle"


def test_what_was_written_is_kept_when_something_is_wrong(town: Town):
    stream_id = concern(town)
    answer = decide(town, stream_id, measure="Følger eleven til klasserommet", criteria=["absence"])
    assert answer.status_code == 422
    assert "Følger eleven til klasserommet" in answer.text
    assert topics(town, stream_id)[2:] == []


def test_a_double_click_records_once(town: Town):
    stream_id = concern(town)
    for _ in range(2):
        answer = decide(town, stream_id, idempotency_key=KEY, carry_on="vent", seen_version="2")
        assert answer.status_code == 303
    assert topics(town, stream_id).count("PrincipalAcknowledged") == 1


def test_when_somebody_else_wrote_meanwhile_nothing_is_recorded_and_nothing_is_lost(town: Town):
    stream_id = concern(town)
    answer = decide(town, stream_id, seen_version="1", measure="Mitt tiltak")
    assert answer.status_code == 412
    assert "Mitt tiltak" in answer.text
    assert "Meldt til rektor" in answer.text
    assert topics(town, stream_id)[2:] == []


def test_a_concern_about_a_pupil_with_an_open_case_can_be_carried_on_by_it(town: Town):
    stream_id = concern(town)
    assert "Legg til en sak" in town.comes("rektor").get(f"/innboks/{stream_id}").text
    answer = decide(town, stream_id, carry_on="legg_til", to_case=str(matter("sak")))
    assert answer.location.endswith(f"/saker/{matter('sak')}")
    assert topics(town, stream_id)[-1] == "ConcernJoined"
    assert topics(town, matter("sak"))[-1] == "ConcernAddedToCase"
    joined, added = town.events(stream_id)[-1], town.events(matter("sak"))[-1]
    assert joined.envelope.correlation_id == added.envelope.correlation_id
    assert str(stream_id) not in town.comes("rektor").get("/innboks").text


def test_a_concern_cannot_be_carried_on_by_another_pupils_case(town: Town):
    stream_id = concern(town)
    for other in (matter("annen-sak"), matter("sak-b"), uuid4()):
        answer = decide(town, stream_id, carry_on="legg_til", to_case=str(other))
        assert answer.status_code == 422
    assert topics(town, stream_id)[2:] == []


def test_a_case_is_opened_for_a_named_pupil_alone(town: Town):
    stream_id = concern(town, pupil=None)
    assert decide(town, stream_id, carry_on="ny").status_code == 422
    assert decide(town, stream_id, carry_on="ny", pupil=str(person("mor"))).status_code == 422
    assert decide(town, stream_id, carry_on="ny", pupil=str(person("elev"))).status_code == 303
    assert town.of("case.CaseOpened")[-1].pupil == person("elev")


def test_a_forged_person_is_refused(town: Town):
    stream_id = concern(town)
    answer = decide(town, stream_id, case_handler=str(person("rektor-b")))
    assert answer.status_code == 422
    assert topics(town, stream_id)[2:] == []


def test_without_the_pages_token_nothing_is_recorded(town: Town):
    stream_id = concern(town)
    visitor = town.comes("rektor")
    assert CSRF.search(visitor.get(f"/innboks/{stream_id}").text)
    answer = visitor.client.post(f"/innboks/{stream_id}", data={"idempotency_key": KEY, "carry_on": "vent"})
    assert answer.status_code == 400
    assert topics(town, stream_id)[2:] == []


def test_what_was_done_yesterday_and_is_written_down_today_is_recorded_as_done_yesterday(town: Town):
    stream_id = concern(town)
    decide(town, stream_id, serious="nei", serious_reason="Ingen fare", occurred_on="2027-03-02", occurred_time="15.20")
    done = [one.envelope for one in town.events(stream_id)[2:]]
    assert {one.occurred_at.isoformat() for one in done} == {"2027-03-02T14:20:00+00:00"}
    assert all(one.recorded_at.date().isoformat() == "2027-03-03" for one in done)


def test_a_day_that_does_not_exist_is_told_at_its_field_and_keeps_the_rest(town: Town):
    stream_id = concern(town)
    before = len(town.events(stream_id))
    answer = decide(town, stream_id, serious="nei", serious_reason="Ingen fare", occurred_on="31.02.2027")
    assert answer.status_code == 422
    assert 'href="#f-occurred_on"' in answer.text
    assert "Ingen fare" in answer.text
    assert len(town.events(stream_id)) == before
