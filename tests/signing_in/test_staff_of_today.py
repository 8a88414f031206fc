"""Attack cases A05, A07 and A32: what somebody may is what her own stream says of today, in every request."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from web_server import PAGE, WebServer, log_in

from events import Actor, Stream
from events.base import Event
from events.lists.people import EmploymentEnd, Role
from events.organisation import StaffMemberLeft, StaffMemberRegistered, StaffRoleAssigned, StaffRoleEnded
from events.stored import topic_of
from services.case_service.application import Request
from services.case_service.desk import Desk
from services.case_service.domain import command_for
from services.case_service.http.rights import Right, needs
from services.case_service.http.standing import Standing, standing_of
from services.case_service.store import PostgresDatabase, StoreSettings, open_store
from services.case_service.streams import staff_stream

HERE, THERE = "999888777", "999888776"
TODAY, YESTERDAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 3)
BEFORE = date(2025, 8, 1)


@pytest.fixture
def person(server: WebServer) -> UUID:
    """The principal of the tests, who is registered in her own stream."""
    account = server.accounts.get("principal")
    tell(server, account.person, StaffMemberRegistered(person=account.person, name="Principal"))
    return account.person


def tell(server: WebServer, person: UUID, *facts: Event) -> None:
    for fact in facts:
        server.desk.application.handle(
            Request(
                stream=Stream.STAFF_MEMBER,
                stream_id=staff_stream(person),
                command=command_for(Stream.STAFF_MEMBER, topic_of(fact))(fact=fact),
                actor=Actor(ref=uuid4(), role=Role.ADMINISTRATOR),
                occurred_at=datetime(2026, 3, 1, tzinfo=UTC),
                known_at=datetime(2026, 3, 1, tzinfo=UTC),
            )
        )


def assigned(role: Role = Role.PRINCIPAL, at: str | None = HERE, *, start: date = BEFORE, end: date | None = None) -> Event:
    return StaffRoleAssigned(role=role, at_school=at, from_date=start, to_date=end)


def standing(server: WebServer) -> Standing:
    with server.app.test_request_context():
        return standing_of(server.accounts.get("principal"))


def test_what_the_stream_says_counts_and_not_what_the_account_says(server: WebServer, person: UUID):
    assert standing(server) == Standing(frozenset(), ())
    tell(server, person, assigned(Role.FORM_TEACHER, THERE))
    assert standing(server) == Standing(frozenset({Role.FORM_TEACHER}), (THERE,))


def test_whom_no_event_knows_has_what_the_account_says(server: WebServer):
    assert standing(server) == Standing(frozenset({Role.PRINCIPAL}), ("100000001",))


@pytest.mark.parametrize(("start", "end"), [(TOMORROW, None), (BEFORE, YESTERDAY)], ids=["not yet", "no more"])
def test_a_role_that_does_not_hold_today_gives_nothing(server: WebServer, person: UUID, start: date, end: date | None):
    tell(server, person, assigned(start=start, end=end))
    assert standing(server).roles == frozenset()


def test_a05_who_left_is_out_in_the_next_request_also_for_scripts_that_stand_open(server: WebServer, person: UUID):
    tell(server, person, assigned())
    client = server.logged_in("principal")
    assert client.get("/", headers=PAGE).status_code == 200
    tell(server, person, StaffMemberLeft(on=YESTERDAY, reason=EmploymentEnd.LEFT))
    assert client.get("/", headers=PAGE).location.startswith("/logg-inn")
    assert client.get("/", headers={"Accept": "application/json"}).status_code == 401
    assert log_in(server.client(), "principal").status_code == 401


def test_a05_who_changed_school_sees_the_old_one_no_more_in_the_next_request(server: WebServer, person: UUID):
    tell(server, person, assigned())
    client = server.logged_in("principal")
    assert "/eier/" in client.get("/", headers=PAGE).text
    tell(server, person, StaffRoleEnded(role=Role.PRINCIPAL, at_school=HERE, on=YESTERDAY), assigned(Role.EMPLOYEE, THERE))
    assert "/eier/" not in client.get("/", headers=PAGE).text
    assert standing(server).schools == (THERE,)


def test_a07_a_role_cannot_be_asked_for(server: WebServer, person: UUID):
    tell(server, person, assigned(Role.EMPLOYEE))

    @needs(Right.SEE_OVERVIEW)
    def numbers() -> str:
        return "numbers"

    server.app.add_url_rule("/numbers", "numbers", numbers, methods=["GET", "POST"])
    client = server.logged_in("principal")
    for header in ("X-Role", "X-User", "X-Remote-User", "Role", "Authorization", "Remote-User"):
        assert client.get("/numbers", headers={**PAGE, header: "school_owner"}).status_code == 403
    assert client.get("/numbers?role=school_owner&school_id=999888777&roles=school_owner", headers=PAGE).status_code == 403
    client.set_cookie("role", "school_owner")
    assert client.get("/numbers", headers=PAGE).status_code == 403
    answer = log_in(server.client(), "principal", role="school_owner", roles="school_owner", person=str(uuid4()), kind="staff")
    assert answer.status_code == 303
    body = json.dumps({"role": "school_owner"})
    assert client.post("/numbers", data=body, content_type="application/json", headers=PAGE).status_code in {400, 403}


def test_a_session_outlives_the_end_of_a_role_but_not_its_rights(server: WebServer, person: UUID):
    tell(server, person, assigned(end=TODAY))
    client = server.logged_in("principal")
    assert "/eier/" in client.get("/", headers=PAGE).text
    server.clock.go(timedelta(hours=15))
    client = server.logged_in("principal")
    assert "/eier/" not in client.get("/", headers=PAGE).text


class WithoutStore(WebServer):
    """A server whose database does not answer."""

    def open_desk(self) -> Desk:
        nowhere = (PostgresDatabase(dsn=f"postgresql://127.0.0.1:9/{name}", timeout=0.5) for name in ("events", "keys"))
        open_store(StoreSettings(tenant="lyngfjord", events=next(nowhere), keys=next(nowhere), kek=b"s" * 32))
        raise AssertionError("nobody answers there")


def test_nobody_is_let_in_while_the_store_cannot_tell(server: WebServer):
    without = WithoutStore(server.home)
    client = without.client()
    answer = log_in(client, "principal")
    assert answer.status_code == 503
    assert "Principal" not in answer.text
    client.set_cookie("varde", server.logged_in("principal").get_cookie("varde").value)
    assert client.get("/", headers=PAGE).status_code == 503
    assert without.client().get("/logg-inn", headers=PAGE).status_code == 200
