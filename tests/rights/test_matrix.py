"""The access matrix (domain report, § 5.2), stated here a second time in letters and compared with the code, for every role.

Letters: r receipt, s status, m metadata, c content, p plan, k linked cases, l log, o who has read, w record, h handle, g grant,
b break glass, e export, d disclose, x dispose.
"""

from __future__ import annotations

import pytest

from events.base import Stream
from events.lists.access import Purpose
from events.lists.people import Role, Suspected
from services.case_service.rights import Access, Action, Grant, Share
from tests.rights.people import (
    GUARDIAN,
    IN_MUNICIPALITY,
    OTHER_PUPIL,
    OTHER_SCHOOL,
    PUPIL,
    SOMEBODY,
    allowed,
    deciding,
    guardian,
    held,
    in_role,
    matter,
    pupil,
    staff,
)

LETTERS = {
    "r": Action.SEE_RECEIPT,
    "s": Action.SEE_STATUS,
    "m": Action.SEE_METADATA,
    "c": Action.SEE_CONTENT,
    "p": Action.SEE_PLAN,
    "k": Action.SEE_LINKED,
    "l": Action.SEE_LOG,
    "o": Action.SEE_READERS,
    "w": Action.RECORD,
    "h": Action.HANDLE,
    "g": Action.GRANT,
    "b": Action.BREAK_GLASS,
    "e": Action.EXPORT,
    "d": Action.DISCLOSE,
    "x": Action.DISPOSE,
}

LEADS = "rsmcpklowhged"
HANDLES = "rsmcpkwhe"
WATCHES = "sgblx"
OWNS = HANDLES + "d"

# What somebody in the role may do with a matter at her school that she has nothing else to do with:
# a case; a heightened one; one where a leader is suspected; a physical intervention; a case with Statsforvalteren; an avvik.
BY_ROLE_ALONE = {
    Role.PUPIL: ("", "", "", "", "", ""),
    Role.GUARDIAN: ("", "", "", "", "", ""),
    Role.EMPLOYEE: ("", "", "", "", "", ""),
    Role.FORM_TEACHER: ("", "", "", "", "", ""),
    Role.OBSERVER: ("", "", "", "", "", ""),
    Role.CASE_HANDLER: ("", "", "", "", "", ""),
    Role.DEPARTMENT_HEAD: ("", "", "", "", "", ""),
    Role.AFTER_SCHOOL_LEADER: ("", "", "", "", "", ""),
    Role.PRINCIPAL: (LEADS, LEADS, "", LEADS, LEADS, LEADS),
    Role.SCHOOL_NURSE: ("", "", "", "", "", ""),
    Role.EDUCATIONAL_PSYCHOLOGY_SERVICE: ("", "", "", "", "", ""),
    Role.SCHOOL_OWNER: (WATCHES, WATCHES, WATCHES + OWNS, WATCHES, WATCHES + OWNS, WATCHES + OWNS),
    Role.OWNER_ADVISER: ("sb", "sb", "sb" + OWNS, "sb", "sb" + OWNS, "sb" + OWNS),
    Role.HUMAN_RESOURCES: ("", "", "", "", "", ""),
    Role.ARCHIVIST: ("m", "m", "m", "m", "m", "m"),
    Role.DATA_PROTECTION_OFFICER: ("l", "l", "l", "l", "l", "l"),
    Role.AUDITOR: ("l", "l", "l", "l", "l", "l"),
    Role.STATSFORVALTER: ("", "", "", "", "", ""),
    Role.UDIR: ("", "", "", "", "", ""),
    Role.ADMINISTRATOR: ("", "", "", "", "", ""),
    Role.SYSTEM: ("", "", "", "", "", ""),
}

KINDS = {
    "a case": matter(Stream.CASE),
    "a heightened case": matter(Stream.HEIGHTENED_CASE, suspected=Suspected.EMPLOYEE),
    "a heightened case against a leader": matter(Stream.HEIGHTENED_CASE, suspected=Suspected.LEADER),
    "a physical intervention": matter(Stream.PHYSICAL_INTERVENTION),
    "a case with Statsforvalteren": matter(Stream.ENFORCEMENT),
    "an avvik": matter(Stream.AVVIK, pupil=None),
}

