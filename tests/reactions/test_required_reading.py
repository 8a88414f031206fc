from datetime import timedelta
from uuid import uuid4

from events import Stream
from events.lists.people import Role
from events.wheel import RequiredReadingSet
from services.case_service.streams import routines_stream


def asked(town, *roles, by=Role.PRINCIPAL):
    due_on = (town.now + timedelta(days=14)).date()
    fact = RequiredReadingSet(routine=uuid4(), routine_version=1, roles=roles, due_on=due_on)
    town.tell(fact, Stream.ANNUAL_WHEEL, routines_stream("lyngfjord", "100000011"), by=by)


def test_whoever_is_to_read_a_routine_is_told_once_whatever_is_killed_or_runs_twice(town):
    town.follower().once()

    asked(town, Role.FORM_TEACHER, Role.CASE_HANDLER)
    for _ in range(3):
        town.follower().once()
    town.book.handle("position", "0")
    town.follower().once()

    assert town.kinds(Role.FORM_TEACHER).count("reading_required") == 1
    assert town.kinds(Role.CASE_HANDLER).count("reading_required") == 1
    assert "reading_required" not in town.kinds(Role.SCHOOL_OWNER)


def test_nobody_is_told_of_the_reading_that_she_asked_for_herself(town):
    follower = town.follower()
    follower.once()

    asked(town, Role.PRINCIPAL, Role.FORM_TEACHER)
    follower.once()

    assert "reading_required" not in town.kinds(Role.PRINCIPAL)
    assert "reading_required" in town.kinds(Role.FORM_TEACHER)
