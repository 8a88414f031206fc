"""Attack cases A31 to A38, A41, A42 and A79 as far as the login goes; A36 stands in ``test_provider_attacks``."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

import pytest
from confidential_pages import add_confidential_pages
from flask import request
from flask.testing import FlaskClient
from web_server import PAGE, PASSWORD, StandingClock, WebServer, log_in, log_out, token_of

from events.lists.people import Role
from services.case_service.http.failed_logins import PER_ADDRESS, FailedLogins
from services.case_service.http.rights import Right, needs
from services.case_service.http.session_file import SessionFile


def is_in(client: FlaskClient) -> bool:
    return client.get("/", headers=PAGE).status_code in {200, 303} and client.get("/logg-inn", headers=PAGE).status_code == 303


def copied(server: WebServer, client: FlaskClient) -> FlaskClient:
    thief = server.client()
    thief.set_cookie("varde", client.get_cookie("varde").value)
    return thief


def test_a31_a_session_that_was_planted_before_the_login_is_not_the_one_after_it(server: WebServer):
    attacker, victim = server.client(), server.client()
    attacker.get("/logg-inn", headers=PAGE)
    planted = attacker.get_cookie("varde").value
    victim.set_cookie("varde", planted)
    log_in(victim, "principal")
    assert victim.get_cookie("varde").value != planted
    assert not is_in(attacker)


def test_a31_logging_in_again_ends_the_session_before(server: WebServer):
    client = server.logged_in("principal")
    old = copied(server, client)
    form = {"csrf_token": token_of(client, "/logg-inn/totrinn/oppsett"), "login": "teacher", "password": PASSWORD}
    assert client.post("/logg-inn", data=form, headers=PAGE).status_code == 303
    assert not is_in(old)


@pytest.mark.parametrize("end", ["logout", "idle", "new password", "disabled", "removed app"])
def test_a32_a_copied_session_is_worth_nothing_after_it_has_ended(server: WebServer, end: str):
    client = server.logged_in("teacher")
    thief = copied(server, client)
    assert is_in(thief)
    match end:
        case "logout":
            log_out(client, "/logg-inn/totrinn/oppsett")
        case "idle":
            server.clock.go(timedelta(minutes=31))
        case "new password":
            server.accounts.set_password("teacher", "another password")
        case "disabled":
            server.accounts.disable("teacher")
        case "removed app":
            server.accounts.change("teacher", totp=b"another")
    assert not is_in(thief)
    assert not is_in(client)


def test_a32_a_closed_account_cannot_log_in_and_an_opened_one_can_again(server: WebServer):
    server.accounts.disable("teacher")
    assert log_in(server.client(), "teacher").status_code == 401
    server.accounts.enable("teacher")
    assert log_in(server.client(), "teacher").status_code == 303


def test_a32_an_account_without_a_password_opens_with_none(server: WebServer):
    server.accounts.add(login="feide_only", name="Feide only")
    for guess in ("", "None", "nobody"):
        assert log_in(server.client(), "feide_only", guess).status_code == 401


def test_a33_the_cookie_is_closed_to_scripts_and_to_other_sites(server: WebServer):
    server.given["secure_cookies"] = True
    client = server.client(server.another())
    cookie = client.get("/logg-inn", headers=PAGE, base_url="https://localhost").headers["Set-Cookie"]
    assert cookie.startswith("__Host-varde=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize("path", ["/logg-inn", "/logg-inn/totrinn", "/logg-inn/totrinn/oppsett", "/nowhere"])
def test_a33_a34_the_login_pages_run_no_inline_script_and_stand_in_no_frame(server: WebServer, path: str):
    answer = server.logged_in("principal").get(path, headers=PAGE)
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self' 'nonce-" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a35_the_second_factor_leads_on_to_this_server_alone(server: WebServer):
    server.given["demo_password"] = PASSWORD
    server.add("persona", Role.PRINCIPAL, demo=True)
    client = server.client(server.another())
    log_in(client, "persona")
    for wanted in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "/\n/x"):
        form = {"csrf_token": token_of(client, "/logg-inn/totrinn"), "next": wanted}
        assert client.post("/logg-inn/totrinn", data=form, headers=PAGE).location == "/"


def test_a37_one_address_cannot_try_one_password_on_every_login(tmp_path):
    failed, now = FailedLogins(SessionFile(tmp_path / "sessions.sqlite")), StandingClock()()
    for number in range(PER_ADDRESS):
        assert failed.wait(f"login{number}", "192.0.2.1", now) is None
        failed.add(f"login{number}", "192.0.2.1", now)
    assert failed.wait("one_more", "192.0.2.1", now) == timedelta(minutes=5)
    assert failed.wait("one_more", "192.0.2.2", now) is None
    assert failed.wait("one_more", "192.0.2.1", now + timedelta(minutes=5)) is None


def test_a37_a_right_password_does_not_forgive_the_address(tmp_path):
    failed, now = FailedLogins(SessionFile(tmp_path / "sessions.sqlite")), StandingClock()()
    for number in range(PER_ADDRESS):
        failed.add(f"login{number}", "192.0.2.1", now)
        failed.clear(f"login{number}")
    assert failed.wait("one_more", "192.0.2.1", now) is not None


def test_a37_the_limit_of_an_address_reaches_the_login_page(server: WebServer):
    failed = server.app.extensions["varde.web"].failed_logins
    for number in range(PER_ADDRESS):
        failed.add(f"login{number}", "127.0.0.1", server.clock())
    answer = log_in(server.client(server.another()), "teacher")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")


def whoami_server(server: WebServer, **given: object) -> FlaskClient:
    server.given.update(given)
    app = server.another()

    @needs(Right.ANYONE)
    def whoami() -> dict[str, object]:
        return {"address": request.remote_addr, "scheme": request.scheme, "host": request.host}

    app.add_url_rule("/whoami", "whoami", whoami)
    return server.client(app)


FORGED = {
    "X-Forwarded-For": "198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "elsewhere.example",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": "/x",
    "Forwarded": "for=198.51.100.7;host=elsewhere.example;proto=https",
    "X-Real-IP": "198.51.100.7",
}


def test_a38_nobody_is_believed_about_who_asks_unless_proxies_were_said_to_be_there(server: WebServer):
    told = whoami_server(server).get("/whoami", headers=FORGED).json
    assert told == {"address": "127.0.0.1", "scheme": "http", "host": "localhost"}


def test_a38_the_proxies_that_are_there_are_believed_and_nobody_before_them(server: WebServer):
    client = whoami_server(server, proxies=1)
    told = client.get("/whoami", headers={**FORGED, "X-Forwarded-For": "198.51.100.7, 192.0.2.9"}).json
    assert told == {"address": "192.0.2.9", "scheme": "https", "host": "localhost"}


def test_a38_a_name_that_is_not_ours_is_not_answered_to(server: WebServer):
    server.given["hosts"] = ("varde.example",)
    client = server.client(server.another())
    for name in ("elsewhere.example", "varde.example.elsewhere.example", "varde.example@elsewhere.example", "x varde.example"):
        assert client.get("/logg-inn", headers={**PAGE, "Host": name}).status_code == 400
    assert client.get("/logg-inn", headers={**PAGE, "Host": "varde.example"}).status_code == 200


def test_a42_an_error_tells_a_sentence_and_nothing_of_the_machine(server: WebServer):
    @needs(Right.ANYONE)
    def fails() -> str:
        raise RuntimeError("a secret in a traceback")

    server.app.add_url_rule("/fails", "fails", fails)
    for accepted in ("text/html", "application/json"):
        answer = server.client().get("/fails", headers={"Accept": accepted})
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text


def test_a79_an_unknown_a_closed_and_a_passwordless_login_take_the_time_of_a_known_one(server: WebServer):
    server.add("closed", Role.EMPLOYEE)
    server.accounts.disable("closed")
    server.accounts.add(login="feide_only", name="Feide only")
    took: dict[str, list[float]] = {name: [] for name in ("teacher", "nobody", "closed", "feide_only")}
    for name in took:
        server.accounts.verify(name, "not it")
    for _ in range(7):
        for name, times in took.items():
            began = time.thread_time()  # the work that it takes: others on the machine do not count
            server.accounts.verify(name, "not it")
            times.append(time.thread_time() - began)
    typical = {name: statistics.median(times) for name, times in took.items()}
    assert max(typical.values()) < 1.6 * min(typical.values()), typical


def test_a79_the_second_factor_tells_nobody_whether_a_login_exists(server: WebServer):
    add_confidential_pages(server.app)
    answers = {name: log_in(server.client(), name, "not it") for name in ("teacher", "nobody", "feide_only")}
    assert len({answer.status_code for answer in answers.values()}) == 1