# What a grant opens, by the role in which it was given, to somebody who works at the school.
BY_GRANT = {
    Role.EMPLOYEE: ("scpw", Share.ASSIGNED),
    Role.FORM_TEACHER: ("scpw", Share.ASSIGNED),
    Role.OBSERVER: ("scpw", Share.ASSIGNED),
    Role.CASE_HANDLER: (HANDLES, Share.WHOLE),
    Role.DEPARTMENT_HEAD: (HANDLES, Share.WHOLE),
    Role.AFTER_SCHOOL_LEADER: (HANDLES, Share.WHOLE),
    Role.PRINCIPAL: (HANDLES, Share.WHOLE),
    Role.SCHOOL_OWNER: (HANDLES, Share.WHOLE),
    Role.OWNER_ADVISER: (HANDLES, Share.WHOLE),
    Role.SCHOOL_NURSE: ("sc", Share.SHARED),
    Role.EDUCATIONAL_PSYCHOLOGY_SERVICE: ("sc", Share.SHARED),
    Role.ARCHIVIST: ("rsmcpe", Share.WHOLE),
    Role.DATA_PROTECTION_OFFICER: ("rsmcpk", Share.WHOLE),
    Role.AUDITOR: ("rsmcpk", Share.WHOLE),
    Role.HUMAN_RESOURCES: ("", Share.NOTHING),
    Role.STATSFORVALTER: ("", Share.NOTHING),
    Role.UDIR: ("", Share.NOTHING),
    Role.ADMINISTRATOR: ("", Share.NOTHING),
    Role.SYSTEM: ("", Share.NOTHING),
    Role.GUARDIAN: ("", Share.NOTHING),
    Role.PUPIL: ("", Share.NOTHING),
}


def in_letters(letters: str) -> set[Action]:
    return {LETTERS[letter] for letter in letters}


def test_the_table_speaks_of_every_role_and_every_action():
    assert set(BY_ROLE_ALONE) == set(Role) == set(BY_GRANT)
    assert set(LETTERS.values()) == set(Action)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", Role)
def test_a_role_alone_gives_what_the_table_says(role: Role, kind: str):
    expected = BY_ROLE_ALONE[role][list(KINDS).index(kind)]

    assert allowed(in_role(role), KINDS[kind]) == in_letters(expected)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", sorted(set(Role) - IN_MUNICIPALITY - {Role.PUPIL, Role.GUARDIAN}))
def test_a_role_at_another_school_gives_nothing(role: Role, kind: str):
    assert allowed(staff(held(role, OTHER_SCHOOL)), KINDS[kind]) == set()


@pytest.mark.parametrize("role", Role)
def test_a_grant_gives_what_its_role_says_and_no_more(role: Role):
    access = Access(grants=(Grant(person=SOMEBODY, role=role, purpose=Purpose.CASE_HANDLING),))
    expected, share = BY_GRANT[role]

    assert allowed(staff(Role.EMPLOYEE), matter(), access) == in_letters(expected)
    assert deciding(staff(Role.EMPLOYEE), Action.SEE_CONTENT, matter(), access).share is share


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PUPIL, Role.GUARDIAN}))
def test_who_runs_the_system_reaches_no_content_even_with_a_grant(role: Role):
    access = Access(grants=(Grant(person=SOMEBODY, role=role, purpose=Purpose.CASE_HANDLING),))

    assert allowed(staff(Role.ADMINISTRATOR), matter(assigned=frozenset({SOMEBODY}), case_handler=SOMEBODY), access) == set()


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.FORM_TEACHER, Role.SCHOOL_NURSE, Role.DEPARTMENT_HEAD])
def test_whoever_reported_sees_the_receipt_and_nothing_else(role: Role):
    assert allowed(in_role(role), matter(reported_by=frozenset({SOMEBODY}))) == in_letters("r")


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.FORM_TEACHER, Role.OBSERVER])
def test_whoever_carries_a_task_sees_the_task_and_records_on_it(role: Role):
    subject = matter(assigned=frozenset({SOMEBODY}))

    assert allowed(in_role(role), subject) == in_letters("scw")
    assert deciding(in_role(role), Action.SEE_CONTENT, subject).share is Share.ASSIGNED
    assert deciding(in_role(role), Action.RECORD, subject).may_record("case.MeasureExecuted")
    assert not deciding(in_role(role), Action.RECORD, subject).may_record("case.CaseClosed")


