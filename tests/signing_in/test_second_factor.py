from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
from confidential_pages import add_confidential_pages
from flask.testing import FlaskClient
from provider_steps import CONFIRM, asked, leave, log_in_through, message
from wayward_provider import WaywardProvider
from web_server import PAGE, PASSWORD, WebServer, log_in, token_of
from werkzeug.test import TestResponse

from events.lists.people import Role
from services.case_service.http.signing_in.one_time_codes import code_at
from services.case_service.rights import STEP_UP_LASTS

CONFIRM_PAGE = "/logg-inn/totrinn"
SET_UP = "/logg-inn/totrinn/oppsett"
SECRET = re.compile(r'<code class="secret">([A-Z2-7 ]+)</code>')
RECOVERY = re.compile(r"<li><code>([a-z2-9-]+)</code></li>")


@pytest.fixture
def open_server(server: WebServer) -> WebServer:
    add_confidential_pages(server.app)
    return server


@pytest.fixture
def open_feide(feide: WebServer) -> WebServer:
    add_confidential_pages(feide.app)
    return feide


def post(client: FlaskClient, path: str, code: str, **form: str) -> TestResponse:
    token = token_of(client, path)
    return client.post(path, data={"csrf_token": token, "code": code, **form}, headers=PAGE)


def secret_on(page: TestResponse) -> bytes:
    found = SECRET.search(page.text)
    assert found is not None
    return base64.b32decode(found.group(1).replace(" ", ""))


