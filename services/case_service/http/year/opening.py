"""Opening a year: the tasks that law and plans ask for, or last year's, each with who and when, before anything is written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from events.lists.year import Term, WheelTask
from events.wheel import AnnualWheelOpened, WheelTaskPlanned
from services.case_service.domain.wheel.commands import OpenAnnualWheel, PlanWheelTask
from services.case_service.http.case_access import current_person
from services.case_service.http.languages import current_language, t
from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import id_from, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import today
from services.case_service.http.web import the_desk
from services.case_service.http.year.blueprint import year_pages
from services.case_service.http.year.kept import kept_year
from services.case_service.http.year.place import Place, first_and_last, open_place, people_at
from services.case_service.http.year.proposals import documented_by, proposals
from services.case_service.http.year.shown import title_of
from services.compliance.rulebook import BoundRule

LAST_YEAR: Final = "i-fjor"
"""What the address calls last year's tasks as the suggestion."""


class OpeningRow(msgspec.Struct, frozen=True, kw_only=True):
    """A suggested task. ``taken``: it is ticked, because law or the school's own plan asks for it or it was there last year."""

    key: str
    kind: WheelTask
    term: Term | None
    title: str | None
    due_on: date
    responsible: str
    taken: bool
    asked: bool
    sources: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """What the task is called."""
        return title_of(self.kind, self.term, self.title)


@year_pages.get("/aret/<orgnr>/<int:year>/apne")
@needs(Right.KEEP_THE_YEAR)
def opening(orgnr: str, year: int) -> ResponseReturnValue:
    """The form."""
    place = open_place(orgnr, year)
    place.require_keeper()
    if kept_year(place.recorded()).opened_on is not None:
        return redirect(place.url("show"), code=303)
    return _page(place, _rows(place, request.args.get("fra", "")), new_key(), MultiDict(), ())


@year_pages.post("/aret/<orgnr>/<int:year>/apne")
@needs(Right.KEEP_THE_YEAR)
def open_year(orgnr: str, year: int) -> ResponseReturnValue:
    """Open the wheel and plan what was ticked: all of it, or nothing when anything is wrong."""
    place = open_place(orgnr, year)
    place.require_keeper()
    key, form = key_of(request.form), request.form
    rows = _rows(place, form.get("fra", ""))
    problems: list[FormProblem] = []
    planned = list(_planned(place, rows, form, key, problems))
    if not planned and not problems:
        problems.append(FormProblem(field="take-1", message=t("year.problem.no_task")))
    if problems:
        return _page(place, rows, key, form, problems), 422
    opened = AnnualWheelOpened(scope=place.scope, school_year_from=place.starts_in)
    entries = [place.entry(OpenAnnualWheel(fact=opened)), *(place.entry(PlanWheelTask(fact=fact)) for fact in planned)]
    try:
        record(*entries, idempotency_key=key)
    except NotRecorded as refused:
        return _page(place, rows, key, form, refused.problems), refused.status
    flash(t("year.was_opened", n=len(planned), years=place.years), "success")
    return redirect(place.url("show"), code=303)


def _planned(
    place: Place, rows: Sequence[OpeningRow], form: Mapping[str, str], key: str, problems: list[FormProblem]
) -> Iterator[WheelTaskPlanned]:
    people, (first, last) = {value for value, _ in people_at(place)}, first_and_last(place.starts_in)
    for number, row in enumerate(rows, 1):
        if not form.get(f"take-{number}"):
            continue
        responsible, due = form.get(f"responsible-{number}", ""), form.get(f"due-{number}", "").strip()
        if responsible not in people:
            problems.append(FormProblem(field=f"responsible-{number}", message=t("year.problem.who", task=row.name)))
            continue
        try:
            due_on = read_day(f"due-{number}", due)
        except MomentProblem:
            problems.append(FormProblem(field=f"due-{number}", message=t("year.problem.when", task=row.name)))
            continue
        if not first <= due_on <= last:
            problems.append(FormProblem(field=f"due-{number}", message=t("year.problem.outside", task=row.name, years=place.years)))
            continue
        yield WheelTaskPlanned(
            task=id_from(key, row.key),
            kind=row.kind,
            term=row.term,
            responsible=UUID(responsible),
            due_on=due_on,
            documentation=documented_by(row.kind),
            title=row.title,
        )


def _rows(place: Place, fro: str) -> list[OpeningRow]:
    """Last year's tasks when they are asked for, and what law and plans ask for beside them."""
    asked = list(_proposed(place))
    if fro != LAST_YEAR:
        return asked
    copied = list(_copied(place))
    known = {(row.kind, row.term) for row in copied}
    return [*copied, *(row for row in asked if (row.kind, row.term) not in known)]


def _proposed(place: Place) -> Iterator[OpeningRow]:
    desk, leader = the_desk(), _leader(place)
    first, last = first_and_last(place.starts_in)
    on = min(max(today(), first), last)
    found = proposals(desk.rules, chosen_plans(place), place.scope, place.starts_in, calendar=desk.calendar, on=on)
    for one in sorted(found, key=lambda one: not one.asked):
        yield OpeningRow(
            key=one.key,
            kind=one.kind,
            term=one.term,
            title=None,
            due_on=one.due_on,
            responsible=leader,
            taken=one.asked,
            asked=one.asked,
            sources=tuple(_source(bound) for bound in one.rules),
        )


def _copied(place: Place) -> Iterator[OpeningRow]:
    before = place.beside(-1)
    people = {value for value, _ in people_at(place)}
    sources = {(row.kind, row.term): row.sources for row in _proposed(place)}
    for one in kept_year(before.recorded()).tasks if before is not None else ():
        if one.task is None or one.due_on is None:
            continue
        due_on = one.put_off[0].before if one.put_off else one.due_on
        yield OpeningRow(
            key=f"copy.{one.task}",
            kind=one.kind,
            term=one.term,
            title=one.title,
            due_on=_a_year_later(due_on),
            responsible=str(one.responsible) if str(one.responsible) in people else _leader(place),
            taken=True,
            asked=True,
            sources=sources.get((one.kind, one.term), ()),
        )


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _leader(place: Place) -> str:
    """Who is suggested as responsible: the principal, or whoever opens the municipality's year."""
    school = the_desk().read_model.school(place.orgnr) if place.orgnr is not None else None
    suggested = str(school.principal) if school is not None and school.principal is not None else str(current_person().id)
    return suggested if suggested in {value for value, _ in people_at(place)} else str(current_person().id)


def chosen_plans(place: Place) -> frozenset[str]:
    """The municipal plans that hold: the school's own; for the municipality those of all its schools."""
    schools = the_desk().read_model.schools()
    return frozenset(one.rulebook for one in schools if one.rulebook is not None and place.orgnr in {None, one.orgnr})


def has_last_year(place: Place) -> bool:
    """Whether there are tasks of last year to copy."""
    before = place.beside(-1)
    return before is not None and any(one.task is not None for one in kept_year(before.recorded()).tasks)


def _source(bound: BoundRule) -> tuple[str, str]:
    return f"{bound.document}, {bound.rule.section}", bound.rule.text.in_(current_language())


def _page(place: Place, rows: Sequence[OpeningRow], key: str, form: MultiDict[str, str], problems: Sequence[FormProblem]) -> str:
    return render_template(
        "year/opening.html",
        place=place,
        rows=rows,
        key=key,
        form=form,
        people=people_at(place),
        problems=[(one.field, one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        fra=form.get("fra", request.args.get("fra", "")),
        last_year=has_last_year(place),
    )
