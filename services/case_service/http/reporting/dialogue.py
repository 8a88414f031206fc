"""The school's side of a conversation with a reporter who has a code."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from events.dialogue import MessageToReporter, ReporterCodeIssued
from services.case_service.domain.matter.commands import SendMessage
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import Entry, key_of, new_key, record
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.dialogue_lines import lines_of
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.rights import Right, needs
from services.case_service.rights import Action
from texts.case_number import case_number


@reporting.get("/saker/<uuid:stream>/dialog")
@reporting.get("/skjerpet/<uuid:stream>/dialog")
@needs(Right.SIGNED_IN)
def dialogue(stream: UUID) -> ResponseReturnValue:
    """The conversation, for those who handle the matter."""
    return _shown(_matter(stream))


@reporting.post("/saker/<uuid:stream>/dialog")
@reporting.post("/skjerpet/<uuid:stream>/dialog")
@needs(Right.SIGNED_IN)
def answer(stream: UUID) -> ResponseReturnValue:
    """Write to the reporter."""
    matter, reading = _matter(stream), Reading(request.form)
    body = reading.required_text("body", "tell.problem.no_message")
    if reading.problems:
        return _shown(matter, reading), HTTPStatus.UNPROCESSABLE_ENTITY
    command = SendMessage(fact=MessageToReporter(sent_by=matter.person.id, body=body))
    try:
        record(Entry.of(matter, command), idempotency_key=key_of(request.form), matter=matter)
    except NotRecorded as problem:
        reading.problems.extend(problem.problems)
        return _shown(matter, reading), problem.status
    return redirect(request.path, code=303)


def _matter(stream: UUID) -> Matter:
    """The matter, when she may read all of it and its reporter has a code: 404 else."""
    matter = open_matter(stream, Action.SEE_CONTENT)
    if not any(isinstance(one.event, ReporterCodeIssued) for one in matter.recorded):
        abort(404)
    return matter


def _shown(matter: Matter, reading: Reading | None = None) -> str:
    issued = next(one.event for one in matter.recorded if isinstance(one.event, ReporterCodeIssued))
    return render_template(
        "reporting/dialogue.html",
        key=new_key(),
        number=case_number(matter.row.stream_id),
        wants_answer=issued.wants_answer,
        lines=lines_of(matter.recorded),
        may_write=matter.may_record(SendMessage),
        form=request.form if reading else {},
        problems=[(problem.field, problem.message) for problem in reading.problems] if reading else [],
    )
