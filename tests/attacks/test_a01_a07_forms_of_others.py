"""A01, A04, A06, A07: the forms of a case, filled in as its principal would and sent by those who have no part in it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from attacks.page_forms import PageForm, forms_on
from attacks.routes import forms, pages_about
from record.forms_by_hand import skjema
from town import CANARY, Town, Visitor, matter, person
from web_server import CSRF, PAGE

TOPICS = (
    "case.PupilHeard",
    "case.MeasureAdded",
    "case.PlanAdopted",
    "case.CaseClosed",
    "case.SeverityAssessed",
    "case.OwnerNotified",
)
SENT = {"view": "Ord", "form": "conversation", "outcome": "stated_view", "reason": "Fordi det trengs nå i dag", "level": "handle"}
OUTSIDERS = ("rektor-b", "fremmed", "melder", "administrator", "arkivar", "mor", "annen-mor", "annen-elev", "mistenkt")
OWN_WORDS = ("access.DisagreementRegistered", "access.ContentRead")
"""What a mother may set beside the case, and that she has read it, is her own to do."""


def forms_of_principal(town: Town) -> Iterator[PageForm]:
    rektor = town.comes("rektor")
    paths = [path for _, path in pages_about(town.server.app, matter("sak"))] + [skjema(matter("sak"), topic) for topic in TOPICS]
    for path in paths:
        answer = rektor.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield from (form for form in forms_on(path, answer.text) if str(matter("sak")) in form.action)


def token_of(visitor: Visitor) -> str:
    found = CSRF.search(visitor.get("/personvern").text)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a01_a04_a06_nobody_without_a_part_sends_a_form_of_the_case(town: Town, who: str, caplog: pytest.LogCaptureFixture):
    found = {form.action: form for form in forms_of_principal(town)}
    assert len(found) > 10
    visitor, before = town.comes(who), [one.stream_id for one in town.log() if one.topic not in OWN_WORDS]
    token = token_of(visitor)
    for action, form in found.items():
        filled = {name: SENT.get(name) or value or "1" for name, value in form.fields}
        data = {**filled, **form.own, "person": str(person("avdelingsleder")), "csrf_token": token, "idempotency_key": str(uuid4())}
        answer = visitor.client.post(action, data=data, headers=PAGE)
        assert answer.status_code in {303, 400, 403, 404, 422}, action
        assert CANARY not in answer.text or who == "mor", action
        assert answer.status_code != 303 or "/logg-inn" in answer.location or who == "mor", action
    assert [one.stream_id for one in town.log() if one.topic not in OWN_WORDS] == before
    assert str(person(who)) in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize("who", ["rektor-b", "fremmed", "mor", "annen-elev"])
def test_a01_a07_no_address_that_takes_something_about_the_case_takes_it_from_others(town: Town, who: str):
    """Every address of the program, whether a page has a form for it or not."""
    visitor, before = town.comes(who), len(town.events(matter("sak")))
    token = token_of(visitor)
    for endpoint, path in forms(town.server.app, matter("sak")):
        if str(matter("sak")) in path:
            data = {**SENT, "csrf_token": token, "idempotency_key": str(uuid4()), "seen_version": str(before)}
            answer = visitor.client.post(path, data=data, headers=PAGE)
            assert answer.status_code in {303, 400, 401, 403, 404, 415, 422}, endpoint
            assert CANARY not in answer.text or who == "mor", endpoint
    assert [one for one in town.events(matter("sak")) if one.version > before and one.topic not in OWN_WORDS] == []
