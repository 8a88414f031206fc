"""What stands around the cases: the schools, those who work there, and each school year's tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from events import Event, Stream
from events.lists.people import Role
from events.lists.year import DocumentedBy, Term, Weekday, WheelScope, WheelTask
from events.organisation import (
    PrincipalAppointed,
    PrivacyTrainingAttested,
    PupilCountReported,
    RulebookChosen,
    SchoolRegistered,
    StaffMemberRegistered,
    StaffRoleAssigned,
)
from events.wheel import AnnualWheelOpened, SupervisionPlanAdopted, SupervisionPost, WheelTaskDone
from services.case_service.streams import staff_stream, wheel_stream
from varde.demo.beats import Beat, at, in_term
from varde.demo.municipality import (
    DATA_PROTECTION_OFFICER,
    DEMO_TENANT,
    MUNICIPALITY_NUMBER,
    OWNER,
    OWNER_ADVISER,
    SCHOOLS,
    DemoSchool,
    invented_name,
)
from varde.demo.people import MUNICIPAL, NAMES, told_of_pupils

TASKS: tuple[tuple[WheelTask, Term | None, int, int], ...] = (
    (WheelTask.STAFF_REVIEW_OF_DUTIES, None, 8, 15),
    (WheelTask.REVIEW_OF_SCHOOL_RULES, None, 8, 20),
    (WheelTask.INFORM_PARENTS, None, 9, 10),
    (WheelTask.SUPERVISION_PLAN, None, 8, 17),
    (WheelTask.RISK_ANALYSIS, None, 8, 18),
    (WheelTask.SMU_FIRST_MEETING, None, 9, 22),
    (WheelTask.PUPIL_TALKS, Term.AUTUMN, 10, 20),
    (WheelTask.DEVELOPMENT_TALKS, Term.AUTUMN, 11, 10),
    (WheelTask.ELEVUNDERSOKELSEN, None, 11, 20),
    (WheelTask.SURVEY_REVIEW, None, 2, 10),
    (WheelTask.PUPIL_TALKS, Term.SPRING, 3, 15),
    (WheelTask.DEVELOPMENT_TALKS, Term.SPRING, 4, 15),
    (WheelTask.PLAN_REVISION, None, 6, 10),
)
FIRST_TERM_MONTH = 8
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


def school_year(school: DemoSchool, starts_in: int, until: datetime, rng: Random) -> Iterator[Beat]:
    """A school's year: the wheel is opened, and its tasks are done in time, late, or not at all."""
    stream_id = wheel_stream(DEMO_TENANT, school.orgnr, starts_in)
    yield from _until(
        until,
        _beat(
            Stream.ANNUAL_WHEEL,
            stream_id,
            AnnualWheelOpened(scope=WheelScope.SCHOOL, school_year_from=starts_in),
            at(date(starts_in, 8, 1), 9),
            school.orgnr,
        ),
    )
    if rng.random() < school.care + 0.1:
        adopted = at(in_term(date(starts_in, 8, 16)), 12)
        yield from _until(until, _beat(Stream.ANNUAL_WHEEL, stream_id, _supervision(school, starts_in), adopted, school.orgnr))
    for task, term, month, day in TASKS:
        if rng.random() > school.care + 0.1:
            continue
        delay = 0 if rng.random() < school.care else rng.randint(5, 50)
        year = starts_in if month >= FIRST_TERM_MONTH else starts_in + 1
        done = in_term(date(year, month, day) + timedelta(days=delay + rng.randint(0, 4)))
        fact = WheelTaskDone(kind=task, term=term, done_by=school.principal, documentation=DocumentedBy.MINUTES)
        yield from _until(until, _beat(Stream.ANNUAL_WHEEL, stream_id, fact, at(done, 14), school.orgnr, actor=school.principal))


def _supervision(school: DemoSchool, starts_in: int) -> SupervisionPlanAdopted:
    """Who is in the school yard in the long break, every day of the week."""
    return SupervisionPlanAdopted(
        plan_version=1,
        valid_from=date(starts_in, 8, 16),
        valid_to=date(starts_in + 1, 6, 20),
        posts=tuple(
            SupervisionPost(
                place="Skolegården",
                weekday=weekday,
                from_time=time(11, 30),
                to_time=time(12, 0),
                person=school.person(f"teacher-{number % 4}"),
            )
            for number, weekday in enumerate(Weekday)
        ),
        absence_routine="Den som er borte, sier fra til teamet før første time.",
    )


def municipal_year(starts_in: int, until: datetime) -> Iterator[Beat]:
    """The municipality's year: the council is informed, and internal control is reported."""
    stream_id = wheel_stream(DEMO_TENANT, None, starts_in)
    opened = AnnualWheelOpened(scope=WheelScope.MUNICIPALITY, school_year_from=starts_in)
    yield from _until(until, _beat(Stream.ANNUAL_WHEEL, stream_id, opened, at(date(starts_in, 8, 1), 9), None, actor=OWNER))
    for task, day in (
        (WheelTask.COUNCIL_INFORMATION, date(starts_in + 1, 4, 22)),
        (WheelTask.INTERNAL_CONTROL_REPORT, date(starts_in + 1, 5, 20)),
    ):
        fact = WheelTaskDone(kind=task, done_by=OWNER, documentation=DocumentedBy.REPORT)
        yield from _until(until, _beat(Stream.ANNUAL_WHEEL, stream_id, fact, at(day, 12), None, actor=OWNER))


def _until(until: datetime, beat: Beat) -> Iterator[Beat]:
    if beat.recorded_at <= until:
        yield beat


def _beat(
    stream: Stream, stream_id: UUID, fact: Event, moment: datetime, orgnr: str | None, *, actor: UUID = OWNER_ADVISER
) -> Beat:
    role = Role.OWNER_ADVISER if actor == OWNER_ADVISER else Role.SCHOOL_OWNER if actor == OWNER else Role.PRINCIPAL
    return Beat(
        stream=stream, stream_id=stream_id, fact=fact, occurred_at=moment, recorded_at=moment, actor=actor, role=role, school=orgnr
    )
