"""One event, with everything that stands in it and around it."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, url_for

from services.case_service.http.case_access import open_matter
from services.case_service.http.matters.blueprint import at_home, page
from services.case_service.http.matters.dossier import Dossier
from services.case_service.http.matters.frame import framed
from services.case_service.http.record.asking import is_recordable
from services.case_service.http.record.places import folder_of
from services.case_service.rights import Action


@page("/hendelser/<uuid:event>")
def event(place: str, matter: UUID, event: UUID) -> str:
    """One event. Only it is logged as read."""
    found = open_matter(matter, Action.SEE_CONTENT, events=[event])
    if (elsewhere := at_home(found, place)) is not None:
        abort(elsewhere)
    dossier = Dossier(found)
    one = dossier.told.find(event)
    if one is None:
        abort(404)
    return render_template("matters/event.html", **framed(dossier, "event"), one=one, changes=_changes(dossier, event))


def _changes(dossier: Dossier, event: UUID) -> dict[str, str]:
    """Where the event is corrected, and where somebody disagrees with it."""
    matter = dossier.matter
    wanted = {"correct": "access.InformationCorrected", "disagree": "access.DisagreementRegistered"}
    return {
        name: url_for(f"record.{name}", folder=folder_of(matter.row), matter=matter.row.stream_id, event=event)
        for name, topic in wanted.items()
        if is_recordable(matter, topic)
    }
