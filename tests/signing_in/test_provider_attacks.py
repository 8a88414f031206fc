"""Attack case A36: whatever comes back from a provider and is not what was asked for opens nothing, and fails gently."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from provider_steps import CONFIRM, asked, come_back, is_logged_in, leave, log_in_through, message
from wayward_provider import (
    WaywardProvider,
    signed_by_somebody_else,
    signed_with_the_public_key,
    signed_with_the_secret,
    unsigned,
)
from web_server import PAGE, WebServer

WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another-client"},
    "no audience": {"aud": None},
    "an empty audience": {"aud": []},
    "several audiences without a party": {"aud": ["varde-test", "another-client"]},
    "several audiences and another party": {"aud": ["varde-test", "another-client"], "azp": "another-client"},
    "another party": {"azp": "another-client"},
    "another nonce": {"nonce": "one of my own"},
    "no nonce": {"nonce": None},
    "a nonce that is no text": {"nonce": ["a"]},
    "a nonce with other letters": {"nonce": "æøå"},
    "expired": {"exp": 1_000_000_000},
    "no end": {"exp": None},
    "an end that is no time": {"exp": "tomorrow"},
    "an end beyond all calendars": {"exp": 1e300},
    "made in the future": {"iat": 4_000_000_000},
    "made long ago": {"iat": 1_000_000_000},
    "never made": {"iat": None},
    "made at no time": {"iat": True},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is no text": {"sub": 7},
    "an endless subject": {"sub": "x" * 300},
}


@pytest.mark.parametrize("claims", list(WRONG_CLAIMS.values()), ids=list(WRONG_CLAIMS))
def test_a36_an_id_token_with_wrong_claims_is_refused(
    feide: WebServer, provider: WaywardProvider, claims: dict[str, Any], caplog: pytest.LogCaptureFixture
):
    provider.claims = claims
    client = feide.client()
    answer = log_in_through(client, provider, "subject-of-teacher")
    assert answer.status_code == 400
    assert "ikke stole på svaret fra Feide" in message(answer)
    assert not is_logged_in(client)
    assert {record.levelno for record in caplog.records} == {logging.WARNING}
    assert "subject-of-teacher" not in caplog.text


@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        signed_with_the_secret,
        signed_with_the_public_key,
        signed_by_somebody_else,
        lambda *_: "not.a.token",
        lambda *_: "x",
    ],
    ids=["alg none", "our shared secret", "the public key as a secret", "another key of the same name", "no token", "nothing"],
)
def test_a36_an_id_token_that_the_provider_did_not_sign_is_refused(
    feide: WebServer, provider: WaywardProvider, sign: Callable[[WaywardProvider, dict[str, Any]], str]
):
    provider.sign = sign
    client = feide.client()
    answer = log_in_through(client, provider, "subject-of-teacher")
    assert answer.status_code == 400
    assert not is_logged_in(client)


@pytest.mark.parametrize("state", ["", "x", "æ" * 100, "' OR 1=1 --", "\x00", "x" * 3000])
def test_a36_a_state_that_was_never_given_is_refused(feide: WebServer, provider: WaywardProvider, state: str):
    client = feide.client()
    code = asked(provider.enter(leave(client), "subject-of-teacher"))["code"]
    answer = client.get("/logg-inn/tilbake/feide", query_string={"code": code, "state": state}, headers=PAGE)
    assert answer.status_code == 400
    assert "Begynn på nytt" in message(answer)
    assert not is_logged_in(client)


def test_a36_a_login_that_another_browser_began_is_refused(feide: WebServer, provider: WaywardProvider):
    attacker, victim = feide.client(), feide.client()
    back = provider.enter(leave(attacker), "subject-of-principal")
    leave(victim)
    assert come_back(victim, back).status_code == 400
    assert not is_logged_in(victim)


def test_a36_what_came_back_once_does_not_come_back_twice(feide: WebServer, provider: WaywardProvider):
    client = feide.client()
    back = provider.enter(leave(client), "subject-of-teacher")
    assert come_back(client, back).status_code == 303
    assert come_back(client, back).status_code == 400


def test_a36_a_code_of_another_login_is_worth_nothing_without_its_verifier(feide: WebServer, provider: WaywardProvider):
    stolen = asked(provider.enter(leave(feide.client()), "subject-of-principal"))["code"]
    client = feide.client()
    state = asked(leave(client))["state"]
    answer = come_back(client, f"/logg-inn/tilbake/feide?code={stolen}&state={state}")
    assert answer.status_code == 503
    assert not is_logged_in(client)


def test_a36_an_answer_for_one_provider_is_not_taken_for_another(feide: WebServer, provider: WaywardProvider):
    feide.given["providers"] = (provider.configured(), provider.configured(name="other"))
    client = feide.client(feide.another())
    back = provider.enter(leave(client), "subject-of-teacher")
    assert come_back(client, back.replace("tilbake/feide", "tilbake/other")).status_code == 400


def test_a36_an_answer_that_names_another_issuer_is_refused(feide: WebServer, provider: WaywardProvider):
    client = feide.client()
    answer = come_back(client, provider.enter(leave(client), "subject-of-teacher") + "&iss=https://elsewhere.example")
    assert answer.status_code == 503
    assert not is_logged_in(client)


def test_a36_a_provider_that_promises_to_name_itself_must(feide: WebServer, provider: WaywardProvider):
    provider.doors = {"authorization_response_iss_parameter_supported": True}
    client = feide.client()
    assert log_in_through(client, provider, "subject-of-teacher").status_code == 503
    back = provider.enter(leave(client), "subject-of-teacher")
    assert come_back(client, f"{back}&iss={provider.issuer}").status_code == 303


@pytest.mark.parametrize(
    "doors",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": 7},
        {"token_endpoint": None},
    ],
    ids=["another issuer", "no TLS", "a file", "no address", "nothing"],
)
def test_a36_a_description_that_leads_astray_is_not_followed(feide: WebServer, provider: WaywardProvider, doors: dict[str, Any]):
    provider.doors = doors
    assert feide.client().get("/logg-inn/med/feide", headers=PAGE).status_code == 503


def test_a36_what_is_told_of_another_person_than_was_let_in_is_refused(feide: WebServer, provider: WaywardProvider):
    feide.given["providers"] = (provider.configured(identity_claim="eppn"),)
    provider.told = {"sub": "subject-of-principal", "eppn": "subject-of-principal"}
    client = feide.client(feide.another())
    assert log_in_through(client, provider, "subject-of-teacher").status_code == 503


def test_a36_a_confirmation_by_another_account_changes_nothing(
    feide: WebServer, provider: WaywardProvider, caplog: pytest.LogCaptureFixture
):
    client = feide.client()
    log_in_through(client, provider, "subject-of-teacher")
    provider.claims = {"acr": "two-factors"}
    answer = log_in_through(client, provider, "subject-of-principal", CONFIRM)
    assert answer.status_code == 403
    assert "annen person" in message(answer)
    assert "Teacher" in client.get("/", headers=PAGE).text
    assert "somebody else's" in caplog.text


def test_an_unknown_provider_is_nowhere(feide: WebServer):
    for path in ("/logg-inn/med/nobody", "/logg-inn/tilbake/nobody", "/logg-inn/ut/nobody"):
        assert feide.client().get(path, headers=PAGE).status_code == 404


def test_a35_a_login_through_a_provider_leads_to_this_server_alone(feide: WebServer, provider: WaywardProvider):
    for wanted in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/" + "x" * 5000):
        client = feide.client()
        address = client.get("/logg-inn/med/feide", query_string={"next": wanted}, headers=PAGE).location
        assert come_back(client, provider.enter(address, "subject-of-teacher")).location == "/"


def test_a31_the_session_is_a_new_one_after_the_login_and_after_the_confirmation(feide: WebServer, provider: WaywardProvider):
    client = feide.client()
    client.get("/logg-inn", headers=PAGE)
    leave(client)
    before = client.get_cookie("varde").value
    log_in_through(client, provider, "subject-of-teacher")
    middle = client.get_cookie("varde").value
    provider.claims = {"acr": "two-factors"}
    assert log_in_through(client, provider, "subject-of-teacher", CONFIRM).status_code == 303
    assert len({before, middle, client.get_cookie("varde").value}) == 3
    thief = feide.client()
    for old in (before, middle):
        thief.set_cookie("varde", old)
        assert not is_logged_in(thief)
