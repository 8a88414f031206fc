"""/foresatt/saker/<id>: the own child's matter: how far it has come, the plan, and the letters (domain report § 5.2)."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from events.concern import RaisedWithPrincipal, ReceiptLetterSent
from events.documents import LetterSent
from events.envelope import Recorded
from events.plan import MeasureAdded, MeasureEvaluated
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.portal.blueprint import portal
from services.case_service.http.portal.family import own_children, statsforvalter_from
from services.case_service.http.portal.home import is_told_of, standing
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.rights import Action
from services.compliance.calendar import local_day
from texts.case_number import case_number


@portal.get("/foresatt/saker/<uuid:stream>")
@needs(Right.FAMILY)
def matter(stream: UUID) -> ResponseReturnValue:
    """Status to all of the family; plan and letters to those who may read them (from fifteen the pupil decides)."""
    own_children()
    seen = open_matter(stream, Action.SEE_STATUS)
    if not is_told_of(seen.row):
        abort(HTTPStatus.NOT_FOUND)
    reads = seen.may(Action.SEE_PLAN)
    opened = open_matter(stream, Action.SEE_PLAN) if reads and seen.recorded else seen
    recorded = opened.recorded if reads else ()
    return render_template(
        "portal/matter.html",
        row=seen.row,
        number=case_number(stream),
        standing=standing(seen.row),
        child=seen.pupil_name(seen.row.pupil) if seen.row.pupil else "",
        reads=reads,
        matter=seen,
        measures=_measures(recorded, opened),
        letters=[one for one in recorded if isinstance(one.event, ReceiptLetterSent | LetterSent)],
        statsforvalter_from=_statsforvalter_from(stream),
    )


def _measures(recorded: tuple[Recorded, ...], matter: Matter) -> list[dict[str, object]]:
    """The measures with who carries them out, when, and how the last evaluation went."""
    names = the_desk().names
    found: dict[UUID, dict[str, object]] = {}
    for one in recorded:
        match one.event:
            case MeasureAdded() as added:
                found[added.measure] = {
                    "title": matter.text(added.title),
                    "description": matter.text(added.description or ""),
                    "executor": names.staff(added.executor) if added.executor else "",
                    "from_date": added.from_date,
                    "evaluate_on": added.evaluate_on,
                    "evaluated": None,
                }
                if added.replaces is not None:
                    found.pop(added.replaces, None)
            case MeasureEvaluated() as evaluated if evaluated.measure in found:
                found[evaluated.measure]["evaluated"] = evaluated.effect
            case _:
                pass
    return list(found.values())


def _statsforvalter_from(stream: UUID) -> object:
    raised = [one for one in the_desk().store.facts(stream) if isinstance(one.event, RaisedWithPrincipal)]
    return statsforvalter_from(local_day(raised[0].envelope.occurred_at)) if raised else None
