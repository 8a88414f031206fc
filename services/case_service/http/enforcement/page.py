"""The page of a case with Statsforvalteren: the next step and its date first, then everything from the request to the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Final
from uuid import UUID

import msgspec
from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from events.base import Stream
from services.case_service.forms.words import Unclear, read_date
from services.case_service.http.belonging import Elsewhere, found_in_the_case
from services.case_service.http.case_access import decision_on
from services.case_service.http.enforcement.course import (
    COMPLAINTS,
    FINES,
    MEETINGS,
    OWN_SECTIONS,
    REPORTS,
    Course,
    course_of,
)
from services.case_service.http.enforcement.reckoning import fines_of
from services.case_service.http.enforcement.steps import Step, gaps_of, steps_of
from services.case_service.http.enforcement.words import COLOURS, due_text, kroner
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import PLACES, address, event_address
from services.case_service.http.matters.dossier import Dossier, opened
from services.case_service.http.matters.frame import framed
from services.case_service.http.packages.blueprint import packages_address
from services.case_service.http.record.asking import is_recordable
from services.case_service.http.record.places import FOLDERS, case_with_statsforvalteren, form_page
from services.case_service.http.rights import Right, needs
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from services.compliance.calendar import local_day
from services.compliance.explain import day_text

ANY_PLACE: Final = ",".join(PLACES.values())

enforcement_pages = Blueprint("enforcement", __name__)

DAY: Final = "dag"
"""The day that is asked about, in the address."""

DECISION, FOLLOW_UP, CLOSED = OWN_SECTIONS


class ShownStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step in words, and where it is recorded; empty where the reader may not. ``package`` is where the answer is made."""

    title: str
    text: str
    when: str
    overdue: bool
    record: str
    package: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What shows that an item was carried out. A reader without access to the case is told that there is something."""

    text: str
    url: str


@enforcement_pages.get(f"/<any({ANY_PLACE}):place>/<uuid:matter>/statsforvalter")
@needs(Right.SIGNED_IN)
def show(place: str, matter: UUID) -> Response:
    """The page, as the case stood on the day that is asked for; from the pupil's case the way to it."""
    dossier = opened(matter, place)
    if dossier.row.stream is not Stream.ENFORCEMENT:
        return _from_the_case(dossier)
    if not dossier.whole:
        return redirect(address(dossier.row), code=303)
    today = local_day(dossier.now)
    on, problem = _asked_day(today)
    course = course_of(dossier.told.events, on)
    return make_response(
        render_template(
            "enforcement/course.html",
            **framed(dossier, "statsforvalter"),
            course=course,
            today=today,
            past=on < today,
            problem=problem,
            steps=_steps(dossier, course, may=on >= today),
            gaps=gaps_of(course),
            fines=fines_of(course),
            evidence=_evidence(dossier, course),
            forms=_forms(dossier) if on >= today else {},
            form=form_page,
            reports=course.of(*REPORTS),
            meetings=course.of(*MEETINGS),
            decisions=course.of(DECISION),
            follow_ups=course.of(FOLLOW_UP),
            fine_events=course.of(*FINES),
            complaints=course.of(*COMPLAINTS),
            closed=course.last(CLOSED),
            case=_pupils_case(dossier),
            waiting_in_case=sum(task.stream_id != dossier.row.stream_id for task in dossier.tasks),
            colours=COLOURS,
            kroner=kroner,
            due_text=lambda due: due_text(due, on),
        ),
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
    )


def _from_the_case(dossier: Dossier) -> Response:
    """One case with Statsforvalteren opens; of several one chooses; where there is none, whoever handles the case begins it."""
    found = dossier.belonging_of(Stream.ENFORCEMENT)
    if len(found) == 1:
        return redirect(case_with_statsforvalteren(found[0]), code=303)
    if dossier.row.stream not in {Stream.CASE, Stream.HEIGHTENED_CASE}:
        abort(404)
    folder = FOLDERS[dossier.row.stream]
    begins = dossier.matter.may(Action.HANDLE)
    return make_response(
        render_template(
            "enforcement/choose.html",
            **framed(dossier, "show"),
            found=found,
            begin=url_for("record.begin", folder=folder, matter=dossier.row.stream_id, kind="tilsyn") if begins else "",
        )
    )


