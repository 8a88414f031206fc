"""/skjerpet/<id>: a matter in which an adult at the school is suspected, for whoever leads it (opplæringslova § 12-5)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.heightened import HeightenedCaseConcluded, HeightenedReportReceived, ObviousGroundlessnessAssessed
from events.lists.people import Suspected
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.steps import Asked, steps_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.rights import Action
from texts.case_number import case_number

ROUTINE: Final = (
    Asked("immediate", ("case.ImmediateMeasureTaken",), "Bærum, vedlegg 11:2"),
    Asked("groundless", ("heightened.ObviousGroundlessnessAssessed",), "§ 12-5 første ledd"),
    Asked("owner_told", ("heightened.OwnerNotifiedOfHeightenedReport",), "§ 12-5 første ledd"),
    Asked("excluded", ("heightened.AccusedExcluded",), "opplæringsforskrifta § 20-2"),
    Asked("employee_heard", ("heightened.EmployeeInformedAndHeard",), "Bærum og Øyer", 2),
    Asked("pupil_heard", ("case.PupilHeard",), "§ 10-2"),
    Asked("concluded", ("heightened.HeightenedCaseConcluded",), "§ 12-4 andre ledd"),
    Asked("plan", ("case.PlanAdopted",), "§ 12-4 tredje ledd"),
    Asked("personnel", ("heightened.PersonnelFileReferenced",), "Gjøvik/Kopperud, punkt 10"),
)
"""The routine, in the order in which a school works. The plan is for the pupil, also when no ground was found (Bærum)."""


@reporting.get("/skjerpet/<uuid:stream>")
@needs(Right.SIGNED_IN)
def heightened(stream: UUID) -> ResponseReturnValue:
    """The report, who leads, and what is done and not done."""
    matter = open_matter(stream, Action.SEE_CONTENT)
    if matter.row.stream is not Stream.HEIGHTENED_CASE:
        abort(404)
    names = the_desk().names
    reports = [one for one in matter.recorded if isinstance(one.event, HeightenedReportReceived)]
    first = reports[0].event if reports else None
    suspected = first.suspected_person if isinstance(first, HeightenedReportReceived) else None
    return render_template(
        "reporting/heightened.html",
        row=matter.row,
        number=case_number(stream),
        reports=reports,
        pupil=matter.pupil_name(matter.row.pupil) if matter.row.pupil and _is_registered(matter.row.pupil) else None,
        suspected=names.staff(suspected) if suspected and the_desk().read_model.staff(suspected) else None,
        leader=matter.row.suspected is Suspected.LEADER,
        steps=steps_of(matter, ROUTINE, "/skjerpet", needless=_needless(matter)),
        has_code=matter.row.reporter_code is not None,
    )


def _is_registered(pupil: UUID) -> bool:
    return the_desk().read_model.pupil(pupil) is not None


def _needless(matter: Matter) -> frozenset[str]:
    """What this matter does not call for: who is suspected, and what was found, decide it."""
    needless: set[str] = set()
    if matter.row.suspected is Suspected.LEADER:
        needless |= {"owner_told", "groundless"}
    for one in matter.recorded:
        match one.event:
            case ObviousGroundlessnessAssessed(obviously_groundless=True):
                needless |= {"owner_told", "employee_heard", "personnel"}
            case HeightenedCaseConcluded(pupil_is_safe=True):
                needless |= {"plan"}
            case _:
                pass
    return frozenset(needless)
