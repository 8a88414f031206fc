"""/avvik/ny: raise an avvik by hand, about a school or the municipality's own work; about a case one raises it from the case."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from events.avvik import AvvikRaised
from events.base import Stream
from events.lists.decisions import AvvikGrade, AvvikKind
from events.lists.people import Role
from services.case_service.domain.avvik.commands import RaiseAvvik
from services.case_service.http.avvik.blueprint import avvik
from services.case_service.http.avvik.reach import AvvikReach, current_avvik_reach
from services.case_service.http.case_access import current_person
from services.case_service.http.languages import current_language, t
from services.case_service.http.moments import MomentProblem, read_when
from services.case_service.http.problems import FormProblem, NotRecorded, moment_problem
from services.case_service.http.recording import Entry, id_from, key_of, new_key, record
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.compliance.calendar import local_day
from texts import label

MUNICIPALITY: Final = "kommunen"
"""What the form calls an avvik in the municipality's own work as school owner."""

ANSWERS: Final = frozenset({Role.PRINCIPAL, Role.DEPARTMENT_HEAD, Role.CASE_HANDLER, Role.SCHOOL_OWNER, Role.OWNER_ADVISER})


@avvik.get("/avvik/ny")
@needs(Right.TREAT_AVVIK)
def new() -> str:
    """The empty form."""
    return _shown(current_avvik_reach(), new_key(), MultiDict(), ())


@avvik.post("/avvik/ny")
@needs(Right.TREAT_AVVIK)
def raise_avvik() -> ResponseReturnValue:
    """Raise it, or show the form again with what is wrong."""
    reach, key, reading = current_avvik_reach(), key_of(request.form), Reading(request.form)
    place = reading.form.get("place", "")
    if place not in {value for value, _ in _places(reach)}:
        reading.wrong("place", "avvik.problem.place")
    kind = reading.required_choice("kind", AvvikKind, AvvikKind.PROCESS_BREACH, "avvik.problem.kind")
    grade = reading.required_choice("grade", AvvikGrade, AvvikGrade.WARNING, "avvik.problem.grade")
    description = reading.required_text("description", "avvik.problem.description")
    responsible = _responsible(reading, reach)
    try:
        when = read_when(reading.form, the_web().clock())
    except MomentProblem as problem:
        reading.problems.append(moment_problem(problem))
        when = None
    if reading.problems:
        return _shown(reach, key, reading.form, reading.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = AvvikRaised(kind=kind, grade=grade, description=description, responsible=responsible)
    stream = id_from(key, "avvik")
    school = None if place == MUNICIPALITY else place
    entry = Entry(stream=Stream.AVVIK, stream_id=stream, school=school, command=RaiseAvvik(fact=fact), when=when)
    try:
        record(entry, idempotency_key=key)
    except NotRecorded as refused:
        return _shown(reach, key, reading.form, refused.problems), refused.status
    flash(t("avvik.was_raised"), "success")
    return redirect(url_for("avvik.show", one=stream), code=303)


def _places(reach: AvvikReach) -> list[tuple[str, str]]:
    schools = [(one.orgnr, one.name) for one in reach.of_schools() if one.discontinued_on is None]
    return schools if reach.schools is not None else [*schools, (MUNICIPALITY, t("avvik.municipality"))]


def _people(reach: AvvikReach) -> list[tuple[str, str]]:
    """Whom an avvik can be given to: those who lead or handle cases at the schools, and the municipality's own."""
    desk = the_desk()
    day = local_day(desk.clock())
    staff = {one.person: one for school in reach.of_schools() for one in desk.read_model.staff_at(school.orgnr, day)}
    staff |= {one.person: one for one in desk.read_model.staff_of_municipality(day)}
    found = []
    for one in staff.values():
        roles = [held for held in one.roles if held.role in ANSWERS and held.holds_on(day)]
        if roles:
            found.append((str(one.person), f"{desk.names.staff(one.person)}, {label(roles[0].role, current_language())}"))
    return sorted(found, key=lambda one: one[1].casefold())


def _responsible(reading: Reading, reach: AvvikReach) -> UUID | None:
    given = reading.form.get("responsible", "")
    if not given:
        return None
    if given not in {value for value, _ in _people(reach)}:
        reading.wrong("responsible", "avvik.problem.responsible")
        return None
    return UUID(given)


def _shown(reach: AvvikReach, key: str, form: MultiDict[str, str], problems: tuple[FormProblem, ...] | list[FormProblem]) -> str:
    language = current_language()
    places = _places(reach)
    return render_template(
        "avvik/new.html",
        key=key,
        form=form,
        problems=[(one.field, one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        places=places,
        place=form.get("place") or (places[0][0] if len(places) == 1 else ""),
        kinds=[(one.value, label(one, language).capitalize()) for one in AvvikKind],
        grades=[(one.value, label(one, language).capitalize(), t(f"avvik.grade.{one.value}.help")) for one in AvvikGrade],
        people=_people(reach),
        own=str(current_person().id),
        today=local_day(the_desk().clock()).isoformat(),
    )