def _pupils_case(dossier: Dossier) -> MatterRow | None:
    """The case that Statsforvalteren looks at, where she may open it."""
    return next((row for row in dossier.belonging if row.stream in {Stream.CASE, Stream.HEIGHTENED_CASE}), None)


def _asked_day(today: date) -> tuple[date, str]:
    """The day in the address, and what is wrong with it; today where nothing is said or it is no date."""
    written = request.args.get(DAY, "").strip()
    if not written:
        return today, ""
    try:
        return read_date(written), ""
    except Unclear as unclear:
        return today, t(unclear.key, **unclear.values)


def _steps(dossier: Dossier, course: Course, *, may: bool) -> tuple[ShownStep, ...]:
    return tuple(
        ShownStep(
            title=t(f"enforcement.step.{step.key}"),
            text=step.text,
            when=due_text(step.due_on, course.on),
            overdue=step.due_on is not None and step.due_on < course.on,
            record=_record(dossier, step) if may else "",
            package=_package(dossier, step.about) if may and step.field == "request" else "",
        )
        for step in steps_of(course)
    )


def _package(dossier: Dossier, asked: UUID | None) -> str:
    """Where the answer to a request is made, for those who may hand over the pupil's case; else empty."""
    case = _pupils_case(dossier)
    if case is None or asked is None or not any(decision_on(case, action).allowed for action in (Action.HANDLE, Action.DISCLOSE)):
        return ""
    return packages_address(case, "work", asked=asked)


def _record(dossier: Dossier, step: Step) -> str:
    if not is_recordable(dossier.matter, step.topic):
        return ""
    plain = form_page(dossier.row, step.topic)
    return f"{plain}?{step.field}={step.about}" if step.field else plain


def _forms(dossier: Dossier) -> Mapping[str, str]:
    """Where each fact of the case is recorded, for those that the reader may record."""
    topics = (
        "StatsforvalterRequestedInformation",
        "DeadlineExtensionRequested",
        "DeadlineExtended",
        "StatsforvalterMeetingHeld",
        "PupilHeardByStatsforvalter",
        "StatsforvalterDecisionReceived",
        "OrderItemIssued",
        "StatsforvalterFollowUpSent",
        "CoerciveFineWarned",
        "CoerciveFineImposed",
        "CoerciveFineReduced",
        "CoerciveFineStopped",
        "ComplaintToUdirLodged",
        "UdirDecided",
        "StatsforvalterRejected",
        "StatsforvalterCaseClosed",
    )
    named = {topic: f"enforcement.{topic}" for topic in topics}
    return {topic: form_page(dossier.row, full) for topic, full in named.items() if is_recordable(dossier.matter, full)}


def _evidence(dossier: Dossier, course: Course) -> Mapping[UUID, tuple[Evidence, ...]]:
    """For each item what shows that it was carried out: events of this case and of the pupil's."""
    wanted = {event for item in course.items for event in item.evidence}
    elsewhere = found_in_the_case(dossier.matter, {event for event in wanted if dossier.told.find(event) is None})
    return {item.key: tuple(_named(dossier, elsewhere, event) for event in item.evidence) for item in course.items}


def _named(dossier: Dossier, elsewhere: Mapping[UUID, Elsewhere], event: UUID) -> Evidence:
    own = dossier.told.find(event)
    if own is not None:
        return Evidence(text=f"{own.title}, {own.happened}", url=own.url)
    found = elsewhere.get(event)
    if found is None:
        return Evidence(text=t("enforcement.evidence.hidden"), url="")
    day = day_text(found.recorded.envelope.occurred_at, current_language())
    return Evidence(text=f"{t(f'event.{found.recorded.topic}')}, {day}", url=event_address(found.row, event))
