"""What an import would do is worked out from the register and from what Varde knows; what people decided by hand is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bundles import Bundle, small
from imported import imports, of_pupil, of_staff, planned, ref
from town import A, B, Town, person

from events.base import Stream
from events.lists.people import EmploymentEnd, EnrolmentEnd, GuardianKind, Role
from events.organisation import StaffMemberLeft, StaffMemberRegistered, StaffRoleAssigned, StaffRoleEnded
from events.pupil import GuardianRegistered, GuardianRemoved, PupilEnrolled, PupilLeftSchool, PupilRegistered
from services.case_service.roster.steps import Change, Note
from services.case_service.streams import staff_stream


def roles_of(town: Town, who: str) -> set[tuple[Role, str | None]]:
    """The roles that somebody of the register holds today."""
    row = town.server.desk.read_model.staff(ref(town, who))
    assert row is not None
    day = town.server.clock.now.date()
    return set() if row.left_on and row.left_on < day else {(one.role, one.at_school) for one in row.roles if one.holds_on(day)}


def notes(town: Town, bundle: Bundle) -> list[tuple[Note, str]]:
    quiet = {Note.STAFF_BY_HAND, Note.PUPIL_BY_HAND}
    return [(one.note, one.name) for one in planned(town, bundle).notes if one.note not in quiet]


def test_everybody_of_the_register_is_registered_where_she_works_or_goes(town: Town):
    imports(town, small())

    assert roles_of(town, "t1") == {(Role.FORM_TEACHER, A)}
    assert roles_of(town, "t2") == {(Role.EMPLOYEE, A)}
    desk = town.server.desk
    pupil = desk.read_model.pupil(ref(town, "p1"))
    assert pupil is not None
    assert (pupil.orgnr, pupil.grade) == (A, 4)
    assert desk.names.pupil(ref(town, "p1")) == "Niillas Sæterdal"
    assert [one.born_on for one in of_pupil(town, "p1", PupilRegistered)] == ["2017-05-04"]
    assert [one.class_name for one in of_pupil(town, "p1", PupilEnrolled)] == ["4A"]


def test_a_second_import_of_the_same_file_adds_nothing(town: Town):
    imports(town, small())
    before = len(town.log())

    plan = planned(town, small())
    assert plan.steps == ()
    assert plan.unchanged == {"staff": 3, "pupils": 3, "guardians": 3}
    imports(town, small())
    town.server.clock.go(timedelta(days=3))
    imports(town, small())
    assert len(town.log()) == before


def test_no_file_gives_a_role_that_opens_cases(town: Town):
    register = (
        Bundle()
        .schools()
        .works("a", role="principal")
        .works("b", role="siteAdministrator")
        .works("c", "kommunen", role="systemAdministrator")
    )

    imports(town, register)

    assert roles_of(town, "a") == roles_of(town, "b") == {(Role.EMPLOYEE, A)}
    assert town.server.desk.read_model.staff(ref(town, "c")) is None
    assert [note for note, _ in notes(town, register)] == [Note.LEADER_BY_HAND, Note.LEADER_BY_HAND]


def test_whoever_the_register_no_longer_has_loses_every_role_at_once_given_by_hand_or_not(town: Town):
    imports(town, small())
    by_hand = StaffRoleAssigned(role=Role.CASE_HANDLER, at_school=A, from_date=town.server.clock.now.date())
    town.happens(Stream.STAFF_MEMBER, staff_stream(ref(town, "t2")), by_hand)

    imports(town, small().without("t2"))

    assert roles_of(town, "t2") == set()
    assert [one.reason for one in of_staff(town, "t2", StaffMemberLeft)] == [EmploymentEnd.LEFT]


def test_whoever_changes_school_loses_every_role_at_the_first_and_keeps_what_was_given_elsewhere(town: Town):
    imports(town, small())
    today = town.server.clock.now.date()
    for role, place in ((Role.CASE_HANDLER, A), (Role.SCHOOL_NURSE, None)):
        fact = StaffRoleAssigned(role=role, at_school=place, from_date=today)
        town.happens(Stream.STAFF_MEMBER, staff_stream(ref(town, "t2")), fact)
    town.server.clock.go(timedelta(days=1))

    imports(town, small().change("roles", "r1", orgSourcedId="skole-b"))

    assert roles_of(town, "t2") == {(Role.EMPLOYEE, B), (Role.SCHOOL_NURSE, None)}


def test_whoever_comes_back_is_back(town: Town):
    for bundle in (small(), small().without("t2", "p2"), small()):
        imports(town, bundle)
        town.server.clock.go(timedelta(days=1))

    assert roles_of(town, "t2") == {(Role.EMPLOYEE, A)}
    row = town.server.desk.read_model.pupil(ref(town, "p2"))
    assert row is not None
    assert (row.orgnr, row.grade) == (A, 10)


def test_what_was_ended_by_hand_is_not_given_again(town: Town):
    imports(town, small())
    today = town.server.clock.now.date()
    ended = StaffRoleEnded(role=Role.EMPLOYEE, at_school=A, on=today - timedelta(days=1))
    town.happens(Stream.STAFF_MEMBER, staff_stream(ref(town, "t2")), ended)
    left = StaffMemberLeft(on=today - timedelta(days=1), reason=EmploymentEnd.LEFT)
    town.happens(Stream.STAFF_MEMBER, staff_stream(ref(town, "t3")), left)

    assert planned(town, small()).steps == ()
    assert (Note.ROLE_TAKEN_BACK, "Aud Brattvoll") in notes(town, small())
    assert (Note.STAFF_LEFT_BY_HAND, "Aud Dyrnes") in notes(town, small())


def test_a_member_of_staff_registered_by_hand_is_found_by_her_feide_name_and_leaves_with_the_register(town: Town):
    who = person("for-hand")
    registered = StaffMemberRegistered(person=who, name="Aud Brattvoll", feide_id="T2@lyngfjord.example")
    town.happens(Stream.STAFF_MEMBER, staff_stream(who), registered)

    imports(town, small())
    assert town.server.desk.read_model.staff(ref(town, "t2")) is None
    assert [one.role for one in town.server.desk.read_model.staff(who).roles] == [Role.EMPLOYEE]

    imports(town, small().without("t2"))
    assert town.server.desk.read_model.staff(who).left_on is not None


def test_neither_those_who_run_varde_nor_the_one_who_imports_are_changed(town: Town):
    marks = {"skoleeier": "eier@lyngfjord.example", "laerer": "laerer@lyngfjord.example"}
    for login, mark in marks.items():
        # Registered a second time, as whoever left and came back is: the marks are those of the last.
        left = StaffMemberLeft(on=town.server.clock.now.date() - timedelta(days=9), reason=EmploymentEnd.REGISTERED_IN_ERROR)
        again = StaffMemberRegistered(person=person(login), name=f"Navn {login}", email=mark)
        town.happens(Stream.STAFF_MEMBER, staff_stream(person(login)), left, again)
    role = StaffRoleAssigned(role=Role.SCHOOL_OWNER, at_school=None, from_date=town.server.clock.now.date())
    town.happens(Stream.STAFF_MEMBER, staff_stream(person("skoleeier")), role)
    register = small()
    for number, mark in enumerate(marks.values()):
        register.works(f"m{number}").rows["users"][-1]["email"] = mark

    plan = planned(town, register, acting=person("laerer"))

    streams = {step.stream_id for step in plan.steps}
    assert not streams & {staff_stream(person(login)) for login in marks}
    assert [one.name for one in plan.notes if one.note is Note.PROTECTED] == ["Navn skoleeier", "Navn laerer"]


def test_a_pupil_who_moves_or_leaves_keeps_her_history(town: Town):
    imports(town, small())
    town.server.clock.go(timedelta(days=30))
    moved = small().change("roles", "r3", orgSourcedId="skole-b").without("p2")
    imports(town, moved)

    today = town.server.clock.now.date()
    row = town.server.desk.read_model.pupil(ref(town, "p1"))
    assert row is not None
    assert (row.orgnr, row.grade) == (B, 4)
    assert [(one.orgnr, one.on, one.reason) for one in of_pupil(town, "p1", PupilLeftSchool)] == [
        (A, today - timedelta(days=1), EnrolmentEnd.MOVED_SCHOOL)
    ]
    assert [one.orgnr for one in of_pupil(town, "p1", PupilEnrolled)] == [A, B]
    assert [one.reason for one in of_pupil(town, "p2", PupilLeftSchool)] == [EnrolmentEnd.FINISHED]
    assert town.server.desk.names.pupil(ref(town, "p2")) == "Ylva Ødegard"
    assert planned(town, moved).steps == ()


def test_a_new_grade_class_or_name_is_a_new_fact(town: Town):
    imports(town, small())

    changed = small().change("users", "p1", grades="5", familyName="Sæterdal-Moe").change("classes", "c4", title="5A")
    imports(town, changed)

    row = town.server.desk.read_model.pupil(ref(town, "p1"))
    assert row is not None
    assert (row.orgnr, row.grade) == (A, 5)
    assert [one.class_name for one in of_pupil(town, "p1", PupilEnrolled)] == ["4A", "5A"]
    assert town.server.desk.names.pupil(ref(town, "p1")) == "Niillas Sæterdal-Moe"
    assert planned(town, changed).steps == ()


@pytest.mark.parametrize("grade", ["", "sju", "0", "14", "4,5"])
def test_a_pupil_without_one_grade_is_named_and_not_registered(town: Town, grade: str):
    register = small().change("users", "p2", grades=grade)

    assert notes(town, register) == [(Note.LEADER_BY_HAND, "Aud Dyrnes"), (Note.PUPIL_WITHOUT_GRADE, "Ylva Ødegard")]
    imports(town, register)
    assert town.server.desk.read_model.pupil(ref(town, "p2")) is None


def test_a_pupil_registered_by_hand_is_found_by_her_birth_number(town: Town):
    by_hand = person("elev-for-hand")
    registered = PupilRegistered(name="Ylva Ødegard", birth_number="01011199999")
    town.happens(Stream.PUPIL, by_hand, registered, PupilEnrolled(orgnr=A, grade=10, from_date=town.server.clock.now.date()))

    imports(town, small().change("users", "p2", userMasterIdentifier="01011199999"))

    assert town.server.desk.read_model.pupil(ref(town, "p2")) is None
    assert [one.birth_number for one in [town.events(by_hand)[0].event]] == ["01011199999"]
    assert [one.topic for one in town.events(by_hand)].count("pupil.PupilEnrolled") == 2


def test_schools_that_varde_does_not_have_and_schools_that_the_file_does_not_have_are_left_alone(town: Town):
    imports(town, small())
    register = small().change("orgs", "skole-a", identifier="999999999")

    plan = planned(town, register)

    assert plan.steps == ()
    told = [(one.note, one.name) for one in plan.notes]
    assert (Note.SCHOOL_UNKNOWN, "Aspetun skole") in told
    assert (Note.SCHOOL_NOT_IN_FILE, "Aspetun skole") in told


def test_many_ends_at_one_school_are_pointed_out(town: Town):
    register = Bundle().schools().works("b", "skole-b")
    names = [f"t{number}" for number in range(20)]
    for name in names:
        register.works(name)
    imports(town, register)

    assert planned(town, register.without(*names[:4])).large_ends == ()
    (large,) = planned(town, register.without(*names[:5])).large_ends
    assert (large.school, large.what, large.ended, large.before) == (A, "staff", 5, 20)
    (large,) = planned(town, register.without(*names)).large_ends
    assert large.ended == 20


def test_guardians_are_registered_unverified_whichever_of_the_two_names_the_other(town: Town):
    register = small().change("users", "p3", agentSourcedIds="").change("users", "g2", agentSourcedIds="p3")

    imports(town, register)

    for child, adults in (("p1", {"g1", "g2"}), ("p3", {"g2"})):
        found = town.server.desk.read_model.guardians_of(ref(town, child))
        assert {one.guardian for one in found} == {ref(town, adult) for adult in adults}
        assert not any(one.verified for one in found)
    assert town.server.desk.names.guardian(ref(town, "p3"), ref(town, "g2")) == "Even Fagerli"


def test_an_adult_whom_the_register_gives_no_role_as_guardian_is_none(town: Town):
    register = small().guardian("tante", role="relative").change("users", "p2", agentSourcedIds="tante,t1")

    imports(town, register)

    assert town.server.desk.read_model.guardians_of(ref(town, "p2")) == ()
    assert [name for note, name in notes(town, register) if note is Note.NO_GUARDIAN_ROLE] == ["Elle Máret Åsmoen", "Mor Tante"]


def test_a_tie_that_the_register_no_longer_has_ends_unless_it_was_verified_on_another_basis(town: Town):
    imports(town, small())
    child = ref(town, "p1")
    foster = GuardianRegistered(guardian=ref(town, "g2"), kind=GuardianKind.FOSTER_HOME, verified=True, name="Even Fagerli")
    town.happens(Stream.PUPIL, child, foster)

    imports(town, small().change("users", "p1", agentSourcedIds=""))

    assert [one.guardian for one in town.server.desk.read_model.guardians_of(child)] == [ref(town, "g2")]


def test_a_tie_that_was_ended_is_never_taken_up_by_a_file(town: Town):
    imports(town, small())
    ended = GuardianRemoved(guardian=ref(town, "g1"), on=town.server.clock.now.date() - timedelta(days=1))
    town.happens(Stream.PUPIL, ref(town, "p1"), ended)

    assert planned(town, small()).steps == ()
    assert (Note.GUARDIAN_ENDED_BEFORE, "Ravna Sæterdal") in notes(town, small())


def test_a_guardian_registered_by_hand_is_not_registered_again_by_the_register(town: Town):
    imports(town, small().change("users", "p1", agentSourcedIds=""))
    by_hand = GuardianRegistered(
        guardian=person("mor"), kind=GuardianKind.PARENTAL_RESPONSIBILITY, verified=True, name="Ravna Sæterdal"
    )
    town.happens(Stream.PUPIL, ref(town, "p1"), by_hand)

    plan = planned(town, small())

    assert [one.name for step in plan.steps for one in step.told if one.change is Change.GUARDIAN_ADDED] == ["Even Fagerli"]
