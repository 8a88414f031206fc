"""/rutiner/<place>/<id>/lesing: ask those in some roles to read the version that holds, or move the day."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from events.wheel import RequiredReadingSet
from services.case_service.domain.wheel.commands import SetRequiredReading
from services.case_service.http.languages import current_language, t
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import key_of, new_key, record
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.rights import Right, needs
from services.case_service.http.routines.asked_form import read_asked, role_choices
from services.case_service.http.routines.blueprint import routine_pages
from services.case_service.http.routines.kept import Routine
from services.case_service.http.routines.shelf import Shelf, open_shelf, title_of


@routine_pages.get("/rutiner/<address>/<uuid:routine>/lesing")
@needs(Right.KEEP_ROUTINES)
def ask_to_read(address: str, routine: UUID) -> str:
    """The form."""
    shelf = open_shelf(address)
    shelf.place.require_leader()
    return _shown(shelf, shelf.routine(routine), Reading(request.args), key=new_key())


@routine_pages.post("/rutiner/<address>/<uuid:routine>/lesing")
@needs(Right.KEEP_ROUTINES)
def set_reading(address: str, routine: UUID) -> ResponseReturnValue:
    """Those who are to read are told, and find it in their list."""
    shelf, key, reading = open_shelf(address), key_of(request.form), Reading(request.form)
    shelf.place.require_leader()
    found = shelf.routine(routine)
    asked = read_asked(reading, required=True)
    if request.form.get("version") != str(found.latest.number):
        reading.wrong(None, "routines.problem.newer_version")
    if asked is None or reading.problems:
        return _shown(shelf, found, reading, key=new_key()), HTTPStatus.UNPROCESSABLE_ENTITY
    roles, due_on = asked
    fact = RequiredReadingSet(routine=routine, routine_version=found.latest.number, roles=roles, due_on=due_on)
    try:
        record(shelf.entry(SetRequiredReading(fact=fact)), idempotency_key=key)
    except NotRecorded as refused:
        reading.problems.extend(refused.problems)
        return _shown(shelf, found, reading, key=new_key()), refused.status
    flash(t("routines.reading.was_set"), "success")
    return redirect(shelf.url("show", routine=routine), code=303)


def _shown(shelf: Shelf, routine: Routine, reading: Reading, *, key: str) -> str:
    asked, form = routine.asked_now, reading.form
    before = [] if asked is None else [one.value for one in asked.roles]
    return render_template(
        "routines/ask.html",
        shelf=shelf,
        routine=routine,
        title=title_of(routine),
        given={
            "roles": form.getlist("roles") if request.method == "POST" else before,
            "due_on": form.get("due_on") or ("" if asked is None else asked.due_on.isoformat()),
        },
        problems=[(one.field, one.message) for one in reading.problems],
        wrong={one.field: one.message for one in reading.problems if one.field},
        roles=role_choices(current_language(), municipal=shelf.place.orgnr is None),
        key=key,
    )
