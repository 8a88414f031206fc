"""A task of the school's own: planned beside those that law and plans ask for."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from events.lists.year import DocumentedBy, Term, WheelTask
from events.wheel import WheelTaskPlanned
from services.case_service.domain.wheel.commands import PlanWheelTask
from services.case_service.http.case_access import current_person
from services.case_service.http.languages import current_language, t
from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import id_from, key_of, new_key, record
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.rights import Right, needs
from services.case_service.http.year.blueprint import year_pages
from services.case_service.http.year.place import Place, first_and_last, open_place, people_at
from texts import label

MUNICIPALITYS: Final = frozenset({WheelTask.COUNCIL_INFORMATION, WheelTask.INTERNAL_CONTROL_REPORT})


@year_pages.get("/aret/<orgnr>/<int:year>/oppgaver/ny")
@needs(Right.KEEP_THE_YEAR)
def new_task(orgnr: str, year: int) -> str:
    """The form."""
    place = open_place(orgnr, year)
    place.require_keeper()
    return _page(place, new_key(), MultiDict(), ())


@year_pages.post("/aret/<orgnr>/<int:year>/oppgaver/ny")
@needs(Right.KEEP_THE_YEAR)
def add_task(orgnr: str, year: int) -> ResponseReturnValue:
    """Plan it."""
    place = open_place(orgnr, year)
    place.require_keeper()
    reading, key = Reading(request.form), key_of(request.form)
    kind = reading.required_choice("kind", WheelTask, WheelTask.OTHER, "year.problem.kind")
    term = reading.choice_or_none("term", Term)
    title = reading.line("title")
    if kind is WheelTask.OTHER and title is None and not reading.problems:
        reading.wrong("title", "year.problem.title")
    documentation = reading.required_choice("documentation", DocumentedBy, DocumentedBy.NONE, "year.problem.documentation")
    responsible = reading.form.get("responsible", "")
    if responsible not in {value for value, _ in people_at(place)}:
        reading.wrong("responsible", "year.problem.person")
    first, last = first_and_last(place.starts_in)
    due_on = last
    try:
        due_on = read_day("due_on", reading.form.get("due_on", "").strip())
    except MomentProblem as problem:
        reading.wrong_moment(problem)
    if not first <= due_on <= last:
        reading.wrong("due_on", "year.problem.not_in_year", years=place.years)
    if reading.problems:
        return _page(place, key, request.form, reading.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = WheelTaskPlanned(
        task=id_from(key, "task"),
        kind=kind,
        term=term,
        responsible=UUID(responsible),
        due_on=due_on,
        documentation=documentation,
        title=title,
    )
    try:
        record(place.entry(PlanWheelTask(fact=fact)), idempotency_key=key)
    except NotRecorded as refused:
        return _page(place, key, request.form, refused.problems), refused.status
    flash(t("year.told.added"), "success")
    return redirect(place.url("show_task", task=fact.task), code=303)


def _page(place: Place, key: str, form: MultiDict[str, str], problems: Sequence[FormProblem]) -> str:
    language = current_language()
    kinds = [one for one in WheelTask if place.orgnr is None or one not in MUNICIPALITYS]
    named = sorted(((one.value, label(one, language).capitalize()) for one in kinds if one is not WheelTask.OTHER), key=_by_name)
    return render_template(
        "year/new_task.html",
        place=place,
        key=key,
        form=form,
        kinds=[(WheelTask.OTHER.value, label(WheelTask.OTHER, language).capitalize()), *named],
        terms=[("", t("year.field.whole_year"))] + [(one.value, label(one, language).capitalize()) for one in Term],
        documentations=[(one.value, label(one, language).capitalize()) for one in DocumentedBy],
        people=people_at(place),
        own=str(current_person().id),
        problems=[(one.field, one.message) for one in problems],
        errors={one.field: one.message for one in problems},
    )


def _by_name(option: tuple[str, str]) -> str:
    return option[1].casefold()
