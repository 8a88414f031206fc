"""Pupil talks and development talks, autumn and spring: which classes have had them, and which are missing. Names no pupil."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Final

import msgspec
from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from events.lists.year import DocumentedBy, Term, WheelTask
from events.wheel import ClassTalksHeld, WheelTaskDone
from services.case_service.domain.wheel.commands import DoWheelTask, HoldClassTalks
from services.case_service.http.case_access import current_person
from services.case_service.http.languages import t
from services.case_service.http.moments import OCCURRED_ON, MomentProblem, read_when
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import key_of, new_key, record
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import today
from services.case_service.http.web import the_desk, the_web
from services.case_service.http.year.blueprint import year_pages
from services.case_service.http.year.kept import KeptYear, YearTask, kept_year
from services.case_service.http.year.place import Place, first_and_last, name_of, open_place, works_at
from services.case_service.http.year.shown import title_of
from services.case_service.http.year.tabs import tabs

ROUNDS: Final = tuple((kind, term) for term in Term for kind in (WheelTask.PUPIL_TALKS, WheelTask.DEVELOPMENT_TALKS))
"""The four rounds of a year, in its order."""


class SchoolClass(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A class; without a name it is the whole grade."""

    grade: int
    name: str | None

    @property
    def shown(self) -> str:
        """What it is called."""
        return self.name or t("year.talks.grade", grade=self.grade)

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.grade}:{self.name or ''}"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """That a class has had its talks."""

    on: date
    by: str


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four rounds: the classes that have had it and those that are missing. ``begun``: its half of the year has."""

    kind: WheelTask
    term: Term
    held: dict[SchoolClass, Held]
    missing: tuple[SchoolClass, ...]
    task: YearTask | None
    begun: bool

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.kind.value}.{self.term.value}"

    @property
    def name(self) -> str:
        """What it is called."""
        return title_of(self.kind, self.term)

    @property
    def total(self) -> int:
        """How many classes there are."""
        return len(self.held) + len(self.missing)


@year_pages.get("/aret/<orgnr>/<int:year>/samtaler")
@needs(Right.READ_THE_YEAR)
def talks(orgnr: str, year: int) -> str:
    """The table, and the form for whoever works at the school."""
    return _page(_opened(orgnr, year), new_key(), MultiDict(), ())


@year_pages.post("/aret/<orgnr>/<int:year>/samtaler")
@needs(Right.READ_THE_YEAR)
def record_talks(orgnr: str, year: int) -> ResponseReturnValue:
    """Record the classes that have had a round; with the last of them the round's task is done."""
    place = _opened(orgnr, year)
    if not works_at(orgnr):
        abort(403)
    kept, key, reading = kept_year(place.recorded()), key_of(request.form), Reading(request.form)
    if place.has_answered(key):
        return redirect(place.url("talks"), code=303)
    rounds = _rounds(place, kept)
    chosen = next((one for one in rounds if one.key == request.form.get("round")), None)
    if chosen is None:
        reading.wrong("round", "year.problem.round")
    ticked = set(request.form.getlist("classes"))
    classes = [one for one in (chosen.missing if chosen else ()) if one.key in ticked]
    if chosen is not None and len(classes) != len(ticked):
        reading.wrong("classes", "year.problem.classes_held")
    if not ticked:
        reading.wrong("classes", "year.problem.classes")
    try:
        when = read_when(request.form, the_web().clock())
    except MomentProblem as problem:
        reading.wrong_moment(problem)
        when = None
    if reading.problems or chosen is None:
        return _page(place, key, request.form, reading.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    person = current_person().id
    held = [
        ClassTalksHeld(kind=chosen.kind, term=chosen.term, grade=one.grade, class_name=one.name, held_by=person) for one in classes
    ]
    entries = [place.entry(HoldClassTalks(fact=fact), when=when) for fact in held]
    whole = len(classes) == len(chosen.missing)
    if whole:
        entries.append(place.entry(DoWheelTask(fact=_done(chosen)), when=when))
    try:
        record(*entries, idempotency_key=key)
    except NotRecorded as refused:
        return _page(place, key, request.form, refused.problems), refused.status
    flash(t("year.talks.all_held" if whole else "year.talks.were_held", round=chosen.name, n=len(classes)), "success")
    return redirect(place.url("talks"), code=303)


def classes_at(orgnr: str) -> tuple[SchoolClass, ...]:
    """The classes of the school's pupils; where none are registered, its grades."""
    desk = the_desk()
    pupils = [one for one in desk.read_model.pupils_at(orgnr) if one.grade is not None]
    found = {SchoolClass(grade=one.grade, name=desk.names.class_of(one.pupil) or None) for one in pupils if one.grade is not None}
    school = desk.read_model.school(orgnr)
    if not found and school is not None:
        found = {SchoolClass(grade=grade, name=None) for grade in range(school.lowest_grade, school.highest_grade + 1)}
    return tuple(sorted(found, key=lambda one: (one.grade, one.name or "")))


def _opened(orgnr: str, year: int) -> Place:
    place = open_place(orgnr, year)
    if place.orgnr is None:
        abort(404)
    return place


def _done(chosen: Round) -> WheelTaskDone:
    task = chosen.task if chosen.task is not None and chosen.task.done is None else None
    return WheelTaskDone(
        task=task.task if task is not None else None,
        kind=chosen.kind,
        term=chosen.term,
        done_by=current_person().id,
        documentation=DocumentedBy.LOG,
        note=t("year.talks.note"),
    )


def _rounds(place: Place, kept: KeptYear) -> tuple[Round, ...]:
    assert place.orgnr is not None  # noqa: S101 - talks are a school's
    now = classes_at(place.orgnr)
    return tuple(_round(kept, kind, term, now, begun=today() >= _begins(place, term)) for kind, term in ROUNDS)


def _round(kept: KeptYear, kind: WheelTask, term: Term, classes: Sequence[SchoolClass], *, begun: bool) -> Round:
    held = {
        SchoolClass(grade=fact.grade, name=fact.class_name): Held(on=on, by=name_of(fact.held_by))
        for fact, on in kept.talks
        if (fact.kind, fact.term) == (kind, term)
    }
    return Round(
        kind=kind,
        term=term,
        held=held,
        missing=tuple(one for one in classes if one not in held),
        task=next((one for one in kept.tasks if (one.kind, one.term) == (kind, term)), None),
        begun=begun,
    )


def _begins(place: Place, term: Term) -> date:
    return first_and_last(place.starts_in)[0] if term is Term.AUTUMN else date(place.starts_in + 1, 1, 1)


def _page(place: Place, key: str, form: MultiDict[str, str], problems: Sequence[FormProblem]) -> str:
    assert place.orgnr is not None  # noqa: S101 - talks are a school's
    kept = kept_year(place.recorded())
    rounds = _rounds(place, kept)
    classes = sorted({one for each in rounds for one in (*each.held, *each.missing)}, key=lambda one: (one.grade, one.name or ""))
    waiting = [each for each in rounds if each.missing]
    return render_template(
        "year/talks.html",
        place=place,
        tabs=tabs(place, "talks"),
        rounds=rounds,
        waiting=waiting,
        classes=classes,
        records=works_at(place.orgnr) and bool(waiting),
        ticked=form.getlist("classes"),
        form=form,
        key=key,
        today=today().isoformat(),
        occurred_on=OCCURRED_ON,
        problems=[(one.field, one.message) for one in problems],
        errors={one.field: one.message for one in problems},
    )
