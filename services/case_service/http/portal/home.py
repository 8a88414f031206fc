"""/foresatt: the own children, what is under way for each, and what was told to the school."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from flask import render_template
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.concern import PrincipalAcknowledged, RaisedWithPrincipal
from events.envelope import Recorded
from services.case_service.http.case_access import visible
from services.case_service.http.persons import current_person
from services.case_service.http.portal.blueprint import portal
from services.case_service.http.portal.family import Child, own_children, statsforvalter_from
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from services.compliance.calendar import local_day
from texts.case_number import case_number

SHOWN = (Stream.CASE, Stream.PHYSICAL_INTERVENTION)
"""What a family is shown in the list. A heightened case is told of by people, not by a list."""


class OwnMatter(msgspec.Struct, frozen=True, kw_only=True):
    """A matter of the own child."""

    stream_id: UUID
    number: str
    stream: Stream
    standing: str
    since: datetime


class OwnReport(msgspec.Struct, frozen=True, kw_only=True):
    """Something that this person told the school. ``statsforvalter_from``: None when it was not raised with the principal."""

    number: str
    sent_at: datetime
    received_at: datetime | None
    statsforvalter_from: date | None


@portal.get("/foresatt")
@needs(Right.FAMILY)
def home() -> ResponseReturnValue:
    """The start page of the family."""
    children = own_children()
    return render_template(
        "portal/home.html",
        children=[(child, _matters(child)) for child in children],
        reports=_reports(),
        is_pupil=len(children) == 1 and children[0].id == current_person().id,
    )


def is_told_of(row: MatterRow) -> bool:
    """Whether the family is told that there is such a matter: from when a case was opened for the child, not before.

    What a teacher reported is the school's to look into first; what a child told alone is not for its guardians to find here.
    """
    return row.stream is not Stream.CASE or (row.opened_at is not None and row.joined_to is None)


def standing(row: MatterRow) -> str:
    """How far a matter has come, in the family's words: a key under ``portal.standing.``."""
    if row.stream is Stream.PHYSICAL_INTERVENTION:
        return "written_down"
    if row.closed_at is not None:
        return "closed"
    if row.stage in {"with_measures", "under_evaluation", "in_follow_up"}:
        return row.stage
    return "at_work" if row.opened_at is not None else "received"


def _matters(child: Child) -> list[OwnMatter]:
    rows = the_desk().read_model.matters(pupil=child.id, streams=SHOWN).rows
    return [
        OwnMatter(
            stream_id=row.stream_id,
            number=case_number(row.stream_id),
            stream=row.stream,
            standing=standing(row),
            since=row.opened_at or row.started_at,
        )
        for row in visible(filter(is_told_of, rows), Action.SEE_STATUS)
    ]


def _reports() -> list[OwnReport]:
    rows = the_desk().read_model.reported_by(current_person().id)
    known = (the_desk().store.readable(row.stream_id).events for row in rows)
    return [report_of(recorded) for recorded in known if recorded]


def report_of(recorded: tuple[Recorded, ...]) -> OwnReport:
    """What its own reporter is told of a report."""
    raised = next((one for one in recorded if isinstance(one.event, RaisedWithPrincipal)), None)
    received = next((one for one in recorded if isinstance(one.event, PrincipalAcknowledged)), None)
    return OwnReport(
        number=case_number(recorded[0].stream_id),
        sent_at=recorded[0].envelope.recorded_at,
        received_at=received.envelope.occurred_at if received else None,
        statsforvalter_from=statsforvalter_from(local_day(raised.envelope.occurred_at)) if raised else None,
    )
