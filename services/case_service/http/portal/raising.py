"""/foresatt/si-fra: a guardian or a pupil who is logged in tells the school, and may raise it with the principal (§ 12-6)."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from events.base import Stream
from events.concern import ConcernReceived, RaisedWithPrincipal
from events.lists.concern import Arena, Channel, Concern
from events.lists.people import Reporter
from services.case_service.domain.case.commands import RaiseWithPrincipal, ReceiveConcern
from services.case_service.http.case_access import open_matter
from services.case_service.http.languages import t
from services.case_service.http.persons import current_person
from services.case_service.http.portal.blueprint import portal
from services.case_service.http.portal.family import Child, own_children
from services.case_service.http.portal.home import report_of
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import Entry, id_from, key_of, new_key, record
from services.case_service.http.reporting.flooding import Counted, Limit, reports_from_here
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.schools import principal_of
from services.case_service.http.reporting.told import PLACES
from services.case_service.http.reporting.too_many import count, let_in_or_ask_to_wait
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.rights import Action, Kind


@portal.get("/foresatt/si-fra")
@needs(Right.FAMILY)
def tell() -> ResponseReturnValue:
    """The empty form; ``?barn=`` is the child it is about."""
    return _shown(new_key(), MultiDict({"child": request.args.get("barn", ""), "raise": "1"}))


@portal.post("/foresatt/si-fra")
@needs(Right.FAMILY)
def send() -> ResponseReturnValue:
    """Record it, and show from when it may be taken to Statsforvalteren."""
    key, reading, children = key_of(request.form), Reading(request.form), own_children()
    child = _chosen(children, request.form.get("child", ""))
    if child is None or child.orgnr is None:
        reading.wrong("child", "portal.problem.no_child")
    words = reading.required_text("words", "tell.problem.no_words")
    where = reading.choices("where", Arena)
    if child is None or child.orgnr is None or reading.problems:
        return _shown(key, request.form, reading), HTTPStatus.UNPROCESSABLE_ENTITY
    limits = _limits(current_person().id, child.orgnr)
    let_in_or_ask_to_wait(limits)
    reporter = Reporter.PUPIL if current_person().kind is Kind.PUPIL else Reporter.GUARDIAN
    concern = ConcernReceived(
        reporter=reporter,
        concern=Concern.UNSAFE_WITHOUT_KNOWN_CAUSE,
        arenas=where,
        asks_for_measures=True if request.form.get("raise") else None,
        own_words=words,
    )
    commands: list[ReceiveConcern | RaiseWithPrincipal] = [ReceiveConcern(fact=concern)]
    if request.form.get("raise"):
        raised = RaisedWithPrincipal(raised_by=reporter, principal=principal_of(child.orgnr))
        commands.append(RaiseWithPrincipal(fact=raised))
    stream = id_from(key, "told")
    entries = [
        Entry(
            stream=Stream.CASE,
            stream_id=stream,
            school=child.orgnr,
            command=command,
            channel=Channel.REPORT_BUTTON,
            persons=(child.id,),
            correlation_id=id_from(key, "report"),
        )
        for command in commands
    ]
    try:
        receipts = record(*entries, idempotency_key=key)
    except NotRecorded as problem:
        reading.problems.extend(problem.problems)
        return _shown(new_key(), request.form, reading), problem.status
    if not receipts[0].repeated:
        count(limits)
    return redirect(url_for("portal.receipt", report=stream), code=303)


@portal.get("/foresatt/kvittering/<uuid:report>")
@needs(Right.FAMILY)
def receipt(report: UUID) -> ResponseReturnValue:
    """That it arrived, and from when it may be taken further. The reporter's own alone."""
    own_children()
    if report not in {row.stream_id for row in the_desk().read_model.reported_by(current_person().id)}:
        open_matter(report, Action.SEE_RECEIPT)  # who has no right gets the answer that she would get anywhere
    recorded = the_desk().store.read(report)
    if not recorded:
        abort(HTTPStatus.NOT_FOUND)
    return render_template("portal/receipt.html", report=report_of(recorded))


def _limits(person: UUID, school: str) -> tuple[Limit, ...]:
    own = tuple(limit for limit in reports_from_here(school) if limit.whom == f"school {school}")
    return (*own, *(Limit(Counted.REPORT, f"person {person}", limit.times, limit.window) for limit in reports_from_here(None)))


def _chosen(children: tuple[Child, ...], written: str) -> Child | None:
    """The child that a form names, or the only one. 404 for a pupil who is none of hers."""
    if not written:
        return children[0] if len(children) == 1 else None
    found = next((child for child in children if str(child.id) == written), None)
    return found if found is not None else abort(HTTPStatus.NOT_FOUND)


def _shown(key: str, form: MultiDict[str, str], reading: Reading | None = None) -> str:
    problems = reading.problems if reading else []
    return render_template(
        "portal/tell.html",
        key=key,
        form=form,
        is_pupil=current_person().kind is Kind.PUPIL,
        children=[(str(child.id), child.name) for child in own_children()],
        places=[(one.value, t(f"tell.place.{one.value}")) for one in PLACES],
        problems=[(problem.field, problem.message) for problem in problems],
        wrong={problem.field: problem.message for problem in problems},
    )
