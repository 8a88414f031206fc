from __future__ import annotations

from datetime import timedelta

import pytest
from web_server import PAGE, PASSWORD, WebServer, log_in, log_out, token_of

from events.lists.people import Role


def test_who_is_not_logged_in_is_led_to_the_login_and_on_from_there(server: WebServer):
    client = server.client()
    led = client.get("/?x=1", headers=PAGE)
    assert (led.status_code, led.location) == (303, "/logg-inn?next=/?x%3D1")
    assert log_in(client, "teacher", next="/?x=1").location == "/?x=1"


def test_a_script_that_is_not_logged_in_gets_401_and_no_page(server: WebServer):
    answer = server.client().get("/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_the_owner_is_led_to_the_overview(server: WebServer):
    assert server.logged_in("owner").get("/").location == "/eier/"


def test_a_principal_reads_where_the_own_school_is(server: WebServer):
    page = server.logged_in("principal").get("/", headers=PAGE).text
    assert 'href="/eier/"' in page
    assert "Rektor" in page or "rektor" in page


def test_a_teacher_reads_what_to_do_and_is_not_offered_the_overview(server: WebServer):
    page = server.logged_in("teacher").get("/", headers=PAGE).text
    assert "§ 12-4" in page
    assert "/eier/" not in page


def test_a_wrong_password_and_an_unknown_login_read_the_same(server: WebServer):
    wrong, unknown = log_in(server.client(), "owner", "not it"), log_in(server.client(), "nobody", "not it")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.split('role="alert"')[1].split("</div>")[0] == unknown.text.split('role="alert"')[1].split("</div>")[0]


def test_a_login_without_the_forms_token_is_refused(server: WebServer):
    answer = server.client().post("/logg-inn", data={"login": "owner", "password": PASSWORD}, headers=PAGE)
    assert answer.status_code == 400
    assert "utløpt" in answer.text


def test_a_login_sent_from_another_site_is_refused(server: WebServer):
    client = server.client()
    form = {"csrf_token": token_of(client), "login": "owner", "password": PASSWORD}
    assert client.post("/logg-inn", data=form, headers={**PAGE, "Origin": "https://elsewhere.example"}).status_code == 403
    assert client.post("/logg-inn", data=form, headers={**PAGE, "Origin": "http://localhost"}).status_code == 303


@pytest.mark.parametrize(
    "next_page",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/\t/elsewhere.example",
        "elsewhere",
        "",
    ],
)
def test_a_login_never_leads_off_the_server(server: WebServer, next_page: str):
    assert log_in(server.client(), "teacher", next=next_page).location == "/"


def test_logging_out_needs_the_forms_token(server: WebServer):
    client = server.logged_in("teacher")
    assert client.post("/logg-ut", headers=PAGE).status_code == 400
    assert client.get("/", headers=PAGE).status_code == 200
    assert client.get("/logg-ut", headers=PAGE).status_code == 405


def test_a_copied_cookie_is_worth_nothing_after_the_logout(server: WebServer):
    client = server.logged_in("teacher")
    copied = client.get_cookie("varde").value
    assert log_out(client, "/").location == "/logg-inn"
    thief = server.client()
    thief.set_cookie("varde", copied)
    assert thief.get("/", headers=PAGE).status_code == 303


def test_the_session_is_a_new_one_after_the_login(server: WebServer):
    client = server.client()
    token = token_of(client)
    before = client.get_cookie("varde").value
    log_in(client, "teacher")
    assert client.get_cookie("varde").value != before
    assert client.post("/logg-ut", data={"csrf_token": token}, headers=PAGE).status_code == 400


def test_a_session_ends_when_nothing_happens_for_half_an_hour(server: WebServer):
    client = server.logged_in("teacher")
    server.clock.go(timedelta(minutes=29))
    assert client.get("/", headers=PAGE).status_code == 200
    server.clock.go(timedelta(minutes=29))
    assert client.get("/", headers=PAGE).status_code == 200
    server.clock.go(timedelta(minutes=31))
    assert client.get("/", headers=PAGE).status_code == 303


def test_a_session_ends_after_a_working_day_however_busy(server: WebServer):
    client = server.logged_in("teacher")
    for _ in range(30):
        server.clock.go(timedelta(minutes=20))
        assert client.get("/", headers=PAGE).status_code == 200
    server.clock.go(timedelta(minutes=20))
    assert client.get("/", headers=PAGE).status_code == 303


def test_another_process_on_the_same_files_knows_the_session(server: WebServer):
    client, other = server.logged_in("teacher"), server.client(server.another())
    other.set_cookie("varde", client.get_cookie("varde").value)
    assert other.get("/", headers=PAGE).status_code == 200


def test_a_new_password_ends_the_sessions_of_the_old_one(server: WebServer):
    client = server.logged_in("teacher")
    server.add("teacher", Role.EMPLOYEE, password="another password")
    assert client.get("/", headers=PAGE).status_code == 303


def test_after_five_wrong_passwords_a_login_waits_whether_it_exists_or_not(server: WebServer):
    for login in ("owner", "nobody"):
        client = server.client()
        for _ in range(5):
            assert log_in(client, login, "not it").status_code == 401
        waiting = log_in(client, login)
        assert (waiting.status_code, waiting.headers["Retry-After"]) == (429, "300")
    server.clock.go(timedelta(minutes=5))
    assert log_in(server.client(), "owner").status_code == 303


def test_wrong_passwords_count_over_all_processes(server: WebServer):
    for app in (server.app, server.another(), server.another(), server.app, server.another()):
        assert log_in(server.client(app), "owner", "not it").status_code == 401
    assert log_in(server.client(server.another()), "owner").status_code == 429


def test_the_file_of_sessions_holds_neither_tokens_nor_logins(server: WebServer):
    log_in(server.client(), "someone_who_guesses", "not it")
    server.logged_in("teacher")
    kept = b"".join(file.read_bytes() for file in server.home.glob("sessions.sqlite*"))
    assert b"someone_who_guesses" not in kept
    assert (server.home / "sessions.sqlite").stat().st_mode & 0o077 == 0


def test_the_right_password_forgets_the_wrong_ones(server: WebServer):
    client = server.client()
    for _ in range(2):
        for _ in range(4):
            log_in(client, "teacher", "not it")
        assert log_in(client, "teacher").status_code == 303
        log_out(client, "/")
    assert client.get("/", headers=PAGE).status_code == 303


def test_the_demos_people_are_listed_only_in_the_demo(server: WebServer):
    server.add("persona", Role.PRINCIPAL, demo=True)
    assert "Persona" not in server.client().get("/logg-inn", headers=PAGE).text
    server.given["demo_password"] = PASSWORD
    page = server.client(server.another()).get("/logg-inn", headers=PAGE).text
    assert "Persona" in page
    assert "demo-banner" in page
    assert "Teacher" not in page


def test_a_forged_session_cookie_opens_nothing(server: WebServer):
    client = server.client()
    client.set_cookie("varde", "eyJzZXNzaW9uIjoiYSJ9.aaaa.bbbb")
    assert client.get("/", headers=PAGE).status_code == 303


def test_a80_a_refused_login_is_logged_without_anything_that_was_typed(server: WebServer, caplog: pytest.LogCaptureFixture):
    log_in(server.client(), "Ola Nordmann 01010112345\nfake line", "s3cret guess")
    log_in(server.client(), "owner", "s3cret guess")
    owner = server.accounts.get("owner")
    assert owner is not None
    assert caplog.messages == ["a login as nobody who is known was refused", f"a login as {owner.person} was refused"]
