"""Only who may know of a matter is told of it, and there is always somebody who is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from builders import example

from events import Stream
from events.access import AccessDenied
from events.concern import CaseOpened
from events.heightened import HeightenedReportReceived
from events.lists.access import DenialGround
from events.lists.people import GuardianKind, Role, Suspected
from events.organisation import StaffMemberLeft
from events.pupil import GuardianRegistered, PupilRegistered
from services.case_service.streams import access_stream, staff_stream

LIMITS = {"due_soon", "due_today", "overdue", "avvik_raised"}


def days_pass(town, follower, days=40):
    for _ in range(days):
        town.go(days=1)
        follower.once()


def told(town, role):
    return LIMITS.intersection(town.kinds(role))


@pytest.fixture
def follower(town):
    follower = town.follower()
    follower.once()
    return follower


@pytest.fixture
def pupil(town):
    pupil = uuid4()
    town.tell(PupilRegistered(name="Elev", born_on="2017-05-04"), Stream.PUPIL, pupil)
    return pupil


@pytest.mark.parametrize("named", [True, False])
def test_no_leader_of_a_school_hears_of_limits_or_avvik_of_a_case_against_a_leader_there(town, follower, named):
    suspect = town[Role.PRINCIPAL] if named else uuid4()  # who was only described has an id that stands for her
    fact = example(HeightenedReportReceived, suspected=Suspected.LEADER, suspected_person=suspect, received_by_owner=True)
    town.tell(fact, Stream.HEIGHTENED_CASE, uuid4())
    days_pass(town, follower)

    assert "overdue" in told(town, Role.SCHOOL_OWNER)
    assert town.kinds(Role.PRINCIPAL) == []


def test_who_is_suspected_of_offending_a_pupil_hears_of_none_of_her_cases(town, follower, pupil):
    case = opened(town, pupil)
    fact = example(HeightenedReportReceived, pupil=pupil, suspected=Suspected.EMPLOYEE, suspected_person=town[Role.CASE_HANDLER])
    town.tell(fact, Stream.HEIGHTENED_CASE, uuid4())
    follower.once()
    before = town.kinds(Role.CASE_HANDLER)
    days_pass(town, follower)

    assert town.desk.read_model.matter(case).case_handler == town[Role.CASE_HANDLER]
    assert town.kinds(Role.CASE_HANDLER) == before
    assert "overdue" in told(town, Role.PRINCIPAL)


def test_who_is_denied_a_case_hears_of_no_avvik_that_belongs_to_it(town, follower):
    case = town.report()
    town.acknowledge(case)
    days_pass(town, follower, 20)
    assert town.desk.read_model.avvik() != ()
    fact = AccessDenied(person=town[Role.PRINCIPAL], to_stream=case, ground=DenialGround.CONFLICT_OF_INTEREST)
    town.tell(fact, Stream.ACCESS, access_stream(case), by=Role.SCHOOL_OWNER)
    before = town.kinds(Role.PRINCIPAL)
    days_pass(town, follower)

    assert town.kinds(Role.PRINCIPAL) == before


def test_a_guardian_who_leads_the_school_hears_nothing_as_its_leader_and_the_owner_hears_instead(town, follower, pupil):
    mother = GuardianRegistered(guardian=town[Role.PRINCIPAL], kind=GuardianKind.PARENTAL_RESPONSIBILITY, verified=True, name="Mor")
    town.tell(mother, Stream.PUPIL, pupil)
    opened(town, pupil, handler=None)
    follower.once()
    before = town.kinds(Role.PRINCIPAL)
    days_pass(town, follower)

    assert town.kinds(Role.PRINCIPAL) == before
    assert {"due_soon", "overdue"} <= told(town, Role.SCHOOL_OWNER)


def test_when_the_handler_has_left_the_principal_is_reminded_before_the_limit(town, follower):
    case = town.report()
    town.acknowledge(case)
    left = example(StaffMemberLeft, on=town.now.date() - timedelta(days=1))
    town.tell(left, Stream.STAFF_MEMBER, staff_stream(town[Role.CASE_HANDLER]), by=Role.SCHOOL_OWNER)
    days_pass(town, follower)

    assert "due_soon" in told(town, Role.PRINCIPAL)
    assert told(town, Role.CASE_HANDLER) == set()


def opened(town, pupil, handler=Role.CASE_HANDLER):
    case = town.report()
    fact = example(CaseOpened, pupil=pupil, case_handler=None if handler is None else town[handler])
    town.tell(fact, Stream.CASE, case, by=Role.PRINCIPAL)
    return case
