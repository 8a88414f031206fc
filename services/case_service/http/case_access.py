"""The one way to a matter: who may not see it gets the answer that she would get if it did not exist; who reads it is logged.

A refusal asks the same questions of the read model whether the matter exists or not, so that its time tells nothing either.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from functools import partial
from http import HTTPStatus
from typing import Never
from uuid import UUID

from flask import abort, make_response, redirect, render_template, request, url_for

from events.base import Stream
from events.local_time import OSLO
from services.case_service.http.ages import is_fifteen
from services.case_service.http.guard import wants_page
from services.case_service.http.languages import t
from services.case_service.http.matter import Ground, Matter
from services.case_service.http.persons import current_person
from services.case_service.http.problem_details import asks_api, problem_response
from services.case_service.http.signing_in.demanding import require_second_factor, require_step_up
from services.case_service.http.unusual_reading import watch_reading
from services.case_service.http.web import the_desk, the_web
from services.case_service.read_model import MatterRow
from services.case_service.reading_log import Reading, log_reading
from services.case_service.rights import (
    READS_CONTENT,
    Access,
    Action,
    Decision,
    Denial,
    Emergency,
    Grant,
    Kind,
    Person,
    Reason,
    Share,
    Subject,
    may,
)

__all__ = ["Matter", "current_person", "decision_of", "decision_on", "may_open", "open_matter", "visible"]

NOBODYS = UUID(int=0)
NO_MATTER = Subject(stream=Stream.CASE, stream_id=NOBODYS, school=None)
"""What is decided on when there is no such matter: no ground of any role holds for it."""

log = logging.getLogger(__name__)


def open_matter(
    stream_id: UUID, action: Action, *, events: Collection[UUID] | Callable[[Matter], Collection[UUID]] | None = None
) -> Matter:
    """The matter, when the person who is logged in may do ``action`` with it.

    For an action that reads content one ContentRead is logged, with the ``events`` shown on the page (None: all that she may see;
    a function: what it picks of the matter as she sees it).
    Aborts 404 as if there were no such matter, 401 without a login, and sends to the second factor where that alone is missing.
    """
    person, at = current_person(), the_web().clock()
    row = the_desk().read_model.matter(stream_id)
    subject, access = _subject(row, stream_id), _access(stream_id, row.case_id if row is not None else None)
    decision = may(person, action, subject, access, at)
    if row is None or not decision.allowed:
        _refuse(stream_id, action, decision, offer=row is not None and may(person, Action.BREAK_GLASS, subject, access, at).allowed)
    ground = Ground(decide=partial(_decide, subject=subject, access=access), opens=may_open)
    matter = Matter(row=row, person=person, decision=decision, ground=ground)
    if action in READS_CONTENT:
        if decision.share is not Share.WHOLE and not matter.recorded:
            abort(404)
        _log(matter, events(matter) if callable(events) else events)
    return matter


def decision_on(row: MatterRow, action: Action) -> Decision:
    """What is decided for the person who is logged in. Logs nothing: for lists and buttons."""
    return _decide(action, subject=_subject(row, row.stream_id), access=_access(row.stream_id, row.case_id))


def decision_of(person: Person, row: MatterRow, action: Action) -> Decision:
    """What would be decided for somebody else, were she logged in as ``person`` says. Logs nothing."""
    return may(person, action, _subject(row, row.stream_id), _access(row.stream_id, row.case_id), the_web().clock())


def may_open(row: MatterRow, action: Action = Action.SEE_CONTENT) -> bool:
    """Whether a list links to the matter. A missing second factor is no hindrance: it is asked for on the way."""
    decision = decision_on(row, action)
    return decision.allowed or decision.why in {Reason.SECOND_FACTOR_MISSING, Reason.STEP_UP_MISSING}


def visible(rows: Iterable[MatterRow], action: Action = Action.SEE_STATUS) -> tuple[MatterRow, ...]:
    """The matters that the person who is logged in may know of."""
    return tuple(row for row in rows if may_open(row, action))


def _decide(action: Action, *, subject: Subject, access: Access) -> Decision:
    return may(current_person(), action, subject, access, the_web().clock())


def _refuse(stream_id: UUID, action: Action, decision: Decision, *, offer: bool) -> Never:
    log.warning("%s may not %s %s, or there is no such matter", current_person().id, action.value, stream_id)
    if decision.why is Reason.SECOND_FACTOR_MISSING:
        require_second_factor()
    if decision.why is Reason.STEP_UP_MISSING:
        require_step_up()
    if decision.why is Reason.NOT_TRAINED and asks_api():
        abort(
            problem_response(
                HTTPStatus.FORBIDDEN, title=t("access.not_trained.title"), detail=t("access.not_trained.text"), code="not_trained"
            )
        )
    if decision.why is Reason.NOT_TRAINED:
        abort(make_response(render_template("access/not_trained.html"), HTTPStatus.FORBIDDEN))
    if offer and action in READS_CONTENT and wants_page():
        abort(redirect(url_for("access.break_glass", matter=stream_id, next=request.full_path.rstrip("?")), code=303))
    abort(404)


def _subject(row: MatterRow | None, stream_id: UUID) -> Subject:
    """What is known of the matter. Whoever is suspected of offending the pupil is shut out of the pupil's other cases as well."""
    read_model, case = the_desk().read_model, _case_of(row)
    pupil = _pupil_of(row, case) or stream_id
    guardians = read_model.guardians_of(pupil)
    about_her = read_model.matters(pupil=pupil, streams=(Stream.HEIGHTENED_CASE,), open_only=True).rows
    suspected = frozenset(person for one in about_her for person in one.suspected_persons)
    may_hide_somebody = read_model.may_hide_somebody(row)
    if row is None:
        return NO_MATTER
    if case is not None:
        suspected |= frozenset(case.suspected_persons)
    return Subject(
        stream=row.stream,
        stream_id=row.stream_id,
        school=row.school,
        pupil=row.pupil,
        serious=bool(row.serious),
        owner_notified=row.owner_notified,
        suspected=row.suspected if case is None else case.suspected,
        suspected_persons=frozenset(row.suspected_persons) | suspected,
        case_handler=row.case_handler,
        assigned=frozenset(row.responsible),
        reported_by=frozenset(row.reported_by),
        guardians=frozenset(one.guardian for one in guardians),
        personnel_reference=row.personnel_reference,
        pupil_is_fifteen=_is_fifteen(row),
        may_hide_somebody=may_hide_somebody,
    )


