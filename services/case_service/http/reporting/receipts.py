"""What a reporter sees afterwards: that it was received, by whom and when, and nothing more (domain report § 5.2, melder)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from flask import abort, render_template, request

from events.base import Stream
from events.concern import OwnerAcknowledged, PrincipalAcknowledged
from services.case_service.http.case_access import open_matter
from services.case_service.http.persons import current_person
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from texts.case_number import case_number

MOST: Final = 10
"""Receipts on one page: as many as a report has pupils."""


class ReceiptLine(msgspec.Struct, frozen=True, kw_only=True):
    """One report as its reporter sees it."""

    number: str
    stream: Stream
    sent_at: datetime
    school: str
    received_at: datetime | None
    received_by: str | None


@reporting.get("/meld/kvittering")
@needs(Right.REPORT)
def receipt() -> str:
    """The receipt of what was just sent. Only the reporter's own opens; any other is as if it did not exist."""
    rows = [open_matter(_id(written), Action.SEE_RECEIPT).row for written in request.args.getlist("melding")[:MOST]]
    if not rows:
        abort(404)
    return render_template(
        "reporting/receipt.html", lines=[line_of(row) for row in rows], physical=bool(request.args.get("inngrep"))
    )


@reporting.get("/mine-meldinger")
@needs(Right.REPORT)
def mine() -> str:
    """Everything the person has reported, the newest first."""
    rows = the_desk().read_model.reported_by(current_person().id)
    lines = sorted((line_of(row) for row in rows), key=lambda line: line.sent_at, reverse=True)
    return render_template("reporting/mine.html", lines=lines)


def line_of(row: MatterRow) -> ReceiptLine:
    """What is told of a matter. Read from its events, but no more than this leaves the function."""
    desk = the_desk()
    events = desk.store.read(row.stream_id)
    sent = events[0].envelope
    answered = next((one for one in events if isinstance(one.event, PrincipalAcknowledged | OwnerAcknowledged)), None)
    school = desk.read_model.school(row.school) if row.school else None
    return ReceiptLine(
        number=case_number(row.stream_id),
        stream=row.stream,
        sent_at=sent.recorded_at,
        school=school.name if school else "",
        received_at=answered.envelope.occurred_at if answered else None,
        received_by=desk.names.staff(answered.envelope.actor.ref) if answered else None,
    )


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        abort(404)
