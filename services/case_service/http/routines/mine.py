"""/rutiner/mine: what the reader is to read, and that she has read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from uuid import UUID

import msgspec
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.wheel import RoutineRead
from services.case_service.domain.wheel.commands import ReadRoutine
from services.case_service.http.languages import t
from services.case_service.http.persons import current_person
from services.case_service.http.recording import Entry, NotRecorded, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.routines.blueprint import routine_pages
from services.case_service.http.routines.shelf import Shelf, must_read, open_shelf, own_shelves, stream_of, title_of
from services.case_service.http.school_reach import today


class OwnReading(msgspec.Struct, frozen=True, kw_only=True):
    """A version that the reader is to read, or has read."""

    title: str
    place: str
    number: int
    due_on: date
    read_on: date | None
    overdue: bool
    url: str
    confirm: str
    file: str


@routine_pages.get("/rutiner/mine")
@needs(Right.READ_ROUTINES)
def mine() -> str:
    """The reader's list: what waits first, the first due first."""
    readings = own_readings()
    return render_template(
        "routines/mine.html",
        waiting=[one for one in readings if one.read_on is None],
        done=[one for one in readings if one.read_on is not None],
        key=new_key(),
    )


@routine_pages.post("/rutiner/<address>/<uuid:routine>/lest")
@needs(Right.READ_ROUTINES)
def confirm(address: str, routine: UUID) -> ResponseReturnValue:
    """The reader says that she has read the version she was shown."""
    key = key_of(request.form)
    shelf = open_shelf(address)
    found = shelf.routine(routine)
    number = request.form.get("version", "")
    if number != str(found.latest.number):
        flash(t("routines.read.newer"), "warning")
        return redirect(shelf.url("show", routine=routine), code=303)
    person = current_person()
    if found.read_by(person.id) is None:
        home = _own_place(shelf)
        fact = RoutineRead(routine=routine, routine_version=found.latest.number, person=person.id)
        entry = Entry(stream=Stream.ANNUAL_WHEEL, stream_id=stream_of(home), school=home, command=ReadRoutine(fact=fact))
        try:
            record(entry, idempotency_key=key)
        except NotRecorded as refused:
            abort(HTTPStatus(refused.status))
    flash(t("routines.read.done", title=title_of(found)), "success")
    return redirect(url_for("routines.mine"), code=303)


def own_readings() -> tuple[OwnReading, ...]:
    """What the person who is logged in was asked to read, of the versions that hold."""
    return tuple(sorted(_own(), key=lambda one: (one.due_on, one.title)))


def _own() -> Iterator[OwnReading]:
    person, day = current_person().id, today()
    for shelf in own_shelves():
        for one in shelf.routines:
            asked = one.asked_now
            if asked is None or not must_read(shelf.place, asked):
                continue
            read_on = one.read_by(person)
            yield OwnReading(
                title=title_of(one),
                place=shelf.place.name,
                number=one.latest.number,
                due_on=asked.due_on,
                read_on=read_on,
                overdue=read_on is None and asked.due_on < day,
                url=shelf.url("show", routine=one.routine),
                confirm=shelf.url("confirm", routine=one.routine),
                file=shelf.url("file", routine=one.routine, number=one.latest.number) if one.latest.file is not None else "",
            )


def _own_place(shelf: Shelf) -> str | None:
    """Where the reading is written down: at the school, or, of the municipality's routines, where the reader works."""
    if shelf.place.orgnr is not None:
        return shelf.place.orgnr
    return next(iter(sorted(current_person().schools_on(today()))), None)
