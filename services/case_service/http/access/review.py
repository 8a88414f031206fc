"""Looking at an access that was taken in an emergency: was it justified? Somebody else than the one who took it decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID

import msgspec
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.access import BreakGlassReviewed, BreakGlassUsed, ContentRead
from events.base import Stream
from events.envelope import Recorded
from events.lists.people import Role
from services.case_service.domain.access.commands import ReviewBreakGlass
from services.case_service.http.access.blueprint import access
from services.case_service.http.case_access import Matter, current_person, open_matter
from services.case_service.http.languages import t
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import Entry, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.reading_log import readings
from services.case_service.rights import Action
from services.case_service.streams import access_stream
from services.compliance.calendar import local_day
from texts.case_number import case_number

REVIEWERS = frozenset({Role.SCHOOL_OWNER, Role.DATA_PROTECTION_OFFICER})
"""Who answers for it, and who watches over it; an auditor looks on."""

LONGEST = 2000


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """An access that nobody has looked at yet, and how often the matter was read with it."""

    taken: BreakGlassUsed
    at: datetime
    read: int


@access.get("/saker/<uuid:matter>/nodtilgang/<uuid:person>")
@needs(Right.SEE_LOGS)
def review(matter: UUID, person: UUID) -> str:
    """What was taken, why, and what was read with it; and the form."""
    opened = _opened(matter, person)
    return _page(opened, _waiting(opened, person), new_key())


@access.post("/saker/<uuid:matter>/nodtilgang/<uuid:person>")
@needs(Right.SEE_LOGS)
def record_review(matter: UUID, person: UUID) -> ResponseReturnValue:
    """Record what the review came to."""
    opened, key, form = _opened(matter, person), key_of(request.form), request.form
    uses = _uses(opened, person)
    if not uses:
        abort(404)
    reason, justified = form.get("reason", "").strip(), form.get("justified", "")
    problems = [] if justified in {"yes", "no"} else [FormProblem(field="justified", message=t("access.review.problem.justified"))]
    if not 0 < len(reason) <= LONGEST:
        problems.append(FormProblem(field="reason", message=t("access.review.problem.reason", most=LONGEST)))
    if problems:
        return _page(opened, _waiting(opened, person), key, problems), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = BreakGlassReviewed(person=person, to_stream=matter, justified=justified == "yes", reason=reason)
    entry = Entry(
        stream=Stream.ACCESS,
        stream_id=access_stream(matter),
        command=ReviewBreakGlass(fact=fact),
        school=opened.row.school,
        case_id=opened.row.case_id,
    )
    try:
        record(entry, idempotency_key=key)
    except NotRecorded as refused:
        return _page(opened, _waiting(opened, person), key, refused.problems), refused.status
    flash(t("access.review.done"), "success")
    return redirect(url_for("access.watch"), code=303)


def _opened(matter: UUID, person: UUID) -> Matter:
    """The matter, for one who may review what ``person`` took; 404 as if there were nothing, 403 for the one who took it."""
    opened = open_matter(matter, Action.SEE_LOG)
    me, day = current_person(), local_day(the_desk().clock())
    if me.id == person or REVIEWERS.isdisjoint(me.roles_at(None, day)):
        abort(403)
    return opened


def _uses(matter: Matter, person: UUID) -> tuple[Recorded, ...]:
    recorded = the_desk().store.read(access_stream(matter.row.stream_id))
    return tuple(one for one in recorded if isinstance(one.event, BreakGlassUsed) and one.event.person == person)


def _waiting(matter: Matter, person: UUID) -> list[Use]:
    """What nobody has looked at; 404 when there is nothing."""
    recorded = the_desk().store.read(access_stream(matter.row.stream_id))
    reviewed = max(
        (one.version for one in recorded if isinstance(one.event, BreakGlassReviewed) and one.event.person == person), default=0
    )
    found = [one for one in _uses(matter, person) if one.version > reviewed]
    return [_use(matter, one) for one in found] or abort(404)


def _use(matter: Matter, one: Recorded) -> Use:
    taken, at = one.event, one.envelope.recorded_at
    assert isinstance(taken, BreakGlassUsed)  # noqa: S101 - chosen so above
    since, to = at.astimezone(UTC).date(), taken.until.astimezone(UTC).date()
    read = [
        each
        for each in readings(the_desk().store, matter.row.stream_id, since=since, to=to)
        if isinstance(each.event, ContentRead)
        and each.event.person == taken.person
        and at <= each.envelope.recorded_at <= taken.until
    ]
    return Use(taken=taken, at=at, read=len(read))


def _page(matter: Matter, uses: Sequence[Use], key: str, problems: Sequence[FormProblem] = ()) -> str:
    desk, row = the_desk(), matter.row
    school = desk.read_model.school(row.school) if row.school is not None else None
    return render_template(
        "access/review.html",
        called=case_number(row.stream_id),
        school=school.name if school is not None else "",
        name=desk.names.staff(uses[0].taken.person) or t("access.unknown_name"),
        uses=uses,
        log_url=url_for("access.log", matter=row.stream_id),
        problems=[(one.field, one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        written=request.form,
        longest=LONGEST,
        key=key,
    )
