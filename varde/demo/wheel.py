"""Each school year's tasks: planned one by one when the year opens, then done in time, done late, put off or left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from events import Event, Stream
from events.lists.investigation import PostponementReason
from events.lists.people import Role
from events.lists.year import DocumentedBy, Term, Weekday, WheelScope, WheelTask
from events.wheel import (
    AnnualWheelOpened,
    ClassTalksHeld,
    SupervisionAbsenceCovered,
    SupervisionPlanAdopted,
    SupervisionPost,
    WheelTaskDone,
    WheelTaskPlanned,
    WheelTaskPostponed,
)
from services.case_service.streams import wheel_stream
from varde.demo.beats import Beat, at, in_term
from varde.demo.municipality import DEMO_TENANT, OWNER, SCHOOLS, DemoSchool
from varde.demo.people import pupils

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
OF_THE_MUNICIPALITY = ((WheelTask.COUNCIL_INFORMATION, 4, 22), (WheelTask.INTERNAL_CONTROL_REPORT, 5, 20))
FIRST_TERM_MONTH = 8
SPARE_DAYS = timedelta(days=14)
"""So long after the day on which a task is usually done it is due."""

TOLD, UNOPENED = SCHOOLS[0], SCHOOLS[-1]
"""The school whose running year is told at length, and the one that has not opened it."""

POSTS: tuple[tuple[str, time, time, int, tuple[Weekday, ...]], ...] = (
    ("Hovedinngangen", time(8, 10), time(8, 30), 0, tuple(Weekday)),
    ("Skolegården", time(10, 0), time(10, 20), 1, tuple(Weekday)),
    ("Skolegården", time(11, 30), time(12, 0), 0, tuple(Weekday)),
    ("Fotballbanen", time(11, 30), time(12, 0), 2, tuple(Weekday)),
    ("Bak gymsalen", time(11, 30), time(12, 0), 3, tuple(Weekday)[:4]),
)
"""Where and when somebody is in the breaks; the number tells which teacher begins the week there.

Nobody is behind the gym on Fridays.
"""


def school_year(school: DemoSchool, starts_in: int, until: datetime, rng: Random, first_day: date) -> Iterator[Beat]:
    """A school's year. ``first_day`` is that of the whole demo."""
    running = until < at(date(starts_in + 1, FIRST_TERM_MONTH, 1), 0)
    told = [*_opening(school, starts_in), *_doing(school, starts_in, rng)]
    if running and school is UNOPENED:
        return
    if running and school is TOLD:
        told = [one for one in told if not _is_half_done(one.fact)]
        told += _told_at_length(school, starts_in, until, first_day)
    yield from (one for one in told if one.recorded_at <= until)


def municipal_year(starts_in: int, until: datetime) -> Iterator[Beat]:
    """The municipality's year: the council is informed, and internal control is reported."""
    opened = AnnualWheelOpened(scope=WheelScope.MUNICIPALITY, school_year_from=starts_in)
    told = [_beat(None, starts_in, opened, at(date(starts_in, 8, 1), 9))]
    for number, (kind, month, day) in enumerate(OF_THE_MUNICIPALITY):
        task, done = _task_id(None, starts_in, kind, None), date(starts_in + 1, month, day)
        plan = WheelTaskPlanned(
            task=task, kind=kind, responsible=OWNER, due_on=done + SPARE_DAYS, documentation=DocumentedBy.REPORT
        )
        told.append(_beat(None, starts_in, plan, at(date(starts_in, 8, 1), 9, number + 1)))
        fact = WheelTaskDone(task=task, kind=kind, done_by=OWNER, documentation=DocumentedBy.REPORT)
        told.append(_beat(None, starts_in, fact, at(done, 12)))
    yield from (one for one in told if one.recorded_at <= until)


def _opening(school: DemoSchool, starts_in: int) -> Iterator[Beat]:
    opened = AnnualWheelOpened(scope=WheelScope.SCHOOL, school_year_from=starts_in)
    yield _beat(school, starts_in, opened, at(date(starts_in, 8, 1), 9))
    for number, (kind, term, month, day) in enumerate(TASKS):
        plan = WheelTaskPlanned(
            task=_task_id(school, starts_in, kind, term),
            kind=kind,
            term=term,
            responsible=school.person("case-handler") if kind is WheelTask.ELEVUNDERSOKELSEN else school.principal,
            due_on=_day(starts_in, month, day) + SPARE_DAYS,
            documentation=DocumentedBy.MINUTES,
        )
        yield _beat(school, starts_in, plan, at(date(starts_in, 8, 1), 9, number + 1))


def _doing(school: DemoSchool, starts_in: int, rng: Random) -> Iterator[Beat]:
    if rng.random() < school.care + 0.1:
        yield _beat(school, starts_in, _supervision(school, starts_in), _adopted_at(starts_in))
    for kind, term, month, day in TASKS:
        if rng.random() > school.care + 0.1:
            continue
        delay = 0 if rng.random() < school.care else rng.randint(5, 50)
        done = in_term(_day(starts_in, month, day) + timedelta(days=delay + rng.randint(0, 4)))
        fact = WheelTaskDone(
            task=_task_id(school, starts_in, kind, term),
            kind=kind,
            term=term,
            done_by=school.principal,
            documentation=DocumentedBy.MINUTES,
            note="Referat fra møtet ligger i skolens arkiv.",
        )
        yield _beat(school, starts_in, fact, at(done, 14))


