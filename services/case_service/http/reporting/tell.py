"""/si-fra: how a child or a guardian tells that somebody does not have it well, without a login.

A report is never thrown away for looking wrong: whoever fills in the field that people do not see is asked to send once more.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from services.case_service.http.attachments.blueprint import MOST_FILES
from services.case_service.http.attachments.kept import ACCEPTED, FILES, NO_FILES, FormFiles
from services.case_service.http.languages import t
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import key_of, new_key, record
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.codes import CodeKind, code_of, mark_of
from services.case_service.http.reporting.files_without_login import choose_again, files_without_login
from services.case_service.http.reporting.flooding import reports_from_here
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.schools import chosen_school, running_schools
from services.case_service.http.reporting.told import (
    PLACES,
    AdultKnows,
    Doer,
    Teller,
    entries_of_told,
    read_told,
    teller_as_actor,
    told_stream,
)
from services.case_service.http.reporting.too_many import count, let_in_or_ask_to_wait
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_web

LEAVE_EMPTY = "website"
"""A field that people do not see and programs fill in."""


@reporting.get("/si-fra")
@needs(Right.ANYONE)
def tell() -> ResponseReturnValue:
    """The empty form; ``?skole=`` with a school's number is the school's own link."""
    return _shown(new_key(), MultiDict({"school": request.args.get("skole", "")}))


@reporting.get("/si-fra/kvittering")
@needs(Right.ANYONE)
def back_from_receipt() -> ResponseReturnValue:
    """The receipt is shown once, as the answer to what was sent; its address alone shows nothing."""
    return redirect(url_for("reporting.tell"), code=303)


@reporting.post("/si-fra/kvittering")
@needs(Right.ANYONE)
def report_told() -> ResponseReturnValue:
    """Record what was told, and show the code. Sent twice (double click, reload) it is one report with one code."""
    key, reading = key_of(request.form), Reading(request.form)
    school = chosen_school(request.form, running_schools())
    if school is None:
        reading.wrong("school", "tell.problem.no_school")
    told = read_told(reading)
    limits = reports_from_here(school.orgnr if school is not None else None)
    files = files_without_login(told_stream(key), key, limits)
    reading.problems.extend(files.problems)
    if request.form.get(LEAVE_EMPTY):
        reading.wrong(None, "tell.problem.send_again")
    if school is None or reading.problems:
        return _shown(key, request.form, reading, files), HTTPStatus.UNPROCESSABLE_ENTITY
    let_in_or_ask_to_wait(limits)
    secret = the_web().settings.marking_key
    code = code_of(key, CodeKind.REPORTER, secret)
    try:
        entries = entries_of_told(told, school.orgnr, key, mark_of(code, CodeKind.REPORTER, secret), files.attachments)
        receipts = record(*entries, idempotency_key=key, actor=teller_as_actor(told, key))
    except NotRecorded as problem:
        reading.problems.extend((*problem.problems, *choose_again(files)))
        return _shown(new_key(), request.form, reading), problem.status
    if not receipts[0].repeated:
        count(limits)
    return render_template("reporting/tell_receipt.html", code=code, told=told)


def _shown(key: str, form: MultiDict[str, str], reading: Reading | None = None, files: FormFiles = NO_FILES) -> str:
    problems = reading.problems if reading else []
    return render_template(
        "reporting/tell.html",
        key=key,
        form=form,
        schools=[(one.orgnr, one.name) for one in running_schools()],
        tellers=_asked(Teller, "teller"),
        doers=_asked(Doer, "doer"),
        places=[(one.value, t(f"tell.place.{one.value}")) for one in PLACES],
        knows=_asked(AdultKnows, "adult_knows"),
        problems=[(problem.field, problem.message) for problem in problems],
        wrong={problem.field: problem.message for problem in problems},
        kept=files.kept,
        files_wrong=next((problem.message for problem in problems if problem.field == FILES), ""),
        accepted=ACCEPTED,
        most=MOST_FILES,
    )


def _asked(values: type[Teller | Doer | AdultKnows], question: str) -> list[tuple[str, str]]:
    return [(one.value, t(f"tell.{question}.{one.value}")) for one in values]
