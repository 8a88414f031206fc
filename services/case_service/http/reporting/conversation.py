"""/si-fra/samtale: whoever has the code of a report sees how far it has come, and writes with the school.

The code itself is typed once; after that the browser holds, for a quarter of an hour, which conversation is open. A wrong
code, one of another kind and one of a report that is gone get the same answer.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.dialogue import MessageFromReporter
from events.lists.concern import Channel
from services.case_service.application import Request
from services.case_service.domain.matter.commands import ReceiveMessage
from services.case_service.http.languages import t
from services.case_service.http.recording import key_of, new_key
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.codes import CodeKind, as_made, mark_of
from services.case_service.http.reporting.dialogue_lines import Standing, lines_of, standing_of
from services.case_service.http.reporting.flooding import Counted, guesses, messages
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.too_many import count, let_in_or_ask_to_wait
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.store import KeyReusedError

OPEN: Final = "conversation"
LASTS: Final = timedelta(minutes=15)


@reporting.get("/si-fra/samtale")
@needs(Right.ANYONE)
def conversation() -> ResponseReturnValue:
    """The open conversation, or where to type the code."""
    stream = _open_stream()
    return render_template("reporting/code.html") if stream is None else _shown(stream)


@reporting.post("/si-fra/samtale")
@needs(Right.ANYONE)
def open_conversation() -> ResponseReturnValue:
    """Open the conversation that a code belongs to."""
    limits = guesses(Counted.CODE_GUESS)
    let_in_or_ask_to_wait(limits)
    stream = _stream_of(request.form.get("code", ""))
    if stream is None:
        count(limits)
        problems = [("code", t("tell.problem.code"))]
        return render_template("reporting/code.html", problems=problems), HTTPStatus.UNPROCESSABLE_ENTITY
    _keep_open(stream)
    return redirect(url_for("reporting.conversation"), code=303)


@reporting.post("/si-fra/samtale/melding")
@needs(Right.ANYONE)
def write_message() -> ResponseReturnValue:
    """Add a message of the reporter's."""
    stream = _open_stream()
    if stream is None:
        return redirect(url_for("reporting.conversation"), code=303)
    key, reading = key_of(request.form), Reading(request.form)
    body = reading.required_text("body", "tell.problem.no_message")
    if reading.problems:
        return _shown(stream, reading), HTTPStatus.UNPROCESSABLE_ENTITY
    limits = messages(str(stream))
    let_in_or_ask_to_wait(limits)
    first = the_desk().store.read(stream)[0].envelope
    now = the_web().clock()
    asked = Request(
        stream=first.stream,
        stream_id=stream,
        command=ReceiveMessage(fact=MessageFromReporter(body=body)),
        actor=first.actor,
        occurred_at=now,
        known_at=now,
        times_as_stated="",
        channel=Channel.REPORT_BUTTON,
    )
    try:
        receipt = the_desk().application.handle(asked, idempotency_key=f"{first.actor.ref}:{key}")
    except KeyReusedError:
        reading.wrong("body", "tell.problem.send_again")
        return _shown(stream, reading), HTTPStatus.UNPROCESSABLE_ENTITY
    if not receipt.repeated:
        count(limits)
    _keep_open(stream)
    return redirect(url_for("reporting.conversation", _anchor="meldinger"), code=303)


@reporting.post("/si-fra/samtale/lukk")
@needs(Right.ANYONE)
def close_conversation() -> ResponseReturnValue:
    """Leave nothing open for the next one at this machine."""
    session.pop(OPEN, None)
    return redirect(url_for("reporting.conversation"), code=303)


def _stream_of(typed: str) -> UUID | None:
    code = as_made(typed) or ""
    mark = mark_of(code, CodeKind.REPORTER, the_web().settings.marking_key)
    return the_desk().read_model.matter_of_code(mark)


def _keep_open(stream: UUID) -> None:
    session[OPEN] = [str(stream), int((the_web().clock() + LASTS).timestamp())]


def _open_stream() -> UUID | None:
    """The conversation that this browser opened, while it lasts. The cookie is signed; what stands in it is a pseudonym."""
    match session.get(OPEN):
        case [str() as stream, int() as until] if until > the_web().clock().timestamp():
            return UUID(stream)
        case _:
            session.pop(OPEN, None)
            return None


def _shown(stream: UUID, reading: Reading | None = None) -> str:
    desk = the_desk()
    recorded = desk.store.read(stream)
    row = desk.read_model.matter(stream)
    against_adult = recorded[0].envelope.stream is Stream.HEIGHTENED_CASE
    return render_template(
        "reporting/conversation.html",
        key=new_key(),
        standing=Standing.RECEIVED if row is None else standing_of(row, recorded),
        against_adult=against_adult,
        lines=lines_of(recorded),
        form=request.form if reading else {},
        problems=[(problem.field, problem.message) for problem in reading.problems] if reading else [],
    )
