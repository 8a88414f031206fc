"""Reporting that an adult at the school may offend a pupil: at once, and past the school where its leadership is suspected."""

from __future__ import annotations

from http import HTTPStatus

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from services.case_service.http.persons import current_person
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import key_of, new_key, record
from services.case_service.http.reporting.adult_report import adult_stream, entries_of_adult_report, read_adult_report
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.concern import require_staff
from services.case_service.http.reporting.concern_page import ConcernPage, not_recorded
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.staff_choice import staff_options
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_web

TEMPLATE = "reporting/adult.html"


@reporting.get("/meld/ansatt")
@needs(Right.REPORT)
def adult() -> ResponseReturnValue:
    """The empty form."""
    require_staff()
    return _shown(_page(ConcernPage.empty(new_key())))


@reporting.post("/meld/ansatt")
@needs(Right.REPORT)
def report_adult() -> ResponseReturnValue:
    """Record the report and shut the suspected out."""
    require_staff()
    page = _page(ConcernPage.sent(key_of(request.form)))
    if page.only_looking or page.school is None:
        reading = Reading(request.form)
        if not page.only_looking:
            reading.wrong("school", "report.problem.no_school")
        return _shown(page, reading)
    reading, now = Reading(request.form), the_web().clock()
    report = read_adult_report(reading, page.school.orgnr, tuple(hit.id for hit in page.chosen), page.key, now)
    if reading.problems:
        return _shown(page, reading), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        record(*entries_of_adult_report(report, current_person().id, page.key, now), idempotency_key=page.key)
    except NotRecorded as problem:
        return not_recorded(page, problem)
    return redirect(url_for("reporting.receipt", melding=adult_stream(page.key)), code=303)


def _page(page: ConcernPage) -> ConcernPage:
    page.template = TEMPLATE
    return page


def _shown(page: ConcernPage, reading: Reading | None = None) -> str:
    staff = staff_options(page.school.orgnr, besides=current_person().id) if page.school else []
    return page.show(reading.problems if reading else (), staff=staff)
