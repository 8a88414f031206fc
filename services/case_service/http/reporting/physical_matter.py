"""/inngrep/<id>: a physical intervention that was written down, and who has been told (opplæringslova § 13-5)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.intervention import PhysicalInterventionRecorded
from services.case_service.http.case_access import open_matter
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.steps import Asked, steps_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.rights import Action
from texts.case_number import case_number

ROUTINE: Final = (
    Asked("principal", ("intervention.InterventionReportedToPrincipal",), "§ 13-5"),
    Asked("guardians", ("intervention.InterventionReportedToGuardians",), "§ 13-5"),
    Asked("municipality", ("intervention.InterventionReportedToMunicipality",), "§ 13-5"),
    Asked("debrief", ("intervention.DebriefHeld",), "§ 13-3"),
)


@reporting.get("/inngrep/<uuid:stream>")
@needs(Right.SIGNED_IN)
def physical(stream: UUID) -> ResponseReturnValue:
    """What was written down, and what is left to do."""
    matter = open_matter(stream, Action.SEE_CONTENT)
    if matter.row.stream is not Stream.PHYSICAL_INTERVENTION:
        abort(404)
    written = next((one for one in matter.recorded if isinstance(one.event, PhysicalInterventionRecorded)), None)
    if written is None or not isinstance(written.event, PhysicalInterventionRecorded):
        abort(404)
    fact, names = written.event, the_desk().names
    told_municipality = fact.repeated or fact.particularly_serious
    return render_template(
        "reporting/physical_matter.html",
        row=matter.row,
        matter=matter,
        number=case_number(stream),
        fact=fact,
        happened_at=written.envelope.occurred_at,
        pupil=matter.pupil_name(fact.pupil),
        employee=names.staff(fact.employee),
        witnesses=[names.staff(one) for one in fact.witnesses],
        steps=steps_of(matter, ROUTINE, "/inngrep", needless=frozenset() if told_municipality else frozenset({"municipality"})),
    )
