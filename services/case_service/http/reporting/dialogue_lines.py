"""A conversation with a reporter as lines, and how far the matter has come in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from events.concern import ConcernReceived, OwnerAcknowledged, PrincipalAcknowledged
from events.dialogue import MessageFromReporter, MessageToReporter
from events.envelope import Recorded
from events.heightened import HeightenedReportReceived, ObviousGroundlessnessAssessed
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow


class Standing(StrEnum):
    """How far it has come, as a child is told."""

    RECEIVED = "received"
    READ = "read"
    AT_WORK = "at_work"
    DONE = "done"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One message. ``by`` is the adult who wrote it; None: the reporter did."""

    at: datetime
    body: str
    by: str | None


def lines_of(recorded: Sequence[Recorded]) -> tuple[Line, ...]:
    """What the reporter told at first, and every message since, in order."""
    found = []
    for one in recorded:
        match one.event:
            case ConcernReceived(own_words=body) | HeightenedReportReceived(content=body) | MessageFromReporter(body=body):
                found.append(Line(at=one.envelope.recorded_at, body=body, by=None))
            case MessageToReporter(body=body, sent_by=adult):
                found.append(Line(at=one.envelope.recorded_at, body=body, by=the_desk().names.staff(adult)))
            case _:
                pass
    return tuple(found)


def standing_of(row: MatterRow, recorded: Sequence[Recorded]) -> Standing:
    """How far a matter has come. A concern that was joined to a case is at work; of the case itself nothing is told."""
    if row.joined_to is not None:
        return Standing.AT_WORK
    if row.closed_at is not None:
        return Standing.DONE
    seen = PrincipalAcknowledged | OwnerAcknowledged | ObviousGroundlessnessAssessed | MessageToReporter
    if row.opened_at is not None or any(_is_work(one) for one in recorded):
        return Standing.AT_WORK
    return Standing.READ if any(isinstance(one.event, seen) for one in recorded) else Standing.RECEIVED


def _is_work(one: Recorded) -> bool:
    return one.topic in {"case.InvestigationPlanned", "case.ConversationHeld", "case.PupilHeard", "case.MeasureAdded"}
