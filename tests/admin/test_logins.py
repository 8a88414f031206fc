"""/admin/innlogginger: help for those who cannot log in, logged and told; and no way to another's password."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from town import A, Town, person
from web_server import PAGE, PASSWORD, log_in, token_of

from events.access import LoginAdministered, PersonBlocked
from events.base import Stream
from events.lists.access import BlockKind, LoginAct
from events.lists.people import Role
from services.case_service.notices.notice import NoticeKind
from services.case_service.reactions.recipients import Recipients
from services.case_service.reactions.telling import Telling
from services.case_service.streams import access_stream

LINK = re.compile(r"/logg-inn/nytt-passord/[\w-]{43}")


def of(who: str) -> str:
    return f"/admin/innlogginger/{person(who)}"


def link_for(town: Town, who: str, by: str = "skoleeier") -> str:
    found = LINK.search(town.comes(by).post(f"{of(who)}/lenke", {}).text)
    assert found is not None
    return found.group()


def sets(client: FlaskClient, link: str, password: str, again: str | None = None) -> int:
    form = {"csrf_token": token_of(client), "password": password, "again": password if again is None else again}
    return client.post(link, data=form, headers=PAGE).status_code


def test_a_member_of_staff_is_given_a_login_and_sets_her_own_password(town: Town):
    owner = town.comes("skoleeier")
    page = owner.post("/admin/ansatte/ny", {"name": "Ørjan Bø"}).headers["Location"].replace("ansatte", "innlogginger")
    assert 'value="orjan.bo"' in owner.get(page).text

    given = owner.post(f"{page}/ny", {"login": "orjan.bo"})

    link = LINK.search(given.text)
    assert link is not None
    assert LINK.search(owner.get(page).text) is None
    client = town.server.client()
    assert log_in(client, "orjan.bo", "whatever it is").status_code == 401
    assert sets(client, link.group(), "fire rolige ord her") == 303
    assert log_in(client, "orjan.bo", "fire rolige ord her").status_code == 303


def test_a_link_works_once_and_a_new_one_ends_the_old(town: Town):
    first, second = link_for(town, "laerer"), link_for(town, "laerer")
    client = town.server.client()

    assert sets(client, first, "fire rolige ord her") == 404
    assert sets(client, second, "fire rolige ord her") == 303
    assert sets(client, second, "fire andre ord der") == 404
    assert client.get("/logg-inn/nytt-passord/finnes-ikke", headers=PAGE).status_code == 404


def test_a_link_ends_after_a_day(town: Town):
    link = link_for(town, "laerer")
    town.server.clock.go(timedelta(hours=25))

    assert town.server.client().get(link, headers=PAGE).status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "field"), [("kort", "kort", "password"), ("fire rolige ord", "fire rolige", "again")]
)
def test_a_password_that_will_not_do_is_said_at_the_field_and_uses_no_link_up(town: Town, password: str, again: str, field: str):
    link = link_for(town, "laerer")
    client = town.server.client()

    assert sets(client, link, password, again) == 422
    page = client.get(link, headers=PAGE)
    assert page.status_code == 200
    assert f'id="{field}"' in page.text


@pytest.mark.parametrize("act", ["okter", "steng"])
def test_sessions_end_at_once(town: Town, act: str):
    teacher = town.comes("laerer")
    assert teacher.get("/min-dag").status_code == 200

    assert town.comes("administrator").post(f"{of('laerer')}/{act}", {}).status_code == 303

    assert teacher.get("/min-dag").status_code == 303
    account = town.server.accounts.get("laerer")
    assert account is not None
    assert account.disabled is (act == "steng")


def test_a_closed_login_is_opened_again(town: Town):
    administrator = town.comes("administrator")
    administrator.post(f"{of('laerer')}/steng", {})

    assert administrator.post(f"{of('laerer')}/okter", {}).status_code == 404
    assert administrator.post(f"{of('laerer')}/apne", {}).status_code == 303
    assert town.comes("laerer").get("/min-dag").status_code == 200


def test_a_lost_phone_is_forgotten(town: Town):
    town.server.accounts.change("laerer", totp=b"sealed", recovery=(b"x",))

    assert town.comes("administrator").post(f"{of('laerer')}/totrinn", {}).status_code == 303

    account = town.server.accounts.get("laerer")
    assert account is not None
    assert (account.totp, account.recovery) == (None, ())
    assert town.comes("administrator").post(f"{of('laerer')}/totrinn", {}).status_code == 404


def test_what_is_done_stands_in_the_log_and_the_person_is_told(town: Town):
    link_for(town, "laerer", by="administrator")

    (one,) = [found for found in town.events(access_stream(person("laerer"))) if isinstance(found.event, LoginAdministered)]
    model = town.server.desk.read_model
    notices = Telling(model, Recipients(model)).notices(one)

    assert one.event == LoginAdministered(person=person("laerer"), act=LoginAct.PASSWORD_RESET)
    assert one.envelope.actor.ref == person("administrator")
    assert [(each.person, each.kind) for each in notices] == [(person("laerer"), NoticeKind.LOGIN_ADMINISTERED)]
    assert "Navn administrator" in town.comes("skoleeier").get(of("laerer")).text


@pytest.mark.parametrize("act", ["lenke", "okter", "steng"])
def test_nobody_helps_herself_and_only_a_school_owner_a_school_owner(town: Town, act: str):
    administrator, owner = town.comes("administrator"), town.comes("skoleeier")

    assert administrator.post(f"{of('administrator')}/{act}", {}).status_code == 403
    assert administrator.post(f"{of('skoleeier')}/{act}", {}).status_code == 403
    assert owner.post(f"{of('skoleeier')}/{act}", {}).status_code == 403
    assert owner.post(f"{of('administrator')}/{act}", {}).status_code in {200, 303}


def test_whoever_has_not_shown_her_second_factor_is_asked_for_it_first(town: Town):
    visitor = town.comes("administrator", second_factor=False)

    answer = visitor.post(f"{of('laerer')}/steng", {})

    assert answer.status_code == 303
    assert "totrinn" in answer.headers["Location"]
    assert town.of("access.LoginAdministered") == []


@pytest.mark.parametrize("login", ["", "x", "Stor Bokstav", "../etc", "rektor", "a" * 65])
def test_a_user_name_that_will_not_do_is_said_at_the_field(town: Town, login: str):
    owner = town.comes("skoleeier")
    page = owner.post("/admin/ansatte/ny", {"name": "Ny Ansatt"}).headers["Location"].replace("ansatte", "innlogginger")

    answer = owner.post(f"{page}/ny", {"login": login})

    assert answer.status_code == 422
    assert 'href="#login"' in answer.text


def test_the_list_shows_no_secret_and_is_searched(town: Town):
    town.server.accounts.set_password("laerer", PASSWORD)
    visitor = town.comes("administrator")

    everyone, one = visitor.get("/admin/innlogginger").text, visitor.get("/admin/innlogginger?sok=rektor-b").text

    assert "scrypt" not in everyone
    assert "passord, uten totrinn" in everyone
    assert f"{of('rektor-b')}" in one
    assert f"{of('laerer')}" not in one


@pytest.mark.parametrize("who", ["rektor", "raadgiver", "laerer", "personvernombud"])
def test_nobody_else_touches_a_login(town: Town, who: str):
    visitor = town.comes(who)

    assert visitor.get("/admin/innlogginger").status_code == 403
    assert visitor.post(f"{of('fremmed')}/steng", {}).status_code == 403
    assert visitor.post("/admin/ansatte/ny", {"name": A}).status_code == 403


def test_the_first_school_owner_registers_herself_with_the_roles_she_has_and_no_others(town: Town):
    first = town.server.accounts.add(login="forste", name="Første Eier", roles=(Role.SCHOOL_OWNER,))
    visitor = town.comes("forste")
    page = f"/admin/innlogginger/{first.person}"
    assert "Ikke registrert som ansatt" in visitor.get(page).text

    assert visitor.post(f"{page}/ansatt", {}).status_code == 303

    row = town.server.desk.read_model.staff(first.person)
    assert row is not None
    assert [(one.role, one.at_school) for one in row.roles] == [(Role.SCHOOL_OWNER, None)]
    assert row.trained_to == ()
    assert visitor.get("/admin").status_code == 200
    assert visitor.post(f"{page}/ansatt", {}).status_code == 404


def test_the_login_of_a_pupil_tells_nothing_of_who_is_blocked_from_her(town: Town):
    blocked = PersonBlocked(person=person("mor"), pupil=person("elev"), kind=BlockKind.SECRET_ADDRESS, reason="Hemmelig grunn")
    town.happens(Stream.ACCESS, access_stream(person("elev")), blocked)
    town.comes("administrator").post(f"{of('elev')}/okter", {})

    page = town.comes("administrator").get(of("elev")).text

    assert "logget ut overalt" in page
    for word in ("Hemmelig grunn", "adresse", "sperret"):
        assert word.casefold() not in page.casefold()