def code_now(server: WebServer, secret: bytes) -> str:
    return code_at(secret, int(server.clock().timestamp()) // 30)


def set_up(server: WebServer, client: FlaskClient) -> tuple[bytes, list[str]]:
    secret = secret_on(client.get(SET_UP, headers=PAGE))
    done = post(client, SET_UP, code_now(server, secret), next="/case")
    assert done.status_code == 200
    server.clock.go(timedelta(seconds=60))
    return secret, RECOVERY.findall(done.text)


def test_a_password_alone_opens_no_case_and_leads_to_the_second_factor(open_server: WebServer):
    answer = open_server.logged_in("principal").get("/case?x=1", headers=PAGE)
    assert (answer.status_code, answer.location) == (303, "/logg-inn/totrinn?next=/case?x%3D1")


def test_a_script_is_told_that_the_second_factor_is_missing(open_server: WebServer):
    answer = open_server.logged_in("principal").get("/case", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")


def test_who_is_not_logged_in_gets_no_further_than_the_login(open_server: WebServer):
    for path in (CONFIRM_PAGE, SET_UP):
        assert open_server.client().get(path, headers=PAGE).location.startswith("/logg-inn?")


def test_an_app_is_set_up_in_one_step_and_opens_the_case(open_server: WebServer):
    client = open_server.logged_in("principal")
    assert SET_UP in client.get(CONFIRM_PAGE, headers=PAGE).text
    _, codes = set_up(open_server, client)
    assert len(codes) == 10
    assert client.get("/case", headers=PAGE).text == "the case"


def test_a_wrong_code_sets_nothing_up_and_keeps_the_same_picture(open_server: WebServer):
    client = open_server.logged_in("principal")
    first = client.get(SET_UP, headers=PAGE)
    answer = post(client, SET_UP, "000000")
    assert answer.status_code == 401
    assert secret_on(answer) == secret_on(first)
    assert open_server.accounts.get("principal").totp is None


def test_after_the_set_up_a_new_login_asks_for_a_code(open_server: WebServer):
    secret, _ = set_up(open_server, open_server.logged_in("principal"))
    client = open_server.logged_in("principal")
    assert client.get("/case", headers=PAGE).status_code == 303
    answer = post(client, CONFIRM_PAGE, code_now(open_server, secret), next="/case")
    assert (answer.status_code, answer.location) == (303, "/case")
    assert client.get("/case", headers=PAGE).text == "the case"


def test_setting_up_an_app_ends_every_other_session_of_the_account(open_server: WebServer):
    other = open_server.logged_in("principal")
    set_up(open_server, open_server.logged_in("principal"))
    assert other.get("/", headers=PAGE).status_code == 303


def test_a_code_seen_over_a_shoulder_opens_nothing(open_server: WebServer):
    secret, _ = set_up(open_server, open_server.logged_in("principal"))
    code = code_now(open_server, secret)
    assert post(open_server.logged_in("principal"), CONFIRM_PAGE, code).status_code == 303
    assert post(open_server.logged_in("principal"), CONFIRM_PAGE, code).status_code == 401


def test_a_recovery_code_opens_once(open_server: WebServer):
    _, codes = set_up(open_server, open_server.logged_in("principal"))
    assert post(open_server.logged_in("principal"), CONFIRM_PAGE, codes[0].upper()).status_code == 303
    assert post(open_server.logged_in("principal"), CONFIRM_PAGE, codes[0]).status_code == 401
    assert post(open_server.logged_in("principal"), CONFIRM_PAGE, codes[1]).status_code == 303


def test_a37_codes_cannot_be_tried_out_not_even_from_many_processes(open_server: WebServer):
    secret, _ = set_up(open_server, open_server.logged_in("principal"))
    client = open_server.logged_in("principal")
    for _ in range(5):
        assert post(client, CONFIRM_PAGE, "000000").status_code == 401
    other = open_server.client(open_server.another())
    log_in(other, "principal")
    answer = post(other, CONFIRM_PAGE, code_now(open_server, secret))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")
    open_server.clock.go(timedelta(minutes=5))
    assert post(client, CONFIRM_PAGE, code_now(open_server, secret)).status_code == 303


def test_neither_the_secret_nor_a_recovery_code_stands_in_a_file_or_a_cookie(open_server: WebServer):
    client = open_server.logged_in("principal")
    client.get(SET_UP, headers=PAGE)
    pending = client.get_cookie("varde").value
    secret, codes = set_up(open_server, client)
    kept = b"".join(file.read_bytes() for file in open_server.home.iterdir()) + pending.encode()
    assert secret not in kept
    assert secret.hex().encode() not in kept
    assert not any(code.encode() in kept for code in codes)


def test_an_app_is_not_replaced_by_whoever_finds_an_open_screen(open_server: WebServer):
    set_up(open_server, open_server.logged_in("principal"))
    client = open_server.logged_in("principal")
    assert client.get(SET_UP, headers=PAGE).location.startswith(CONFIRM_PAGE)
    answer = client.post(SET_UP, data={"csrf_token": token_of(client, CONFIRM_PAGE), "code": "000000"}, headers=PAGE)
    assert answer.location.startswith(CONFIRM_PAGE)


def test_a_new_password_takes_the_app_away(open_server: WebServer):
    set_up(open_server, open_server.logged_in("principal"))
    open_server.accounts.set_password("principal", PASSWORD)
    client = open_server.logged_in("principal")
    assert SET_UP in client.get(CONFIRM_PAGE, headers=PAGE).text


def test_a_step_up_is_asked_for_again_after_a_while_and_the_case_is_not(open_server: WebServer):
    secret, _ = set_up(open_server, client := open_server.logged_in("principal"))
    open_server.clock.go(-timedelta(seconds=60) + STEP_UP_LASTS)
    assert client.get("/export", headers=PAGE).text == "the export"
    open_server.clock.go(timedelta(seconds=1))
    assert client.get("/export", headers=PAGE).status_code == 303
    assert client.get("/case", headers=PAGE).text == "the case"
    assert "spør vi en gang til" in client.get(CONFIRM_PAGE, headers=PAGE).text
    post(client, CONFIRM_PAGE, code_now(open_server, secret))
    assert client.get("/export", headers=PAGE).text == "the export"


def test_a_form_sent_too_late_leads_back_to_the_page_it_stood_on(open_server: WebServer):
    client = open_server.logged_in("principal")
    form = {"csrf_token": token_of(client, "/")}
    here = client.post("/export", data=form, headers={**PAGE, "Referer": "http://localhost/case?a=1"})
    assert here.location == "/logg-inn/totrinn?next=/case?a%3D1"
    for foreign in ("http://elsewhere.example/case", "http://localhost//elsewhere.example", "http://[", ""):
        answer = client.post("/export", data=form, headers={**PAGE, "Referer": foreign})
        assert answer.location == "/logg-inn/totrinn?next=/"


def test_a_form_that_stands_open_in_another_tab_can_still_be_sent_after_the_confirmation(open_server: WebServer):
    secret, _ = set_up(open_server, open_server.logged_in("principal"))
    client = open_server.logged_in("principal")
    token = token_of(client, "/")
    post(client, CONFIRM_PAGE, code_now(open_server, secret))
    assert client.post("/export", data={"csrf_token": token}, headers=PAGE).text == "the export"


def test_the_second_factor_does_not_make_a_session_live_longer(open_server: WebServer):
    secret, _ = set_up(open_server, client := open_server.logged_in("principal"))
    for _ in range(30):
        open_server.clock.go(timedelta(minutes=20))
        post(client, CONFIRM_PAGE, code_now(open_server, secret)) if client.get("/", headers=PAGE).status_code == 200 else None
    assert client.get("/", headers=PAGE).status_code == 303


def test_the_demos_people_confirm_with_one_click(server: WebServer):
    server.given["demo_password"] = PASSWORD
    server.add("persona", Role.PRINCIPAL, demo=True)
    app = server.another()
    add_confidential_pages(app)
    client = server.client(app)
    log_in(client, "persona")
    assert client.get("/case", headers=PAGE).text == "the case"
    server.clock.go(STEP_UP_LASTS + timedelta(seconds=1))
    assert client.get("/export", headers=PAGE).status_code == 303
    page = client.get(f"{CONFIRM_PAGE}?next=/export", headers=PAGE).text
    assert "ett klikk" in page
    assert 'name="code"' not in page
    assert post(client, CONFIRM_PAGE, "", next="/export").location == "/export"
    assert client.get("/export", headers=PAGE).text == "the export"


def test_an_account_of_the_demo_is_nothing_special_where_no_demo_is(open_server: WebServer):
    open_server.add("persona", Role.PRINCIPAL, demo=True)
    client = open_server.logged_in("persona")
    assert client.get("/case", headers=PAGE).status_code == 303
    assert post(client, CONFIRM_PAGE, "").status_code == 200
    assert client.get("/case", headers=PAGE).status_code == 303


def test_the_provider_is_asked_for_a_second_factor_and_a_new_proof(open_feide: WebServer, provider: WaywardProvider):
    client = open_feide.client()
    log_in_through(client, provider, "subject-of-teacher")
    assert client.get("/case", headers=PAGE).status_code == 303
    assert 'href="/logg-inn/totrinn/med/feide?next=/case"' in client.get(f"{CONFIRM_PAGE}?next=/case", headers=PAGE).text
    told = asked(leave(client, CONFIRM))
    assert (told["acr_values"], told["prompt"], told["max_age"]) == ("two-factors", "login", "0")
    provider.claims = {"acr": "two-factors"}
    answer = log_in_through(client, provider, "subject-of-teacher", f"{CONFIRM}?next=/case")
    assert (answer.status_code, answer.location) == (303, "/case")
    assert client.get("/case", headers=PAGE).text == "the case"
    assert client.get("/export", headers=PAGE).text == "the export"


def test_a_login_that_brought_a_second_factor_asks_for_no_other(open_feide: WebServer, provider: WaywardProvider):
    provider.claims = {"acr": "two-factors", "auth_time": int(provider.clock().timestamp()) - 7200}
    client = open_feide.client()
    log_in_through(client, provider, "subject-of-teacher")
    assert client.get("/case", headers=PAGE).text == "the case"
    assert client.get("/export", headers=PAGE).status_code == 303


@pytest.mark.parametrize("claims", [{}, {"acr": "one-factor"}, {"acr": ["two-factors"]}, {"amr": ["mfa"]}])
def test_coming_back_without_a_second_factor_opens_nothing(
    open_feide: WebServer, provider: WaywardProvider, claims: dict[str, object]
):
    client = open_feide.client()
    log_in_through(client, provider, "subject-of-teacher")
    provider.claims = claims
    answer = log_in_through(client, provider, "subject-of-teacher", CONFIRM)
    assert answer.status_code == 403
    assert "uten å ha bekreftet" in message(answer)
    assert client.get("/case", headers=PAGE).status_code == 303


def test_an_old_proof_is_no_new_one(open_feide: WebServer, provider: WaywardProvider):
    client = open_feide.client()
    log_in_through(client, provider, "subject-of-teacher")
    for stale in (None, int(provider.clock().timestamp()) - 3600):
        provider.claims = {"acr": "two-factors", "auth_time": stale}
        assert log_in_through(client, provider, "subject-of-teacher", CONFIRM).status_code == 400
        assert client.get("/export", headers=PAGE).status_code == 303


def test_a_second_factor_may_be_told_of_by_its_means(open_feide: WebServer, provider: WaywardProvider):
    open_feide.given["providers"] = (provider.configured(second_factor_acr=(), second_factor_amr=("mfa", "BankID")),)
    app = open_feide.another()
    add_confidential_pages(app)
    for means in (["pwd", "mfa"], "BankID"):
        provider.claims = {"amr": means}
        client = open_feide.client(app)
        log_in_through(client, provider, "subject-of-teacher")
        assert client.get("/case", headers=PAGE).text == "the case"


def test_nobody_confirms_through_a_provider_that_she_did_not_come_by(open_feide: WebServer):
    assert open_feide.logged_in("teacher").get(CONFIRM, headers=PAGE).status_code == 404
