"""What the school does for all: plans and routines in force, and tasks of the year that were done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from events.local_time import OSLO
from events.wheel import RoutineVersioned, WheelTaskDone
from services.case_service.letters.markup import Block, Heading, Paragraph, Points
from services.case_service.packages.known import Known
from services.case_service.streams import routines_stream, wheel_stream
from services.compliance.explain import day_text
from texts import Language, label, text

AUGUST = 8


def prevention_part(known: Known, language: Language) -> tuple[Block, ...]:
    """The routines that hold, the school's and the municipality's, and what was done since the case's school year began."""
    return tuple(_blocks(known, language))


def _blocks(known: Known, language: Language) -> Iterator[Block]:
    yield Heading(text("package.prevention.routines", language))
    routines = tuple(_routines(known, language))
    yield Points(routines) if routines else Paragraph(text("package.prevention.no_routines", language))
    yield Heading(text("package.prevention.done", language))
    done = tuple(_done(known, language))
    yield Points(done) if done else Paragraph(text("package.prevention.nothing_done", language))


def _routines(known: Known, language: Language) -> Iterator[str]:
    tenant = known.desk.store.tenant
    for orgnr in dict.fromkeys((known.row.school, None)):
        newest: dict[object, tuple[str, RoutineVersioned, str]] = {}
        for one in known.desk.store.read(routines_stream(tenant, orgnr)):
            if isinstance(one.event, RoutineVersioned):
                before = newest.get(one.event.routine)
                title = one.event.title or (before[2] if before else "") or label(one.event.kind, language)
                newest[one.event.routine] = (day_text(one.envelope.occurred_at, language), one.event, title)
        for day, event, title in newest.values():
            yield text("package.prevention.routine", language, title=title, version=event.routine_version, day=day)


def _done(known: Known, language: Language) -> Iterator[str]:
    tenant, school = known.desk.store.tenant, known.row.school
    if school is None:
        return
    first, last = (_school_year(moment.astimezone(OSLO).date()) for moment in (known.row.first_known_at, known.now))
    for year in range(first, last + 1):
        for one in known.desk.store.read(wheel_stream(tenant, school, year)):
            if isinstance(one.event, WheelTaskDone):
                day = day_text(one.envelope.occurred_at, language)
                yield text("package.prevention.task", language, day=day, task=label(one.event.kind, language))


def _school_year(day: date) -> int:
    return day.year if day.month >= AUGUST else day.year - 1
