from __future__ import annotations

from datetime import timedelta

import pytest
from joserfc.jwk import RSAKey
from provider_steps import START, asked, come_back, is_logged_in, leave, let_vouch, log_in_through, message
from wayward_provider import WaywardProvider
from web_server import PAGE, WebServer, log_out

from services.case_service.http.signing_in import provider_server
from services.case_service.rights import Kind


def test_somebody_whom_the_provider_vouches_for_comes_in_and_on_to_where_she_was_going(feide: WebServer, provider: WaywardProvider):
    client = feide.client()
    answer = log_in_through(client, provider, "subject-of-teacher", f"{START}?next=/?x%3D1")
    assert (answer.status_code, answer.location) == (303, "/?x=1")
    assert "Teacher" in client.get("/", headers=PAGE).text


def test_the_browser_is_sent_with_a_challenge_a_state_and_a_nonce_of_its_own(feide: WebServer):
    client = feide.client()
    first, second = asked(leave(client)), asked(leave(client))
    assert first["redirect_uri"] == "http://localhost/logg-inn/tilbake/feide"
    assert (first["response_type"], first["code_challenge_method"], first["ui_locales"]) == ("code", "S256", "nb")
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 32
        assert first[name] != second[name]


def test_the_login_page_offers_the_provider_and_says_for_whom(feide: WebServer):
    page = feide.client().get("/logg-inn?next=/x", headers=PAGE).text
    assert 'href="/logg-inn/med/feide?next=/x"' in page
    assert "arbeider i skolen" in page


def test_an_unknown_person_reads_whom_to_ask_and_nothing_is_made(feide: WebServer, provider: WaywardProvider):
    before = feide.accounts.everyone()
    client = feide.client()
    answer = log_in_through(client, provider, "a-stranger-with-name")
    assert answer.status_code == 403
    assert "Spør rektor" in answer.text
    assert "a-stranger-with-name" not in answer.text
    assert feide.accounts.everyone() == before
    assert not is_logged_in(client)


def test_the_provider_may_vouch_for_no_other_kind_of_people_than_was_said(feide: WebServer, provider: WaywardProvider):
    assert log_in_through(feide.client(), provider, "subject-of-mother").status_code == 403
    feide.given["providers"] = (provider.configured(kinds=frozenset({Kind.GUARDIAN})),)
    assert log_in_through(feide.client(feide.another()), provider, "subject-of-mother").status_code == 303


def test_a_closed_account_is_unknown_and_its_open_session_ends_at_once(feide: WebServer, provider: WaywardProvider):
    client = feide.client()
    log_in_through(client, provider, "subject-of-teacher")
    assert is_logged_in(client)
    feide.accounts.disable("teacher")
    assert not is_logged_in(client)
    assert client.get("/eier/data", headers={"Accept": "application/json"}).status_code in {401, 404}
    assert log_in_through(feide.client(), provider, "subject-of-teacher").status_code == 403


def test_the_person_is_found_by_the_claim_that_was_said_wherever_the_provider_tells_it(feide: WebServer, provider: WaywardProvider):
    feide.given["providers"] = (provider.configured(identity_claim="eppn", ignore_case=True, name="other"),)
    let_vouch(feide, "teacher", "gro@lyngfjord.example", "other")
    app = feide.another()
    provider.told = {"eppn": " Gro@Lyngfjord.example "}
    assert log_in_through(feide.client(app), provider, "who", "/logg-inn/med/other").status_code == 303
    provider.told, provider.claims = {}, {"eppn": "gro@lyngfjord.example"}
    assert log_in_through(feide.client(app), provider, "who", "/logg-inn/med/other").status_code == 303


def test_identities_stand_in_no_file_in_clear(feide: WebServer, provider: WaywardProvider):
    log_in_through(feide.client(), provider, "subject-of-teacher")
    kept = b"".join(file.read_bytes() for file in feide.home.iterdir())
    assert b"subject-of-teacher" not in kept


