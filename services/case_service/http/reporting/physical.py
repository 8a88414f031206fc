"""Writing down a physical intervention against a pupil (opplæringslova § 13-5): what happened, was done, and the pupil says."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.intervention import InterventionReportedToPrincipal, PhysicalInterventionRecorded
from events.lists.concern import Arena, Channel
from events.lists.decisions import InterventionCondition
from services.case_service.domain.intervention.commands import RecordPhysicalIntervention, ReportInterventionToPrincipal
from services.case_service.http.moments import MomentProblem, When, now_when, read_when
from services.case_service.http.persons import current_person
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import Entry, id_from, key_of, new_key, record
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.choices import options
from services.case_service.http.reporting.concern import require_staff
from services.case_service.http.reporting.concern_page import ConcernPage
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.schools import principal_of
from services.case_service.http.reporting.staff_choice import staff_options, staff_person
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_web

TEMPLATE = "reporting/physical.html"


@reporting.get("/meld/fysisk-inngrep")
@needs(Right.REPORT)
def physical_form() -> ResponseReturnValue:
    """The empty form."""
    require_staff()
    return _shown(ConcernPage.empty(new_key()))


@reporting.post("/meld/fysisk-inngrep")
@needs(Right.REPORT)
def record_physical() -> ResponseReturnValue:
    """Record it, and that the principal was told by it."""
    require_staff()
    page = ConcernPage.sent(key_of(request.form))
    if page.only_looking:
        return _shown(page)
    reading = Reading(request.form)
    if page.school is None:
        reading.wrong("school", "report.problem.no_school")
        return _shown(page, reading.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    reading.problems.extend(page.files.problems)
    fact, when = _read(reading, page, page.school.orgnr)
    if reading.problems:
        return _shown(page, reading.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    stream = id_from(page.key, "intervention")
    entry = Entry(
        stream=Stream.PHYSICAL_INTERVENTION,
        stream_id=stream,
        school=page.school.orgnr,
        command=RecordPhysicalIntervention(fact=fact),
        when=when,
        channel=Channel.FORM,
        persons=(fact.pupil,),
        correlation_id=id_from(page.key, "report"),
        attachments=page.files_for(stream),
    )
    entries = [entry]
    if (principal := principal_of(page.school.orgnr)) is not None:
        told = ReportInterventionToPrincipal(fact=InterventionReportedToPrincipal(principal=principal))
        entries.append(
            Entry(
                stream=entry.stream,
                stream_id=stream,
                school=entry.school,
                command=told,
                channel=Channel.FORM,
                persons=entry.persons,
                correlation_id=entry.correlation_id,
            )
        )
    try:
        record(*entries, idempotency_key=page.key)
    except NotRecorded as problem:
        return _shown(page, problem.problems), problem.status
    return redirect(url_for("reporting.receipt", melding=stream), code=303)


def _read(reading: Reading, page: ConcernPage, school: str) -> tuple[PhysicalInterventionRecorded, When]:
    person, now = current_person(), the_web().clock()
    if len(page.chosen) != 1:
        reading.wrong("wanted", "report.problem.one_pupil" if page.chosen else "report.problem.no_registered_pupil")
    when = now_when(now)
    if reading.form.get("when") == "earlier":
        try:
            when = read_when(reading.form, now)
        except MomentProblem as problem:
            reading.wrong_moment(problem)
        if when.occurred_at > now:
            reading.wrong("occurred_on", "report.problem.not_yet")
    conditions = reading.choices("conditions", InterventionCondition)
    if not conditions:
        reading.wrong("conditions", "report.problem.no_condition")
    employee = staff_person(reading, school, "employee") or person.id
    fact = PhysicalInterventionRecorded(
        pupil=page.chosen[0].id if page.chosen else UUID(int=0),
        employee=employee,
        witnesses=_witnesses(reading, school, employee),
        arena=reading.choice("arena", Arena, Arena.SCHOOL),
        conditions=conditions,
        milder_means_tried=reading.form.get("milder_means_tried") == "yes",
        repeated=reading.ticked("repeated"),
        particularly_serious=reading.ticked("particularly_serious"),
        what_happened=reading.required_text("what_happened", "report.problem.no_words"),
        intervention=reading.required_text("intervention", "report.problem.no_intervention"),
        pupils_view=reading.text("pupils_view"),
    )
    if reading.form.get("milder_means_tried") not in {"yes", "no"}:
        reading.wrong("milder_means_tried", "report.problem.milder_means")
    return fact, when


def _witnesses(reading: Reading, school: str, employee: UUID) -> tuple[UUID, ...]:
    working = {value: UUID(value) for value, _ in staff_options(school)}
    written = [one for one in reading.form.getlist("witnesses") if one]
    if not set(written) <= set(working):
        reading.wrong("witnesses", "report.problem.choose")
    return tuple(dict.fromkeys(working[one] for one in written if one in working and working[one] != employee))


def _shown(page: ConcernPage, problems: Sequence[FormProblem] = ()) -> str:
    page.template = TEMPLATE
    staff = staff_options(page.school.orgnr) if page.school else []
    return page.show(problems, staff=staff, conditions=options(InterventionCondition), me=str(current_person().id))
