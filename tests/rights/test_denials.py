"""What outranks every role: suspicion, being a party, a denial; and what must be so besides: training, second factor, dates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.base import Stream
from events.lists.access import DenialGround, Purpose
from events.lists.people import Role, Suspected
from services.case_service.rights import Access, Action, Denial, Emergency, Grant, Reason
from tests.rights.people import (
    NOW,
    SOMEBODY,
    SOMEBODY_ELSE,
    TODAY,
    allowed,
    deciding,
    guardian,
    held,
    in_role,
    matter,
    pupil,
    staff,
)

GRANTED = Grant(person=SOMEBODY, role=Role.CASE_HANDLER, purpose=Purpose.CASE_HANDLING)
EVERY_WAY_IN = {"case_handler": SOMEBODY, "assigned": frozenset({SOMEBODY}), "reported_by": frozenset({SOMEBODY})}


@pytest.mark.parametrize("ground", DenialGround)
@pytest.mark.parametrize("role", Role)
def test_a_denial_outranks_role_task_grant_and_emergency(role: Role, ground: DenialGround):
    person = in_role(role)
    access = Access(
        grants=(GRANTED,),
        denials=(Denial(person=person.id, ground=ground),),
        emergencies=(Emergency(person=person.id, until=NOW + timedelta(hours=1)),),
    )

    for stream in Stream:
        assert allowed(person, matter(stream, owner_notified=True, **EVERY_WAY_IN), access) == set()


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.FORM_TEACHER, Role.SCHOOL_OWNER, Role.DEPARTMENT_HEAD])
@pytest.mark.parametrize("kind", Suspected)
def test_the_one_who_is_suspected_reaches_nothing_of_the_case(role: Role, kind: Suspected):
    subject = matter(Stream.HEIGHTENED_CASE, suspected=kind, suspected_persons=frozenset({SOMEBODY}), **EVERY_WAY_IN)

    assert allowed(staff(role), subject, Access(grants=(GRANTED,))) == set()
    assert deciding(staff(role), Action.SEE_CONTENT, subject).why is Reason.SUSPECTED


def test_when_a_leader_is_suspected_the_case_goes_past_the_principal_to_the_owner():
    subject = matter(Stream.HEIGHTENED_CASE, suspected=Suspected.LEADER, suspected_persons=frozenset({SOMEBODY_ELSE}))

    assert allowed(staff(Role.PRINCIPAL), subject) == set()
    assert Action.HANDLE in allowed(staff(Role.SCHOOL_OWNER), subject)


def test_a_member_of_staff_who_is_the_pupils_guardian_is_shut_out_as_staff():
    subject = matter(guardians=frozenset({SOMEBODY}))

    assert allowed(staff(Role.PRINCIPAL), subject) == set()
    assert deciding(staff(Role.PRINCIPAL), Action.SEE_CONTENT, subject).why is Reason.PARTY


def test_a_denial_shuts_out_a_guardian_and_a_pupil_too():
    mother, child = guardian(matter().pupil), pupil()

    for person in (mother, child):
        denied = Access(denials=(Denial(person=person.id, ground=DenialGround.SECRET_ADDRESS),))
        assert allowed(person, matter(), denied) == set()
        assert allowed(person, matter()) != set()


def test_untrained_staff_see_a_receipt_and_a_status_but_no_content():
    principal = staff(Role.PRINCIPAL, trained=False)

    assert allowed(principal, matter(reported_by=frozenset({SOMEBODY}))) == {Action.SEE_RECEIPT, Action.SEE_STATUS}
    assert deciding(principal, Action.SEE_CONTENT, matter()).why is Reason.NOT_TRAINED


def test_content_asks_for_a_second_factor():
    principal = staff(Role.PRINCIPAL, second_factor=False)

    assert allowed(principal, matter()) == {Action.SEE_RECEIPT, Action.SEE_STATUS}
    assert deciding(principal, Action.SEE_CONTENT, matter()).why is Reason.SECOND_FACTOR_MISSING


@pytest.mark.parametrize("action", [Action.EXPORT, Action.DISCLOSE])
@pytest.mark.parametrize("since", [None, timedelta(minutes=16), timedelta(days=1)])
def test_what_leaves_the_house_asks_for_the_second_factor_anew(action: Action, since: timedelta | None):
    principal = staff(Role.PRINCIPAL, stepped_up_at=None if since is None else NOW - since)

    assert deciding(principal, action, matter()).why is Reason.STEP_UP_MISSING
    assert deciding(principal, Action.SEE_CONTENT, matter()).allowed


def test_who_has_no_right_is_never_asked_for_a_second_factor():
    stranger = staff(Role.FORM_TEACHER, second_factor=False, trained=False)

    assert deciding(stranger, Action.SEE_CONTENT, matter()).why is Reason.NO_RIGHT


@pytest.mark.parametrize(
    ("since", "to", "holds"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
    ],
)
def test_a_role_holds_from_its_first_day_to_its_last(since, to, *, holds: bool):
    principal = staff(held(Role.PRINCIPAL, since=since, to=to))

    assert deciding(principal, Action.SEE_CONTENT, matter()).allowed is holds


@pytest.mark.parametrize(("until", "holds"), [(None, True), (TODAY, True), (TODAY - timedelta(days=1), False)])
def test_a_grant_holds_to_the_end_of_its_last_local_day(until, *, holds: bool):
    access = Access(grants=(Grant(person=SOMEBODY, role=Role.CASE_HANDLER, purpose=Purpose.CASE_HANDLING, until=until),))

    assert deciding(staff(Role.FORM_TEACHER), Action.SEE_CONTENT, matter(), access).allowed is holds


def test_a_grant_on_its_last_day_still_holds_when_it_is_past_midnight_in_greenwich_only():
    late = NOW.replace(hour=22, minute=59)
    access = Access(grants=(Grant(person=SOMEBODY, role=Role.CASE_HANDLER, purpose=Purpose.CASE_HANDLING, until=TODAY),))

    assert deciding(staff(Role.FORM_TEACHER), Action.SEE_CONTENT, matter(), access, late).allowed
    assert not deciding(staff(Role.FORM_TEACHER), Action.SEE_CONTENT, matter(), access, late + timedelta(minutes=1)).allowed


def test_whoever_changed_school_has_lost_tasks_grants_and_cases():
    moved = staff(held(Role.FORM_TEACHER, "900000102"))

    assert allowed(moved, matter(**EVERY_WAY_IN), Access(grants=(GRANTED,))) == set()


def test_an_emergency_opens_content_until_it_ends_and_lets_nobody_change_anything():
    access = Access(emergencies=(Emergency(person=SOMEBODY, until=NOW + timedelta(hours=1)),))
    adviser = staff(Role.OWNER_ADVISER)

    found = deciding(adviser, Action.SEE_CONTENT, matter(), access)

    assert found.allowed
    assert found.purpose is Purpose.EMERGENCY
    assert not deciding(adviser, Action.RECORD, matter(), access).allowed
    assert not deciding(adviser, Action.SEE_CONTENT, matter(), access, NOW + timedelta(hours=1)).allowed


def test_an_emergency_of_somebody_else_opens_nothing():
    access = Access(emergencies=(Emergency(person=SOMEBODY_ELSE, until=NOW + timedelta(hours=1)),))

    assert not deciding(staff(Role.OWNER_ADVISER), Action.SEE_CONTENT, matter(), access).allowed
