"""What stands around the cases: the schools, and those who work there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from events import Event, Stream
from events.lists.people import Role
from events.organisation import (
    PrincipalAppointed,
    PrivacyTrainingAttested,
    PupilCountReported,
    RulebookChosen,
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
