"""Approving a version: what it is called, the document itself, when it is looked at again, and who is to read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from events.lists.year import RoutineKind
from events.wheel import RequiredReadingSet, RoutineVersioned
from services.case_service.attachments.kinds import KINDS
from services.case_service.domain.wheel.commands import SetRequiredReading, VersionRoutine
from services.case_service.http.attachments.kept import FILES, FormFiles, KeptFile, files_of_form
from services.case_service.http.languages import current_language, t
from services.case_service.http.persons import current_person
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import id_from, key_of, new_key, record
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.rights import Right, needs
from services.case_service.http.routines.asked_form import read_asked, role_choices
from services.case_service.http.routines.blueprint import routine_pages
from services.case_service.http.routines.kept import Routine
from services.case_service.http.routines.shelf import Shelf, open_shelf, title_of
from services.case_service.http.routines.written_day import day_of
from services.case_service.http.school_reach import today
from services.case_service.http.whole_numbers import MOST_VERSIONS, whole_number
from texts import label

DOCUMENTS: Final = tuple(kind for kind in KINDS if not kind.is_sound)
ACCEPTED: Final = ",".join(dict.fromkeys([*(one.media_type for one in DOCUMENTS), *(f".{one.ending}" for one in DOCUMENTS)]))


@routine_pages.get("/rutiner/<address>/ny")
@needs(Right.KEEP_ROUTINES)
def first(address: str) -> str:
    """The form of a plan or routine that is new here."""
    shelf = _opened(address)
    return _shown(shelf, None, Reading(request.args), FormFiles(), key=new_key())


@routine_pages.post("/rutiner/<address>/ny")
@needs(Right.KEEP_ROUTINES)
def approve_first(address: str) -> ResponseReturnValue:
    """Approve its first version."""
    return _approve(_opened(address), None)


@routine_pages.get("/rutiner/<address>/<uuid:routine>/ny-versjon")
@needs(Right.KEEP_ROUTINES)
def following(address: str, routine: UUID) -> str:
    """The form of the next version; those who were to read the last one are asked again, unless that is taken out."""
    shelf = _opened(address)
    return _shown(shelf, shelf.routine(routine), Reading(request.args), FormFiles(), key=new_key())


@routine_pages.post("/rutiner/<address>/<uuid:routine>/ny-versjon")
@needs(Right.KEEP_ROUTINES)
def approve_next(address: str, routine: UUID) -> ResponseReturnValue:
    """Approve the next version."""
    shelf = _opened(address)
    return _approve(shelf, shelf.routine(routine))


def _opened(address: str) -> Shelf:
    shelf = open_shelf(address)
    shelf.place.require_leader()
    return shelf


def _approve(shelf: Shelf, routine: Routine | None) -> ResponseReturnValue:
    key, reading = key_of(request.form), Reading(request.form)
    files = files_of_form(shelf.stream_id, key)
    document = _document(files, reading)
    kind = reading.required_choice("kind", RoutineKind, RoutineKind.OTHER, "routines.problem.kind")
    title, changes = reading.line("title"), reading.text("changes")
    if title is None and kind is RoutineKind.OTHER:
        reading.wrong("title", "routines.problem.title")
    next_revision = _next_revision(reading)
    asked = read_asked(reading)
    number = _number(reading)
    if reading.problems or document is None:
        return _shown(shelf, routine, reading, files, key=key), HTTPStatus.UNPROCESSABLE_ENTITY
    own_id = id_from(key, "routine") if routine is None else routine.routine
    fact = RoutineVersioned(
        routine=own_id,
        kind=kind,
        routine_version=number,
        approved_by=current_person().id,
        next_revision_on=next_revision,
        sha256=document.attachment.sha256,
        title=title,
        changes=changes,
    )
    entries = [shelf.entry(VersionRoutine(fact=fact), attachments=(document.attachment,))]
    if asked is not None:
        roles, due_on = asked
        reading_set = RequiredReadingSet(routine=own_id, routine_version=number, roles=roles, due_on=due_on)
        entries.append(shelf.entry(SetRequiredReading(fact=reading_set)))
    try:
        record(*entries, idempotency_key=key)
    except NotRecorded as refused:
        again = open_shelf(shelf.place.address)
        newest = None if routine is None else again.routine(routine.routine)
        reading.problems.extend(FormProblem(field=None, message=one.message) for one in refused.problems)
        return _shown(again, newest, reading, files, key=new_key()), refused.status
    flash(t("routines.approved", number=number), "success")
    return redirect(shelf.url("show", routine=own_id), code=303)


def _document(files: FormFiles, reading: Reading) -> KeptFile | None:
    """The one document of the form: the last that was chosen."""
    reading.problems.extend(files.problems)
    kept = [one for one in files.kept if any(one.attachment.media_type == kind.media_type for kind in DOCUMENTS)]
    if not kept and not files.problems:
        reading.wrong(FILES, "routines.problem.file")
    return kept[-1] if kept else None


def _next_revision(reading: Reading) -> date | None:
    found = day_of(reading, "next_revision_on")
    if found is not None and found <= today():
        reading.wrong("next_revision_on", "routines.problem.revision_past")
    return found


def _number(reading: Reading) -> int:
    """The number that the form was shown with: a form that is sent twice approves the same version."""
    return whole_number(reading.form.get("version", ""), MOST_VERSIONS) or 1


def _shown(shelf: Shelf, routine: Routine | None, reading: Reading, files: FormFiles, *, key: str) -> str:
    language, asked = current_language(), None if routine is None else routine.asked_now
    sent: Sequence[FormProblem] = reading.problems
    form = reading.form
    roles = form.getlist("roles") if request.method == "POST" else [one.value for one in asked.roles] if asked else []
    return render_template(
        "routines/version.html",
        shelf=shelf,
        routine=routine,
        title="" if routine is None else title_of(routine),
        number=1 if routine is None else routine.latest.number + 1,
        form=form,
        given={
            "kind": form.get("kind") or ("" if routine is None else routine.latest.kind.value),
            "title": form.get("title") or ("" if routine is None else routine.latest.title or ""),
            "roles": roles,
        },
        problems=[(one.field, one.message) for one in sent],
        wrong={one.field: one.message for one in sent if one.field},
        kinds=[(one.value, label(one, language).capitalize()) for one in RoutineKind],
        roles=role_choices(language, municipal=shelf.place.orgnr is None),
        kept=files.kept[-1:],
        accepted=ACCEPTED,
        key=key,
    )
