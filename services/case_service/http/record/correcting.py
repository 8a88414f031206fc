"""Putting right what stands wrong in an event, and setting a disagreement beside it; the event stays (arkivforskrifta § 11)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue

from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.record.asking import require_recordable
from services.case_service.http.record.blueprint import record_pages
from services.case_service.http.record.form import show_empty, take_in
from services.case_service.http.record.places import MATTER
from services.case_service.http.rights import Right, needs
from services.case_service.rights import Action

CORRECTED: Final = "access.InformationCorrected"
DISAGREED: Final = "access.DisagreementRegistered"
EVENT: Final = f"{MATTER}/hendelser/<uuid:event>"


@record_pages.get(f"{EVENT}/rett")
@needs(Right.SIGNED_IN)
def correct(matter: UUID, event: UUID) -> ResponseReturnValue:
    """The form that puts an event right."""
    return show_empty(_opened(matter, event, CORRECTED), CORRECTED, {"corrected_event": str(event)})


@record_pages.post(f"{EVENT}/rett")
@needs(Right.SIGNED_IN)
def record_correction(matter: UUID, event: UUID) -> ResponseReturnValue:
    """Record the right information; the envelope says which event it corrects."""
    return take_in(_opened(matter, event, CORRECTED), CORRECTED, {"corrected_event": str(event)}, corrects=event)


@record_pages.get(f"{EVENT}/uenig")
@needs(Right.SIGNED_IN)
def disagree(matter: UUID, event: UUID) -> ResponseReturnValue:
    """The form for somebody who sees it otherwise."""
    return show_empty(_opened(matter, event, DISAGREED), DISAGREED, {"about_event": str(event)})


@record_pages.post(f"{EVENT}/uenig")
@needs(Right.SIGNED_IN)
def record_disagreement(matter: UUID, event: UUID) -> ResponseReturnValue:
    """Set the disagreement beside the event."""
    return take_in(_opened(matter, event, DISAGREED), DISAGREED, {"about_event": str(event)})


def _opened(matter: UUID, event: UUID, topic: str) -> Matter:
    """The matter; 404 for an event that she is not shown."""
    opened = open_matter(matter, Action.RECORD)
    require_recordable(opened, topic)
    if event not in {one.envelope.event_id for one in opened.recorded}:
        abort(404)
    return opened
