"""A07 a role or a school from outside, A08 setting what is nobody's to set."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from town import A, B, Town, matter, person
from web_server import PAGE

from events.lists.people import Role
from services.case_service.streams import access_stream

TILGANG = f"/saker/{matter('sak')}/tilgang"
CONTENT = f"/prove/see_content/{matter('sak')}"
CLAIMS = {
    "role": "principal",
    "roles": "principal",
    "school": A,
    "school_id": A,
    "orgnr": A,
    "tenant": "annen",
    "person": str(person("rektor")),
    "actor": str(person("rektor")),
    "kind": "staff",
    "second_factor": "true",
    "trained": "true",
}


def a_grant(town: Town, **more: str) -> dict[str, str]:
    until = town.server.clock.now.date() + timedelta(days=30)
    return {
        "person": str(person("avdelingsleder")),
        "level": "handle",
        "until": until.strftime("%d.%m.%Y"),
        "reason": "Følger opp trivselen i klassen",
        **more,
    }


@pytest.mark.parametrize("who", ["fremmed", "rektor-b", "administrator", "mor"])
def test_a07_no_claim_in_address_header_cookie_or_form_gives_a_role(town: Town, who: str):
    visitor = town.comes(who)
    for name, value in CLAIMS.items():
        visitor.client.set_cookie(name, value)
        headers = {**PAGE, name: value, f"X-{name.title()}": value}
        assert visitor.client.get(f"{CONTENT}?{name}={value}", headers=headers).status_code == 404
        assert visitor.post(f"{TILGANG}/gi?{name}={value}", a_grant(town, **{name: value})).status_code == 404
    assert visitor.client.get(CONTENT, json=CLAIMS, headers=PAGE).status_code == 404
    assert town.of("access.AccessGranted") == []


def test_a07_what_is_recorded_bears_the_real_role_school_and_person(town: Town):
    claims = {name: value for name, value in CLAIMS.items() if name != "person"} | {"school": B, "role": "school_owner"}

    assert town.comes("rektor").post(f"{TILGANG}/gi", a_grant(town, **claims), page=TILGANG).status_code == 303

    (granted,) = town.events(access_stream(matter("sak")))
    assert granted.envelope.actor.ref == person("rektor")
    assert granted.envelope.actor.role is Role.PRINCIPAL
    assert granted.envelope.school == A
    assert granted.envelope.tenant == "lyngfjord"
    assert granted.event.role is Role.DEPARTMENT_HEAD


def test_a07_a_grant_goes_to_nobody_outside_the_school(town: Town):
    for outsider in (person("rektor-b"), person("mor"), uuid4()):
        answer = town.comes("rektor").post(f"{TILGANG}/gi", a_grant(town, person=str(outsider)), page=TILGANG)
        assert answer.status_code == 422
    assert town.of("access.AccessGranted") == []


def test_a08_neither_the_time_of_recording_nor_the_version_nor_an_id_can_be_set(town: Town):
    wanted = {
        "recorded_at": "2020-01-01T00:00:00Z",
        "occurred_at": "2020-01-01T00:00:00Z",
        "known_at": "2020-01-01T00:00:00Z",
        "source_recorded_at": "2020-01-01T00:00:00Z",
        "version": "99",
        "event_id": str(uuid4()),
        "grant": str(uuid4()),
        "to_stream": str(matter("sak-b")),
        "purpose": "audit",
        "approved_by": str(person("skoleeier")),
    }

    assert town.comes("rektor").post(f"{TILGANG}/gi", a_grant(town, **wanted), page=TILGANG).status_code == 303

    (granted,) = town.events(access_stream(matter("sak")))
    now = town.server.clock.now
    assert (granted.envelope.recorded_at, granted.envelope.occurred_at, granted.envelope.known_at) == (now, now, now)
    assert granted.envelope.source_recorded_at is None
    assert granted.version == 1
    assert str(granted.envelope.event_id) != wanted["event_id"]
    assert str(granted.event.grant) != wanted["grant"]
    assert granted.event.to_stream == matter("sak")
    assert granted.event.purpose == "case_handling"