@pytest.mark.parametrize("role", [Role.CASE_HANDLER, Role.DEPARTMENT_HEAD, Role.AFTER_SCHOOL_LEADER, Role.FORM_TEACHER])
def test_whoever_handles_the_case_sees_and_handles_all_of_it(role: Role):
    subject = matter(case_handler=SOMEBODY)

    assert allowed(in_role(role), subject) == in_letters(HANDLES)
    assert deciding(in_role(role), Action.SEE_CONTENT, subject).share is Share.WHOLE


def test_the_owner_reads_what_the_owner_was_told_of():
    told = matter(serious=True, owner_notified=True)

    assert Action.SEE_CONTENT in allowed(in_role(Role.SCHOOL_OWNER), told)
    assert Action.SEE_CONTENT in allowed(in_role(Role.OWNER_ADVISER), told)
    assert Action.HANDLE not in allowed(in_role(Role.SCHOOL_OWNER), told)
    assert deciding(in_role(Role.SCHOOL_OWNER), Action.RECORD, told).may_record("case.OwnerAcknowledged")
    assert not deciding(in_role(Role.SCHOOL_OWNER), Action.RECORD, told).may_record("case.PlanAdopted")


def test_human_resources_sees_a_reference_where_one_stands():
    subject = matter(Stream.HEIGHTENED_CASE, personnel_reference=True)

    assert allowed(in_role(Role.HUMAN_RESOURCES), subject) == in_letters("c")
    assert deciding(in_role(Role.HUMAN_RESOURCES), Action.SEE_CONTENT, subject).share is Share.REFERENCE


@pytest.mark.parametrize("stream", [Stream.CASE, Stream.HEIGHTENED_CASE, Stream.PHYSICAL_INTERVENTION])
def test_a_family_sees_its_own_childs_matter_and_nobody_elses(stream: Stream):
    assert allowed(guardian(PUPIL), matter(stream)) == in_letters("rspow")
    assert allowed(pupil(), matter(stream)) == in_letters("rspow")
    assert allowed(guardian(OTHER_PUPIL), matter(stream)) == set()
    assert allowed(pupil(OTHER_PUPIL), matter(stream)) == set()
    assert deciding(guardian(PUPIL), Action.SEE_PLAN, matter(stream)).share is Share.FAMILY


@pytest.mark.parametrize("stream", [Stream.ENFORCEMENT, Stream.AVVIK, Stream.SURVEY])
def test_a_family_reaches_no_internal_matter(stream: Stream):
    assert allowed(guardian(PUPIL), matter(stream)) == set()
    assert allowed(pupil(), matter(stream)) == set()


def test_a_guardian_who_is_not_among_the_verified_reaches_nothing():
    assert allowed(guardian(), matter(guardians=frozenset({GUARDIAN}))) == set()


def test_from_fifteen_on_guardians_see_the_status_until_somebody_decides_to_release_more():
    subject = matter(pupil_is_fifteen=True)
    released = Access(grants=(Grant(person=GUARDIAN, role=Role.GUARDIAN, purpose=Purpose.OWN_CASE),))

    assert allowed(guardian(PUPIL), subject) == in_letters("rso")
    assert allowed(guardian(PUPIL), subject, released) == in_letters("rspow")
    assert allowed(pupil(), subject) == in_letters("rspow")
    assert allowed(guardian(OTHER_PUPIL), subject, released) == set()
