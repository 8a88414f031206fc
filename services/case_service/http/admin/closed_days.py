"""/admin/skolerute: the days when schools are closed, a stretch and many schools at a time, as a municipality decides them.

What was recorded by mistake is taken back by the same form: the schools are open after all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from http import HTTPStatus
from itertools import groupby
from typing import Final

import msgspec
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events import Recorded
from events.lists.year import ClosedDay
from events.organisation import SchoolDayClosed, SchoolDayReopened
from services.case_service.domain.school.commands import CloseSchoolDay, ReopenSchoolDay
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.history import ToldChange, told_change
from services.case_service.http.admin.office import decide, for_school, today
from services.case_service.http.languages import current_language, t
from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.problems import FormProblem, NotRecorded, in_summary, moment_problem
from services.case_service.http.recording import Entry, key_of, new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import SchoolRow
from services.compliance.calendar import local_day
from services.compliance.explain import day_text
from texts import label

LONGEST: Final = 100
"""Days from the first to the last: longer than any holiday, and a year that is written wrong is stopped."""

OPEN: Final = "open"
"""What the form says instead of a kind of closed day: the schools are open after all."""

FEW: Final = 3
"""Schools that are named one by one; of more their number is told."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a form says, as it was written."""

    first: str = ""
    last: str = ""
    kind: str = ""
    schools: tuple[str, ...] = ()


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Closed days that follow each other without a working day between, in words, and how many schools have each.

    ``take_back`` is the address of the form that opens them again.
    """

    days: str
    kind: str
    schools: str
    take_back: str


@admin.get("/admin/skolerute")
@needs(Right.ADMINISTER)
def closed_days() -> ResponseReturnValue:
    """What is decided for the time to come, and the form for more: as the address fills it in, else for all schools."""
    given = request.args
    schools = given.getlist("skole")
    return _page(
        Asked(
            first=given.get("fra", ""),
            last=given.get("til", ""),
            kind=given.get("slag", ""),
            schools=tuple(row.orgnr for row in _running() if not schools or row.orgnr in schools),
        )
    )


@admin.post("/admin/skolerute")
@needs(Right.ADMINISTER)
def close_days() -> ResponseReturnValue:
    """Record the working days of a stretch as closed, at each school that is not closed for the same reason already.

    Or, where they were closed by mistake, that each school is open after all.
    """
    form = request.form
    asked = Asked(
        first=form.get("first", "").strip(),
        last=form.get("last", "").strip(),
        kind=form.get("kind", ""),
        schools=tuple(dict.fromkeys(form.getlist("schools"))),
    )
    if not set(asked.schools) <= {row.orgnr for row in _running()} or asked.kind not in {"", OPEN, *ClosedDay}:
        abort(400)
    days, problems = _days_of(asked)
    if problems := (*problems, *_missing(asked)):
        return _page(asked, problems=problems)
    entries = tuple(_reopening(asked.schools, days) if asked.kind == OPEN else _entries(asked.schools, days, ClosedDay(asked.kind)))
    words = "reopened" if asked.kind == OPEN else "done"
    if entries:
        try:
            decide(*entries, key=key_of(form))
        except NotRecorded as refused:
            return _page(asked, problems=refused.problems)
        flash(t(f"admin.closed_days.{words}", days=len(days), schools=len(asked.schools)), "success")
    else:
        flash(t(f"admin.closed_days.{words}.already"), "info")
    return redirect(url_for("admin.closed_days"), code=303)


def _page(asked: Asked, *, problems: Sequence[FormProblem] = ()) -> ResponseReturnValue:
    language = current_language()
    questions = {name: t(f"admin.closed_days.{name}") for name in ("first", "last", "kind", "schools")}
    return (
        render_template(
            "admin/closed_days.html",
            asked=asked,
            problems=[in_summary(one, questions) for one in problems],
            errors={one.field: one.message for one in problems},
            key=key_of(request.form) if request.method == "POST" else new_key(),
            kinds=[
                *((one.value, label(one, language).capitalize()) for one in ClosedDay),
                (OPEN, t("admin.closed_days.open"), t("admin.closed_days.open.help")),
            ],
            offered=[(row.orgnr, row.name) for row in _running()],
            coming=tuple(coming(_running())),
        ),
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
    )


def _running() -> list[SchoolRow]:
    rows = the_desk().read_model.schools()
    return sorted((row for row in rows if row.discontinued_on is None), key=lambda row: row.name.casefold())


def _days_of(asked: Asked) -> tuple[tuple[date, ...], tuple[FormProblem, ...]]:
    """The working days that were asked for, or what is wrong with the stretch."""
    found: dict[str, date] = {}
    problems = []
    for field, written in (("first", asked.first), ("last", asked.last or asked.first)):
        try:
            found[field] = read_day(field, written)
        except MomentProblem as problem:
            if field == "first" or asked.last:
                problems.append(moment_problem(problem))
    if problems:
        return (), tuple(problems)
    first, last = found["first"], found["last"]
    if last < first:
        return (), (FormProblem(field="last", message=t("admin.closed_days.problem.reversed")),)
    if (last - first).days >= LONGEST:
        return (), (FormProblem(field="last", message=t("admin.closed_days.problem.too_long", days=LONGEST)),)
    if days := _working_days(first, last):
        return days, ()
    return (), (FormProblem(field="first", message=t("admin.closed_days.problem.no_working_day")),)


def _missing(asked: Asked) -> Iterator[FormProblem]:
    if not asked.kind:
        yield FormProblem(field="kind", message=t("form.problem.missing.choices"))
    if not asked.schools:
        yield FormProblem(field="schools", message=t("form.problem.missing.many"))


def _working_days(first: date, last: date) -> tuple[date, ...]:
    calendar = the_desk().calendar
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if calendar.is_working_day(day))


def _entries(schools: Sequence[str], days: Sequence[date], kind: ClosedDay) -> Iterator[Entry]:
    calendar = the_desk().calendar
    for orgnr in schools:
        closed = calendar.closed_at(orgnr)
        for day in days:
            if closed.get(day) != kind:
                yield for_school(orgnr, CloseSchoolDay(fact=SchoolDayClosed(day=day, kind=kind)))


def _reopening(schools: Sequence[str], days: Sequence[date]) -> Iterator[Entry]:
    for orgnr in schools:
        closed = the_desk().calendar.closed_at(orgnr)
        yield from (for_school(orgnr, ReopenSchoolDay(fact=SchoolDayReopened(day=day))) for day in days if day in closed)


def coming(rows: Sequence[SchoolRow]) -> Iterator[Stretch]:
    """The closed days from today on, those together that follow each other at the same schools for the same reason."""
    names = {row.orgnr: row.name for row in rows}
    closed: dict[tuple[date, str], list[str]] = {}
    for orgnr in names:
        for day, kind in the_desk().calendar.closed_at(orgnr).items():
            if day >= today():
                closed.setdefault((day, kind), []).append(orgnr)
    found = sorted((kind, schools, day) for (day, kind), schools in closed.items())
    stretches = []
    for (kind, schools), alike in groupby(found, key=lambda one: (one[0], one[1])):
        stretches += [(days, kind, schools) for days in _unbroken([day for *_, day in alike])]
    for days, kind, schools in sorted(stretches):
        yield Stretch(
            days=_in_words(days),
            kind=label(ClosedDay(kind), current_language()),
            schools=_schools_in_words([names[one] for one in schools], len(names)),
            take_back=url_for(
                "admin.closed_days", fra=days[0].isoformat(), til=days[-1].isoformat(), slag=OPEN, skole=schools, _anchor="add"
            ),
        )


def told_with_closed_days(recorded: Iterable[Recorded]) -> list[ToldChange]:
    """A school's changes, the newest first. What one person closed for one reason, or opened, on one day of work is one change."""
    told = []
    for _, alike in groupby(reversed(tuple(recorded)), key=_of_one_go):
        one, *others = alike
        change = told_change(one)
        if others:
            days = sorted(each.event.day for each in (one, *others) if isinstance(each.event, SchoolDayClosed | SchoolDayReopened))
            stretches = ", ".join(_in_words(stretch) for stretch in _unbroken(days))
            kind = (label(one.event.kind, current_language()),) if isinstance(one.event, SchoolDayClosed) else ()
            change = msgspec.structs.replace(change, what=(stretches, *kind))
        told.append(change)
    return told


def _of_one_go(one: Recorded) -> tuple[object, ...]:
    if not isinstance(one.event, SchoolDayClosed | SchoolDayReopened):
        return (one.envelope.event_id,)
    kind = one.event.kind if isinstance(one.event, SchoolDayClosed) else OPEN
    return (kind, one.envelope.actor.ref, local_day(one.envelope.recorded_at))


def _unbroken(days: Sequence[date]) -> list[list[date]]:
    """Days in order, cut wherever the school is open on a working day between two of them."""
    stretches: list[list[date]] = []
    for day in days:
        if stretches and not _working_days(stretches[-1][-1] + timedelta(days=1), day - timedelta(days=1)):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return stretches


def _in_words(days: Sequence[date]) -> str:
    language = current_language()
    first, last = day_text(days[0], language), day_text(days[-1], language)
    return first if len(days) == 1 else t("admin.closed_days.from_to", first=first, last=last)


def _schools_in_words(names: Sequence[str], all_schools: int) -> str:
    if len(names) == all_schools:
        return t("admin.closed_days.all_schools")
    return ", ".join(names) if len(names) <= FEW else t("admin.closed_days.some_schools", n=len(names))