def _case_of(row: MatterRow | None) -> MatterRow | None:
    """The case that another matter (an avvik, a survey) belongs to: whoever is shut out of the case is shut out of that too."""
    asked = the_desk().read_model.matter(row.case_id if row is not None else NOBODYS)
    return None if row is None or asked is None or asked.stream_id == row.stream_id else asked


def _pupil_of(row: MatterRow | None, case: MatterRow | None) -> UUID | None:
    return next((one.pupil for one in (row, case) if one is not None and one.pupil is not None), None)


def _is_fifteen(row: MatterRow) -> bool:
    """Whether the pupil is fifteen; asked for guardians alone, because only for them it matters."""
    if row.pupil is None or current_person().kind is not Kind.GUARDIAN:
        return False
    return is_fifteen(row.pupil, the_web().clock().astimezone(OSLO).date())


def _access(stream_id: UUID, case_id: UUID | None) -> Access:
    read_model = the_desk().read_model
    row, of = read_model.access(stream_id), case_id or NOBODYS
    denials = (*row.denials, *read_model.access(of).denials)
    return Access(
        grants=tuple(Grant(person=one.person, role=one.role, purpose=one.purpose, until=one.until) for one in row.grants),
        denials=tuple(Denial(person=one.person, ground=one.ground) for one in denials),
        emergencies=tuple(Emergency(person=one.person, until=one.until) for one in row.emergencies),
    )


def _log(matter: Matter, events: Collection[UUID] | None) -> None:
    desk, decision = the_desk(), matter.decision
    assert decision.role is not None  # noqa: S101 - whoever reads content acts in a role
    assert decision.purpose is not None  # noqa: S101 - and for a purpose
    if events is None:
        shown = () if decision.share is Share.WHOLE else tuple(one.envelope.event_id for one in matter.recorded)
    else:
        shown = tuple(events)
    reading = Reading(
        person=matter.person.id,
        role=decision.role,
        of_stream=matter.row.stream_id,
        up_to_version=matter.version,
        purpose=decision.purpose,
        events=shown,
        case_id=matter.row.case_id,
        school=matter.row.school,
    )
    log_reading(desk.store, reading, now=the_web().clock(), new_id=desk.new_id)
    watch_reading(matter.person, matter.row.stream_id)