def test_who_gives_up_at_the_provider_is_told_so_on_the_login_page(feide: WebServer):
    client = feide.client()
    state = asked(leave(client))["state"]
    answer = come_back(client, f"/logg-inn/tilbake/feide?error=access_denied&state={state}")
    assert answer.status_code == 400
    assert "ikke logget inn med Feide" in message(answer)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/jwks"])
def test_a_provider_that_fails_is_a_sentence_and_no_error_of_ours(feide: WebServer, provider: WaywardProvider, path: str):
    provider.broken.add(path)
    client = feide.client()
    answer = client.get(START, headers=PAGE)
    if answer.status_code == 303:
        answer = come_back(client, provider.enter(answer.location, "subject-of-teacher"))
    assert answer.status_code == 503
    assert "ikke kontakt med Feide" in message(answer)
    provider.broken.clear()
    assert log_in_through(client, provider, "subject-of-teacher").status_code == 303


def test_a_provider_that_does_not_answer_at_all_is_a_sentence(feide: WebServer, provider: WaywardProvider):
    feide.given["providers"] = (provider.configured(issuer="http://127.0.0.1:9"),)
    answer = feide.client(feide.another()).get(START, headers=PAGE)
    assert (answer.status_code, "ikke kontakt" in answer.text) == (503, True)


def test_new_keys_of_the_provider_are_found_when_the_old_are_no_more(
    feide: WebServer, provider: WaywardProvider, monkeypatch: pytest.MonkeyPatch
):
    log_in_through(feide.client(), provider, "subject-of-teacher")
    provider.key = RSAKey.generate_key(2048, {"kid": "two", "alg": "RS256", "use": "sig"})
    assert log_in_through(feide.client(), provider, "subject-of-teacher").status_code == 400
    monkeypatch.setattr(provider_server, "ASKED_AGAIN_SECONDS", 0.0)
    assert log_in_through(feide.client(), provider, "subject-of-teacher").status_code == 303


def test_logging_out_ends_the_providers_session_too(feide: WebServer, provider: WaywardProvider):
    client = feide.client()
    log_in_through(client, provider, "subject-of-teacher")
    answer = log_out(client, "/")
    address = answer.headers["Refresh"].removeprefix("0; url=")
    assert address.startswith(f"{provider.issuer}/end?")
    told = asked(address)
    assert told["post_logout_redirect_uri"] == "http://localhost/logg-inn"
    assert told["id_token_hint"].count(".") == 2
    assert not is_logged_in(client)


def test_when_the_provider_says_its_session_has_ended_ours_has_too(feide: WebServer, provider: WaywardProvider):
    provider.claims = {"sid": "session-at-provider"}
    client = feide.client()
    log_in_through(client, provider, "subject-of-teacher")
    anyone = feide.client()
    for query in ("", "?iss=https://elsewhere.example&sid=session-at-provider", f"?iss={provider.issuer}&sid=another"):
        assert anyone.get(f"/logg-inn/ut/feide{query}").status_code == 204
        assert is_logged_in(client)
    anyone.get(f"/logg-inn/ut/feide?iss={provider.issuer}&sid=session-at-provider")
    assert not is_logged_in(client)


def test_a_login_that_takes_too_long_must_begin_again(feide: WebServer, provider: WaywardProvider):
    client = feide.client()
    back = provider.enter(leave(client), "subject-of-teacher")
    feide.clock.go(timedelta(minutes=21))
    assert come_back(client, back).status_code == 400


def test_varde_may_prove_itself_with_a_key_instead_of_a_secret(feide: WebServer, provider: WaywardProvider):
    key = RSAKey.generate_key(2048)
    provider.client_key = key
    secret = key.as_pem(private=True).decode()
    feide.given["providers"] = (provider.configured(client_auth="private_key_jwt", client_secret=secret),)
    assert log_in_through(feide.client(feide.another()), provider, "subject-of-teacher").status_code == 303
