"""A leader writes down what somebody without an account says: the cleaner, the canteen, the school nurse, a student in practice.

Everybody who is regularly at the school has the duty to report, employed or not (Udir's circular 6.2.1).
"""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from events.lists.concern import Channel
from services.case_service.http.persons import current_person
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import id_from, key_of, new_key, record
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.choose import reports_for_others
from services.case_service.http.reporting.concern_entries import Sender, entries_of, stream_of
from services.case_service.http.reporting.concern_page import ConcernPage, not_recorded
from services.case_service.http.reporting.concern_report import read_concern
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.schools import principal_of
from services.case_service.http.reporting.staff_choice import staff_options, staff_person
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_web

TEMPLATE = "reporting/on_behalf.html"


@reporting.get("/meld/pa-vegne-av")
@needs(Right.REPORT)
def on_behalf() -> ResponseReturnValue:
    """The empty form."""
    return _shown(_page(ConcernPage.empty(new_key())))


@reporting.post("/meld/pa-vegne-av")
@needs(Right.REPORT)
def report_on_behalf() -> ResponseReturnValue:
    """Record what somebody told."""
    page = _page(ConcernPage.sent(key_of(request.form)))
    if page.only_looking:
        return _shown(page)
    reading = Reading(request.form)
    if page.school is None:
        reading.wrong("school", "report.problem.no_school")
    teller, described = _teller(reading, page)
    reading.problems.extend(page.files.problems)
    report = read_concern(reading, tuple(hit.id for hit in page.chosen), the_web().clock())
    if page.school is None or reading.problems:
        return _shown(page, reading), HTTPStatus.UNPROCESSABLE_ENTITY
    sender = Sender(
        person=current_person().id,
        school=page.school.orgnr,
        principal=principal_of(page.school.orgnr),
        channel=Channel.ORAL,
        on_behalf_of=teller,
        described=described,
    )
    try:
        record(*entries_of(report, sender, page.key, page.files_for), idempotency_key=page.key)
    except NotRecorded as problem:
        return not_recorded(page, problem)
    streams = [stream_of(page.key, pupil) for pupil in report.pupils or (None,)]
    return redirect(url_for("reporting.receipt", melding=streams), code=303)


def _page(page: ConcernPage) -> ConcernPage:
    if not reports_for_others():
        abort(403)
    page.template = TEMPLATE
    return page


def _shown(page: ConcernPage, reading: Reading | None = None) -> str:
    staff = staff_options(page.school.orgnr) if page.school else []
    return page.show(reading.problems if reading else (), staff=staff)


def _teller(reading: Reading, page: ConcernPage) -> tuple[UUID | None, str | None]:
    """Who told it: somebody registered at the school, or a person described by name and work."""
    person = staff_person(reading, page.school.orgnr, "teller") if page.school else None
    described = reading.line("teller_described")
    if person is None and described is None:
        reading.wrong("teller", "report.problem.no_teller")
    return person or id_from(page.key, "teller"), described
