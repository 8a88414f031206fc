"""Reporting a concern: one page, one batch of events, a receipt (opplæringslova § 12-4 andre ledd: melde frå)."""

from __future__ import annotations

from http import HTTPStatus

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.lists.concern import Channel
from services.case_service.http.persons import current_person
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import key_of, new_key, record
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.concern_draft import drop_draft, find_draft, form_of_draft, saved_by_the_browser
from services.case_service.http.reporting.concern_entries import Sender, entries_of, stream_of
from services.case_service.http.reporting.concern_page import ConcernPage, not_recorded
from services.case_service.http.reporting.concern_report import read_concern
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.pupil_search import search
from services.case_service.http.reporting.schools import chosen_school, own_schools, principal_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_web
from services.case_service.rights import Kind


@reporting.get("/meld/bekymring")
@needs(Right.REPORT)
def concern() -> ResponseReturnValue:
    """The empty form."""
    require_staff()
    draft = find_draft()
    page = ConcernPage.empty(new_key()) if draft is None else ConcernPage.of(new_key(), form_of_draft(draft))
    return page.show(drafts=saved_by_the_browser(), draft=draft)


@reporting.post("/meld/bekymring")
@needs(Right.REPORT)
def report_concern() -> ResponseReturnValue:
    """Look for a pupil, or record the report."""
    require_staff()
    page = ConcernPage.sent(key_of(request.form))
    if page.only_looking:
        return page.show(drafts=saved_by_the_browser())
    reading = Reading(request.form)
    if page.school is None:
        reading.wrong("school", "report.problem.no_school")
    reading.problems.extend(page.files.problems)
    report = read_concern(reading, tuple(hit.id for hit in page.chosen), the_web().clock())
    if page.school is None or reading.problems:
        return page.show(reading.problems, drafts=saved_by_the_browser()), HTTPStatus.UNPROCESSABLE_ENTITY
    sender = Sender(
        person=current_person().id,
        school=page.school.orgnr,
        principal=principal_of(page.school.orgnr),
        channel=Channel.FORM,
    )
    try:
        record(*entries_of(report, sender, page.key, page.files_for), idempotency_key=page.key)
    except NotRecorded as problem:
        return not_recorded(page, problem)
    drop_draft()
    streams = [stream_of(page.key, pupil) for pupil in report.pupils or (None,)]
    physical = report.stopped is not None and report.stopped.physical
    return redirect(url_for("reporting.receipt", melding=streams, inngrep="ja" if physical else None), code=303)


@reporting.post("/meld/elever")
@needs(Right.REPORT)
def find_pupils() -> ResponseReturnValue:
    """The hits of a search alone, for the page's script. A search is posted: a child's name stands in no address and no log."""
    require_staff()
    school = chosen_school(request.form, own_schools())
    if school is None:
        abort(400)
    return render_template("reporting/hits.html", found=search(school.orgnr, request.form.get("wanted", "")))


def require_staff() -> None:
    """Whoever works at a school or for it reports here; families have their own page."""
    if current_person().kind is not Kind.STAFF or not own_schools():
        abort(403)