def _is_half_done(fact: Event) -> bool:
    return isinstance(fact, WheelTaskDone) and (fact.kind, fact.term) == (WheelTask.DEVELOPMENT_TALKS, Term.AUTUMN)


def _told_at_length(school: DemoSchool, starts_in: int, until: datetime, first_day: date) -> Iterator[Beat]:
    """Two tasks of the school's own, one left and one put off; talks class by class; and a substitute in the breaks."""
    left, put_off = (_task_id(school, starts_in, WheelTask.OTHER, None, which) for which in ("reflex", "friends"))
    for number, (task, title, due_on, teacher) in enumerate(
        (
            (left, "Refleksdag på skoleveien", date(starts_in, 10, 30), "teacher-0"),
            (put_off, "Vennskapsuke i alle klasser", date(starts_in, 10, 16), "teacher-1"),
        )
    ):
        plan = WheelTaskPlanned(
            task=task,
            kind=WheelTask.OTHER,
            responsible=school.person(teacher),
            due_on=due_on,
            documentation=DocumentedBy.LOG,
            title=title,
        )
        yield _beat(school, starts_in, plan, at(date(starts_in, 8, 19), 10, number))
    postponed = WheelTaskPostponed(
        task=put_off,
        kind=WheelTask.OTHER,
        due_on=date(starts_in, 12, 11),
        reason=PostponementReason.CAPACITY,
        explanation="Mange var syke i uka før, og klassene rakk ikke å forberede seg.",
    )
    yield _beat(school, starts_in, postponed, at(date(starts_in, 10, 12), 13))
    classes = sorted({(pupil.grade, pupil.class_name) for pupil in pupils(school, first_day)})
    for kind, day, held in ((WheelTask.PUPIL_TALKS, 12, classes), (WheelTask.DEVELOPMENT_TALKS, 26, classes[: len(classes) // 2])):
        for number, (grade, name) in enumerate(held):
            fact = ClassTalksHeld(
                kind=kind, term=Term.AUTUMN, grade=grade, class_name=name, held_by=school.person(f"teacher-{number % 4}")
            )
            yield _beat(school, starts_in, fact, at(date(starts_in, 10, day), 9, number), actor=fact.held_by)
    away = until - timedelta(minutes=30)
    if away > _adopted_at(starts_in):
        yield _beat(school, starts_in, _cover(school, until), away, actor=school.person("teacher-0"))


def _cover(school: DemoSchool, until: datetime) -> SupervisionAbsenceCovered:
    """Somebody will be away from the next turn of the first teacher at the main entrance."""
    turns = [post for post in _supervision(school, 0).posts if post.person == school.person("teacher-0")]
    day = in_term(until.date() + timedelta(days=1))
    while not (own := [post for post in turns if post.weekday is tuple(Weekday)[day.weekday()]]):
        day = in_term(day + timedelta(days=1))
    return SupervisionAbsenceCovered(
        plan_version=1,
        day=day,
        from_time=own[0].from_time,
        place=own[0].place,
        absent=own[0].person,
        substitute=school.person("after-school-leader"),
    )


def _adopted_at(starts_in: int) -> datetime:
    return at(in_term(date(starts_in, 8, 16)), 12)


def _supervision(school: DemoSchool, starts_in: int) -> SupervisionPlanAdopted:
    """Who is where in the breaks, every day of the week."""
    first = max(starts_in, 1)
    return SupervisionPlanAdopted(
        plan_version=1,
        valid_from=date(first, 8, 16),
        valid_to=date(first + 1, 6, 20),
        posts=tuple(
            SupervisionPost(
                place=place,
                weekday=weekday,
                from_time=from_time,
                to_time=to_time,
                person=school.person(f"teacher-{(tuple(Weekday).index(weekday) + shift) % 4}"),
            )
            for place, from_time, to_time, shift, weekdays in POSTS
            for weekday in weekdays
        ),
        absence_routine="Den som er borte, sier fra til teamet før første time.",
    )


def _day(starts_in: int, month: int, day: int) -> date:
    return date(starts_in if month >= FIRST_TERM_MONTH else starts_in + 1, month, day)


def _task_id(school: DemoSchool | None, starts_in: int, kind: WheelTask, term: Term | None, which: str = "") -> UUID:
    return uuid5(_stream(school, starts_in), f"{kind.value}:{term.value if term else ''}:{which}")


def _stream(school: DemoSchool | None, starts_in: int) -> UUID:
    return wheel_stream(DEMO_TENANT, school.orgnr if school is not None else None, starts_in)


def _beat(school: DemoSchool | None, starts_in: int, fact: Event, moment: datetime, *, actor: UUID | None = None) -> Beat:
    leader, role = (OWNER, Role.SCHOOL_OWNER) if school is None else (school.principal, Role.PRINCIPAL)
    return Beat(
        stream=Stream.ANNUAL_WHEEL,
        stream_id=_stream(school, starts_in),
        fact=fact,
        occurred_at=moment,
        recorded_at=moment,
        actor=actor or leader,
        role=role if actor in {None, leader} else Role.FORM_TEACHER,
        school=school.orgnr if school is not None else None,
    )
