"""What stands around the cases: the schools, and those who work there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from events import Event, Stream
from events.lists.people import Role
from events.lists.year import ClosedDay
from events.organisation import (
    PrincipalAppointed,
    PrivacyTrainingAttested,
    PupilCountReported,
    RulebookChosen,
    SchoolDayClosed,
    SchoolRegistered,
    StaffMemberRegistered,
    StaffRoleAssigned,
)
from services.case_service.streams import staff_stream
from varde.demo.beats import Beat, at
from varde.demo.municipality import (
    DATA_PROTECTION_OFFICER,
    MUNICIPALITY_NUMBER,
    OWNER,
    OWNER_ADVISER,
    SCHOOLS,
    invented_name,
)
from varde.demo.people import MUNICIPAL, NAMES, told_of_pupils

POSTS = (
    ("principal", Role.PRINCIPAL),
    ("case-handler", Role.CASE_HANDLER),
    ("teacher-0", Role.FORM_TEACHER),
    ("teacher-1", Role.FORM_TEACHER),
    ("teacher-2", Role.FORM_TEACHER),
    ("teacher-3", Role.FORM_TEACHER),
    ("after-school-leader", Role.AFTER_SCHOOL_LEADER),
    ("nurse", Role.SCHOOL_NURSE),
)

AUTUMN_BREAK, WINTER_BREAK = 40, 8
"""ISO weeks."""
YEARS = 3
"""School years whose calendar is decided."""


def organisation(first_day: date, rng: Random) -> Iterator[Beat]:
    """The schools and their staff, the day before the first school year."""
    moment = at(first_day, 8)
    for school in SCHOOLS:
        for fact in (
            SchoolRegistered(
                orgnr=school.orgnr,
                name=school.name,
                lowest_grade=school.grades[0],
                highest_grade=school.grades[1],
                pupils=school.pupils,
                municipality=MUNICIPALITY_NUMBER,
            ),
            PrincipalAppointed(principal=school.principal, from_date=first_day),
            PupilCountReported(counted_on=first_day, pupils=school.pupils),
            RulebookChosen(rulebook=school.rulebook, from_date=first_day),
            *_closed_days(first_day.year),
        ):
            moment += timedelta(seconds=5)
            yield _beat(Stream.SCHOOL, school.stream_id, fact, moment, school.orgnr)
        for post, role in POSTS:
            moment += timedelta(seconds=5)
            yield from _member(school.person(post), role, school.orgnr, day=first_day, moment=moment, rng=rng)
        for stream_id, told in told_of_pupils(school, first_day):
            moment += timedelta(seconds=1)
            yield _beat(Stream.PUPIL, stream_id, told, moment, school.orgnr)
    for person, role in MUNICIPAL:
        moment += timedelta(seconds=5)
        yield from _member(person, role, None, day=first_day, moment=moment, rng=rng)


def _closed_days(first_year: int) -> Iterator[SchoolDayClosed]:
    """The calendar of the municipality's schools: two breaks of a week, and a day of planning after the first."""
    for year in range(first_year, first_year + YEARS):
        for day in (*_week(year, AUTUMN_BREAK), *_week(year + 1, WINTER_BREAK)):
            yield SchoolDayClosed(day=day, kind=ClosedDay.HOLIDAY)
        yield SchoolDayClosed(day=date.fromisocalendar(year, AUTUMN_BREAK + 1, 1), kind=ClosedDay.PLANNING_DAY)


def _week(year: int, week: int) -> Iterator[date]:
    """Monday to Friday of an ISO week."""
    return (date.fromisocalendar(year, week, day) for day in range(1, 6))


def _member(person: UUID, role: Role, orgnr: str | None, *, day: date, moment: datetime, rng: Random) -> Iterator[Beat]:
    stream_id = staff_stream(person)
    name = NAMES.get(person) or invented_name(rng)
    for number, fact in enumerate(
        (
            StaffMemberRegistered(person=person, name=name),
            StaffRoleAssigned(role=role, at_school=orgnr, from_date=day),
            PrivacyTrainingAttested(attested_by=OWNER if person == DATA_PROTECTION_OFFICER else DATA_PROTECTION_OFFICER),
        )
    ):
        yield _beat(Stream.STAFF_MEMBER, stream_id, fact, moment + timedelta(seconds=number), orgnr)


def _beat(stream: Stream, stream_id: UUID, fact: Event, moment: datetime, orgnr: str | None) -> Beat:
    return Beat(
        stream=stream,
        stream_id=stream_id,
        fact=fact,
        occurred_at=moment,
        recorded_at=moment,
        actor=OWNER_ADVISER,
        role=Role.OWNER_ADVISER,
        school=orgnr,
    )
