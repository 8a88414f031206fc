"""Signals of reading without a task: the list for those who watch over the log, and the note on what a look at one came to."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.access import ReadingReviewed
from events.base import Stream
from services.case_service.domain.access.commands import ReviewReading
from services.case_service.http.access.blueprint import access
from services.case_service.http.access.review import LONGEST, REVIEWERS
from services.case_service.http.access.signal_rows import SignalRow, signal_rows
from services.case_service.http.languages import t
from services.case_service.http.persons import current_person
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import Entry, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.streams import access_stream
from services.compliance.calendar import local_day

MANY: Final = "mange"
"""Stands in the address where the signal is about no single matter."""


@access.get("/innsynslogg/signaler")
@needs(Right.SEE_LOGS)
def signals() -> str:
    """The readings that are worth a look."""
    return render_template("access/signals.html", rows=signal_rows(), review_url=_review_url, may_review=_may_review)


@access.get("/innsynslogg/signaler/<uuid:person>/<about>")
@needs(Right.SEE_LOGS)
def look(person: UUID, about: str) -> str:
    """One reading, and the form for what a look at it came to."""
    return _page(_row(person, about), new_key())


@access.post("/innsynslogg/signaler/<uuid:person>/<about>")
@needs(Right.SEE_LOGS)
def record_look(person: UUID, about: str) -> ResponseReturnValue:
    """Record what it came to, for every signal of that reading."""
    row, key, form = _row(person, about), key_of(request.form), request.form
    if not _may_review(row):
        abort(HTTPStatus.FORBIDDEN)
    reason, justified = form.get("reason", "").strip(), form.get("justified", "")
    problems = [] if justified in {"yes", "no"} else [FormProblem(field="justified", message=t("access.signals.problem.justified"))]
    if not 0 < len(reason) <= LONGEST:
        problems.append(FormProblem(field="reason", message=t("access.review.problem.reason", most=LONGEST)))
    if problems:
        return _page(row, key, problems), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        record(*(_entry(row, fact) for fact in _facts(row, justified == "yes", reason)), idempotency_key=key)
    except NotRecorded as refused:
        return _page(row, key, list(refused.problems)), refused.status
    flash(t("access.signals.done"), "success")
    return redirect(url_for("access.signals"), code=303)


def _facts(row: SignalRow, justified: bool, reason: str) -> list[ReadingReviewed]:  # noqa: FBT001 - a field of the fact
    return [
        ReadingReviewed(person=row.person, of_stream=row.matter, signal=signal, justified=justified, reason=reason)
        for signal in row.signals
    ]


def _entry(row: SignalRow, fact: ReadingReviewed) -> Entry:
    matter = None if row.matter is None else the_desk().read_model.matter(row.matter)
    return Entry(
        stream=Stream.ACCESS,
        stream_id=access_stream(row.matter or row.person),
        command=ReviewReading(fact=fact),
        school=matter.school if matter is not None else None,
        case_id=matter.case_id if matter is not None else None,
    )


def _row(person: UUID, about: str) -> SignalRow:
    """The reading that the address names, when it gives a signal; else 404."""
    found = (row for row in signal_rows() if row.person == person and _about(row) == about)
    return next(found, None) or abort(HTTPStatus.NOT_FOUND)


def _about(row: SignalRow) -> str:
    return MANY if row.matter is None else str(row.matter)


def _review_url(row: SignalRow) -> str:
    return url_for("access.look", person=row.person, about=_about(row))


def _may_review(row: SignalRow) -> bool:
    """Nobody judges her own reading, and an auditor looks on."""
    me = current_person()
    return row.person != me.id and not REVIEWERS.isdisjoint(me.roles_at(None, local_day(the_desk().clock())))


def _page(row: SignalRow, key: str, problems: list[FormProblem] | None = None) -> str:
    problems = problems or []
    return render_template(
        "access/signal.html",
        row=row,
        may_review=_may_review(row),
        log_url=url_for("access.log", matter=row.matter) if row.matter is not None else "",
        problems=[(one.field, one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        written=request.form,
        longest=LONGEST,
        key=key,
    )
