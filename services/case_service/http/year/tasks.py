"""One task of the year: what asks for it, that it is done, put off or taken over by somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Final
from uuid import UUID

import msgspec
from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from events.lists.investigation import PostponementReason
from events.lists.year import DocumentedBy, WheelTask
from events.wheel import WheelTaskDone, WheelTaskHandedOver, WheelTaskPostponed
from services.case_service.domain.wheel.commands import DoWheelTask, HandOverWheelTask, PostponeWheelTask
from services.case_service.domain.wheel.decide import TALKS
from services.case_service.http.attachments.blueprint import MOST_FILES
from services.case_service.http.attachments.kept import ACCEPTED, FormFiles, files_of_form
from services.case_service.http.case_access import current_person
from services.case_service.http.languages import current_language, t
from services.case_service.http.moments import OCCURRED_ON, MomentProblem, read_day, read_when
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import Entry, key_of, new_key, record
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import today
from services.case_service.http.web import the_web
from services.case_service.http.year.blueprint import year_pages
from services.case_service.http.year.duties import Duties
from services.case_service.http.year.kept import YearTask, kept_year
from services.case_service.http.year.place import Place, first_and_last, name_of, open_place, people_at
from services.case_service.http.year.shown import title_of
from texts import label

REASONS: Final = (
    PostponementReason.CAPACITY,
    PostponementReason.SCHOOL_CLOSED,
    PostponementReason.AWAITS_EXPERT,
    PostponementReason.OTHER,
)
"""Why a task of the year can wait; the other reasons are about a pupil."""


class OpenedTask(msgspec.Struct, frozen=True, kw_only=True):
    """A planned task, and what the reader may do with it."""

    place: Place
    task: YearTask
    key: UUID

    @property
    def is_hers(self) -> bool:
        """Whether the reader answers for it: those who keep the year do, and whoever is responsible for the task."""
        return self.place.keeps or self.task.responsible == current_person().id

    @property
    def may_do(self) -> bool:
        """Whether the page offers to do it or to put it off."""
        return self.task.done is None and self.is_hers

    @property
    def title(self) -> str:
        """What it is called."""
        return title_of(self.task.kind, self.task.term, self.task.title)


@year_pages.get("/aret/<orgnr>/<int:year>/oppgaver/<uuid:task>")
@needs(Right.READ_THE_YEAR)
def show_task(orgnr: str, year: int, task: UUID) -> str:
    """The task."""
    return _page(_opened(orgnr, year, task))


@year_pages.post("/aret/<orgnr>/<int:year>/oppgaver/<uuid:task>/gjort")
@needs(Right.READ_THE_YEAR)
def do_task(orgnr: str, year: int, task: UUID) -> ResponseReturnValue:
    """Record that it was done, with what shows it."""
    opened = _opened(orgnr, year, task)
    if not opened.is_hers:
        abort(403)
    reading, key = Reading(request.form), key_of(request.form)
    if opened.place.has_answered(key):
        return redirect(_address(opened), code=303)
    documentation = reading.required_choice("documentation", DocumentedBy, DocumentedBy.NONE, "year.problem.documentation")
    note = reading.text("note")
    done_by = _person(reading, opened.place, "done_by")
    files = files_of_form(opened.place.stream_id, key)
    reading.problems.extend(files.problems)
    if documentation is not DocumentedBy.NONE and note is None and not files.kept and not files.problems:
        reading.wrong("note", "year.problem.show_it")
    try:
        when = read_when(request.form, the_web().clock())
    except MomentProblem as problem:
        reading.wrong_moment(problem)
        when = None
    if reading.problems or done_by is None:
        return _page(opened, "done", reading.problems, files=files), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = WheelTaskDone(
        task=opened.key,
        kind=opened.task.kind,
        term=opened.task.term,
        done_by=done_by,
        documentation=documentation,
        note=note,
    )
    entry = opened.place.entry(DoWheelTask(fact=fact), when=when, attachments=files.attachments)
    return _recorded(opened, entry, key, "done", files)


@year_pages.post("/aret/<orgnr>/<int:year>/oppgaver/<uuid:task>/utsett")
@needs(Right.READ_THE_YEAR)
def postpone_task(orgnr: str, year: int, task: UUID) -> ResponseReturnValue:
    """Put it off to a later day, with the reason."""
    opened = _opened(orgnr, year, task)
    if not opened.is_hers:
        abort(403)
    reading, key = Reading(request.form), key_of(request.form)
    reason = reading.required_choice("reason", PostponementReason, PostponementReason.OTHER, "year.problem.reason")
    explanation = reading.text("explanation")
    if reason is PostponementReason.OTHER and explanation is None and not reading.problems:
        reading.wrong("explanation", "year.problem.explanation")
    due_on = _due(reading, opened.place)
    if reading.problems or due_on is None:
        return _page(opened, "postpone", reading.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = WheelTaskPostponed(task=opened.key, kind=opened.task.kind, due_on=due_on, reason=reason, explanation=explanation)
    return _recorded(opened, opened.place.entry(PostponeWheelTask(fact=fact)), key, "postpone")


@year_pages.post("/aret/<orgnr>/<int:year>/oppgaver/<uuid:task>/overta")
@needs(Right.KEEP_THE_YEAR)
def hand_over_task(orgnr: str, year: int, task: UUID) -> ResponseReturnValue:
    """Make somebody else responsible."""
    opened = _opened(orgnr, year, task)
    opened.place.require_keeper()
    reading, key = Reading(request.form), key_of(request.form)
    responsible = _person(reading, opened.place, "responsible")
    if responsible is None:
        return _page(opened, "hand_over", reading.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    if responsible == opened.task.responsible:
        return redirect(_address(opened), code=303)
    fact = WheelTaskHandedOver(task=opened.key, kind=opened.task.kind, responsible=responsible)
    return _recorded(opened, opened.place.entry(HandOverWheelTask(fact=fact)), key, "hand_over")


def _opened(orgnr: str, year: int, key: UUID) -> OpenedTask:
    place = open_place(orgnr, year)
    task = kept_year(place.recorded()).task(key)
    if task is None:
        abort(404)
    return OpenedTask(place=place, task=task, key=key)


def _address(opened: OpenedTask) -> str:
    return opened.place.url("show_task", task=opened.key)


def _person(reading: Reading, place: Place, field: str) -> UUID | None:
    given = reading.form.get(field, "")
    if given not in {value for value, _ in people_at(place)}:
        reading.wrong(field, "year.problem.person")
        return None
    return UUID(given)


def _due(reading: Reading, place: Place) -> date | None:
    first, last = first_and_last(place.starts_in)
    try:
        found = read_day("due_on", reading.form.get("due_on", "").strip())
    except MomentProblem as problem:
        reading.wrong_moment(problem)
        return None
    if not first <= found <= last:
        reading.wrong("due_on", "year.problem.not_in_year", years=place.years)
        return None
    return found


def _recorded(opened: OpenedTask, entry: Entry, key: str, which: str, files: FormFiles | None = None) -> ResponseReturnValue:
    try:
        record(entry, idempotency_key=key)
    except NotRecorded as refused:
        return _page(opened, which, refused.problems, files=files), refused.status
    flash(t(f"year.told.{which}"), "success")
    return redirect(_address(opened), code=303)


def _page(opened: OpenedTask, which: str = "", problems: Sequence[FormProblem] = (), *, files: FormFiles | None = None) -> str:
    """The task's page; ``which`` form was sent and came back, with what is wrong."""
    task, form = opened.task, request.form if which else MultiDict[str, str]()
    return render_template(
        "year/task.html",
        place=opened.place,
        opened=opened,
        task=task,
        standing=task.standing(today()),
        responsible=name_of(task.responsible),
        name_of=name_of,
        duties=Duties(opened.place).of(task),
        which=which,
        form=form,
        key=form.get("idempotency_key") or new_key(),
        kept=files.kept if files is not None else (),
        problems=[(_anchor(one.field, which), one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        people=people_at(opened.place),
        own=str(current_person().id),
        today=today().isoformat(),
        occurred_on=OCCURRED_ON,
        reasons=[(one.value, label(one, current_language()).capitalize()) for one in REASONS],
        documentations=[(one.value, label(one, current_language()).capitalize()) for one in DocumentedBy],
        accepted=ACCEPTED,
        most=MOST_FILES,
        talks=task.kind in TALKS and opened.place.orgnr is not None,
        supervision=task.kind is WheelTask.SUPERVISION_PLAN and opened.place.orgnr is not None,
    )


def _anchor(field: str | None, which: str) -> str | None:
    """A problem with the task itself has no field on the page."""
    return field if which and field not in {"task", "kind"} else None
