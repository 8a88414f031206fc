"""A04 a teacher without a part in the case, A05 somebody who left or changed school, A06 parents who are not let in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attacks.routes import pages_about
from town import CANARY, SINCE, A, B, Town, matter, person

from events.access import PersonBlocked, PersonUnblocked
from events.base import Stream
from events.lists.access import BlockKind, DenialGround
from events.lists.people import EmploymentEnd, GuardianKind, Role
from events.organisation import StaffMemberLeft, StaffRoleAssigned, StaffRoleEnded
from events.pupil import GuardianRegistered, GuardianRemoved
from services.case_service.streams import access_stream, staff_stream

SAK = f"/prove/see_content/{matter('sak')}"
PLAN = f"/prove/see_plan/{matter('sak')}"


@pytest.mark.parametrize("who", ["fremmed", "melder", "avdelingsleder"])
def test_a04_working_at_the_school_opens_no_case(town: Town, who: str):
    visitor = town.comes(who)
    for endpoint, path in pages_about(town.server.app, matter("sak")):
        answer = visitor.get(path)
        assert answer.status_code in {403, 404}, endpoint
        assert CANARY not in answer.text, endpoint
    assert visitor.get(SAK).status_code == 404
    assert town.of("access.ContentRead") == []


@pytest.mark.parametrize("who", ["rektor", "saksbehandler", "laerer"])
def test_a05_whoever_left_has_lost_the_right_in_the_next_request_of_an_open_session(town: Town, who: str):
    visitor = town.comes(who)
    assert visitor.get(SAK).status_code == 200
    left = StaffMemberLeft(on=town.server.clock.now.date() - timedelta(days=1), reason=EmploymentEnd.LEFT)

    town.happens(Stream.STAFF_MEMBER, staff_stream(person(who)), left)

    answer = visitor.get(SAK)
    assert answer.status_code in {303, 404}
    assert answer.status_code == 404 or "/logg-inn" in answer.location
    assert len(town.of("access.ContentRead")) == 1


@pytest.mark.parametrize(
    ("who", "role"), [("rektor", Role.PRINCIPAL), ("saksbehandler", Role.CASE_HANDLER), ("laerer", Role.FORM_TEACHER)]
)
def test_a05_whoever_changed_school_has_lost_the_cases_of_the_old_one(town: Town, who: str, role: Role):
    visitor = town.comes(who)
    assert visitor.get(SAK).status_code == 200
    today = town.server.clock.now.date()

    town.happens(
        Stream.STAFF_MEMBER,
        staff_stream(person(who)),
        StaffRoleEnded(role=role, at_school=A, on=today - timedelta(days=1)),
        StaffRoleAssigned(role=role, at_school=B, from_date=SINCE),
    )

    assert visitor.get(SAK).status_code == 404


def test_a05_a_right_that_ends_on_a_day_ends_with_that_day(town: Town):
    today = town.server.clock.now.date()
    town.gives(matter("sak"), "avdelingsleder", Role.DEPARTMENT_HEAD, until=today)
    assert town.comes("avdelingsleder").get(SAK).status_code == 200

    town.server.clock.go(timedelta(days=1))

    assert town.comes("avdelingsleder").get(SAK).status_code == 404


@pytest.mark.parametrize("who", ["annen-mor", "annen-elev", "far-uten-ansvar"])
def test_a06_neither_another_childs_parent_nor_one_without_responsibility_sees_anything(town: Town, who: str):
    visitor = town.comes(who)
    for endpoint, path in pages_about(town.server.app, matter("sak")):
        answer = visitor.get(path)
        assert answer.status_code in {403, 404}, endpoint
        assert CANARY not in answer.text, endpoint
    assert visitor.get(PLAN).status_code == 404


@pytest.mark.parametrize("kind", BlockKind)
def test_a06_a_block_by_hand_outranks_what_the_register_says_later(town: Town, kind: BlockKind):
    visitor = town.comes("mor")
    assert visitor.get(PLAN).status_code == 200

    town.happens(Stream.ACCESS, access_stream(person("elev")), PersonBlocked(person=person("mor"), pupil=person("elev"), kind=kind))
    assert visitor.get(PLAN).status_code == 404
    again = GuardianRegistered(
        guardian=person("mor"), kind=GuardianKind.PARENTAL_RESPONSIBILITY, verified=True, name="Mor fra registeret"
    )
    town.happens(Stream.PUPIL, person("elev"), again)
    assert visitor.get(PLAN).status_code == 404

    lifted = PersonUnblocked(person=person("mor"), pupil=person("elev"), kind=kind, reason="Avklart")
    town.happens(Stream.ACCESS, access_stream(person("elev")), lifted)
    assert visitor.get(PLAN).status_code == 200


def test_a06_a_guardian_who_no_longer_acts_for_the_child_is_out_in_the_next_request(town: Town):
    visitor = town.comes("mor")
    removed = GuardianRemoved(guardian=person("mor"), on=town.server.clock.now.date() - timedelta(days=1))

    town.happens(Stream.PUPIL, person("elev"), removed)

    assert visitor.get(PLAN).status_code == 404


def test_a06_a_denial_for_a_secret_address_shuts_a_guardian_out_of_the_case(town: Town):
    town.denies(matter("sak"), "mor", DenialGround.SECRET_ADDRESS)

    assert town.comes("mor").get(PLAN).status_code == 404
