"""/eierinnboks: what schools have told the municipality of, and reports against a school's leadership, until they are acknowledged.

A report against a leader reaches nobody at the school: this is the only inbox that it stands in (§ 12-5 andre ledd).
"""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID

import msgspec
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.concern import OwnerAcknowledged
from events.lists.people import Suspected
from services.case_service.domain.matter.commands import AcknowledgeAsOwner
from services.case_service.http.case_access import may_open, open_matter
from services.case_service.http.languages import t
from services.case_service.http.persons import current_person
from services.case_service.http.problems import NotRecorded
from services.case_service.http.record.places import page_of
from services.case_service.http.recording import Entry, key_of, new_key, record
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.schools import today
from services.case_service.http.rights import SEES_ALL_SCHOOLS, Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from texts.case_number import case_number

KINDS: Final = {Stream.PHYSICAL_INTERVENTION: "intervention"}


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the inbox: no name and no content, only what it is and where it leads."""

    stream_id: UUID
    number: str
    kind: str
    school: str
    since: datetime
    url: str
    acknowledged: bool
    may_acknowledge: bool


@reporting.get("/eierinnboks")
@needs(Right.LEAD_FOR_OWNER)
def owner_inbox() -> ResponseReturnValue:
    """What waits for the municipality; what is not acknowledged stands first, the longest waiting on top."""
    _require_owner()
    rows = [row for row in the_desk().read_model.owners_inbox() if not _is_settled(row) and may_open(row)]
    notices = sorted((_notice(row) for row in rows), key=lambda one: (one.acknowledged, one.since))
    return render_template("reporting/owner_inbox.html", notices=notices, key=new_key())


@reporting.post("/eierinnboks/<uuid:stream>/mottatt")
@needs(Right.LEAD_FOR_OWNER)
def acknowledge_as_owner(stream: UUID) -> ResponseReturnValue:
    """Say that the municipality has received it."""
    _require_owner()
    matter = open_matter(stream, Action.RECORD)
    command = AcknowledgeAsOwner(fact=OwnerAcknowledged(acknowledged_by=matter.person.id))
    try:
        record(Entry.of(matter, command), idempotency_key=key_of(request.form), matter=matter)
    except NotRecorded as problem:
        flash(problem.problems[0].message, "danger")
    else:
        flash(t("owner.acknowledged"), "success")
    return redirect(url_for("reporting.owner_inbox"), code=303)


def _is_settled(row: MatterRow) -> bool:
    """An intervention has no closing of its own: it has left the inbox when the municipality has confirmed it."""
    return row.stream is Stream.PHYSICAL_INTERVENTION and row.owner_acknowledged


def _require_owner() -> None:
    held = current_person().roles_on(today())
    if not any(one.role in SEES_ALL_SCHOOLS for one in held):
        abort(HTTPStatus.FORBIDDEN)


def _notice(row: MatterRow) -> Notice:
    school = the_desk().read_model.school(row.school) if row.school else None
    heightened = row.stream is Stream.HEIGHTENED_CASE
    kind = "leader" if row.suspected is Suspected.LEADER else "employee" if heightened else KINDS.get(row.stream, "serious")
    return Notice(
        stream_id=row.stream_id,
        number=case_number(row.stream_id),
        kind=kind,
        school=school.name if school else "",
        since=row.first_known_at,
        url=page_of(row),
        acknowledged=row.owner_acknowledged,
        may_acknowledge=not row.owner_acknowledged,
    )
