"""/kiosk/<code>: reporting at the school's own device, for those who work there without an account.

The code opens a form and nothing else: it finds no pupil, shows no name and no report. A wrong code, a revoked one and no code
at all are the same page that is not there.
"""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from events.dialogue import ReporterCodeIssued
from events.envelope import Actor
from events.lists.concern import Arena, Channel
from events.lists.people import Role
from services.case_service.domain.matter.commands import IssueReporterCode
from services.case_service.http.attachments.blueprint import MOST_FILES
from services.case_service.http.attachments.kept import ACCEPTED, FILES, NO_FILES, FormFiles
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import Entry, id_from, key_of, new_key, record
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.choices import options
from services.case_service.http.reporting.codes import CodeKind, as_made, code_of, mark_of
from services.case_service.http.reporting.concern_entries import Sender, entries_of, stream_of
from services.case_service.http.reporting.concern_report import read_concern
from services.case_service.http.reporting.files_without_login import choose_again, files_without_login
from services.case_service.http.reporting.flooding import Counted, guesses, kiosk_reports
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.schools import principal_of
from services.case_service.http.reporting.too_many import count, let_in_or_ask_to_wait
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.read_model import SchoolRow
from texts.case_number import case_number


class Kiosk(msgspec.Struct, frozen=True, kw_only=True):
    """A kiosk whose code is valid: which school's it is, and what is kept of the code."""

    code: str
    mark: str
    school: SchoolRow


@reporting.get("/kiosk/<code>")
@needs(Right.ANYONE)
def kiosk(code: str) -> ResponseReturnValue:
    """The empty form."""
    return _shown(_kiosk(code), new_key(), MultiDict())


@reporting.post("/kiosk/<code>")
@needs(Right.ANYONE)
def report_at_kiosk(code: str) -> ResponseReturnValue:
    """Record the report and show its number, with a code to come back by."""
    at = _kiosk(code)
    key, reading = key_of(request.form), Reading(request.form)
    name = reading.line("reporter_name")
    if name is None:
        reading.wrong("reporter_name", "kiosk.problem.no_name")
    report = read_concern(reading, (), the_web().clock())
    for place, problem in enumerate(reading.problems):
        if problem.field == "wanted":
            reading.problems[place] = msgspec.structs.replace(problem, field="described")
    limits = kiosk_reports(at.mark)
    files = files_without_login(stream_of(key, None), key, limits)
    reading.problems.extend(files.problems)
    if reading.problems:
        return _shown(at, key, request.form, reading, files), HTTPStatus.UNPROCESSABLE_ENTITY
    let_in_or_ask_to_wait(limits)
    secret = the_web().settings.marking_key
    actor = Actor(ref=id_from(key, "reporter"), role=Role.EMPLOYEE)
    sender = Sender(
        person=actor.ref,
        school=at.school.orgnr,
        principal=principal_of(at.school.orgnr),
        channel=Channel.FORM,
        described=name,
    )
    own_code = code_of(key, CodeKind.REPORTER, secret)
    issued = ReporterCodeIssued(code_hash=mark_of(own_code, CodeKind.REPORTER, secret), wants_answer=True)
    entries = entries_of(report, sender, key, lambda _: files.attachments)
    with_code = Entry(
        stream=entries[0].stream,
        stream_id=entries[0].stream_id,
        school=at.school.orgnr,
        command=IssueReporterCode(fact=issued),
        channel=Channel.FORM,
        correlation_id=entries[0].correlation_id,
    )
    try:
        receipts = record(*entries, with_code, idempotency_key=key, actor=actor)
    except NotRecorded as problem:
        reading.problems.extend((*problem.problems, *choose_again(files)))
        return _shown(at, new_key(), request.form, reading), problem.status
    if not receipts[0].repeated:
        count(limits)
    return render_template("reporting/kiosk_receipt.html", kiosk=at, code=own_code, number=case_number(stream_of(key, None)))


def _kiosk(typed: str) -> Kiosk:
    limits = guesses(Counted.KIOSK_GUESS)
    let_in_or_ask_to_wait(limits)
    code = as_made(typed) or ""
    mark = mark_of(code, CodeKind.KIOSK, the_web().settings.marking_key)
    model = the_desk().read_model
    orgnr = model.school_of_kiosk(mark)
    school = model.school(orgnr) if orgnr else None
    if school is None or school.discontinued_on is not None:
        count(limits)
        abort(404)
    return Kiosk(code=code, mark=mark, school=school)


def _shown(at: Kiosk, key: str, form: MultiDict[str, str], reading: Reading | None = None, files: FormFiles = NO_FILES) -> str:
    problems = reading.problems if reading else []
    return render_template(
        "reporting/kiosk.html",
        kiosk=at,
        key=key,
        form=form,
        arenas=options(Arena),
        problems=[(problem.field, problem.message) for problem in problems],
        wrong={problem.field: problem.message for problem in problems},
        kept=files.kept,
        files_wrong=next((problem.message for problem in problems if problem.field == FILES), ""),
        accepted=ACCEPTED,
        most=MOST_FILES,
    )
