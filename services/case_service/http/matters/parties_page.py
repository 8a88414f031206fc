"""The parties: the pupil with her role over time, guardians, those who work with it, and linked cases that the reader may see."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from flask import render_template

from events.concern import CaseLinked, CaseOpened, CaseSplit, PartyRoleChanged
from events.lists.people import PupilRole
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import address, page
from services.case_service.http.matters.dossier import Dossier, opened, stage_text
from services.case_service.http.matters.frame import framed
from services.case_service.http.matters.told import ToldEvent
from services.case_service.http.web import the_desk
from services.case_service.rights import Share
from texts import label
from texts.case_number import case_number


class RoleSince(msgspec.Struct, frozen=True, kw_only=True):
    """A role that a pupil has had from a moment on, and the event that says so."""

    pupil: str
    role: PupilRole
    since: datetime
    told: ToldEvent


class Adult(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who acts for the pupil, or works with the matter."""

    name: str
    what: str


class LinkedCase(msgspec.Struct, frozen=True, kw_only=True):
    """Another case that this one is linked to, and what its pupil is in this one."""

    url: str
    number: str
    pupil: str
    role: str
    stage: str


@page("/parter")
def parties(place: str, matter: UUID) -> str:
    """The parties of a matter."""
    dossier = opened(matter, place)
    return render_template(
        "matters/parties.html",
        **framed(dossier, "parties"),
        roles=_roles(dossier),
        guardians=_guardians(dossier),
        workers=_workers(dossier),
        linked_cases=_linked(dossier),
    )


def _roles(dossier: Dossier) -> tuple[RoleSince, ...]:
    return tuple(
        RoleSince(pupil=dossier.whom.pupil(event.pupil), role=event.pupil_role, since=one.recorded.envelope.occurred_at, told=one)
        for one in dossier.told.of(CaseOpened, PartyRoleChanged, CaseSplit)
        if isinstance(event := one.recorded.event, CaseOpened | PartyRoleChanged | CaseSplit)
    )


def _guardians(dossier: Dossier) -> tuple[Adult, ...]:
    """Shown to those who see all of the matter: whom a child lives with is nobody else's business."""
    if dossier.row.pupil is None or dossier.matter.decision.share is not Share.WHOLE:
        return ()
    found = the_desk().read_model.guardians_of(dossier.row.pupil)
    return tuple(
        Adult(name=dossier.whom.guardian(one.guardian), what=label(one.kind, current_language())) for one in found if one.verified
    )


def _workers(dossier: Dossier) -> tuple[Adult, ...]:
    row = dossier.row
    if dossier.matter.decision.share is not Share.WHOLE:
        people = [row.case_handler] if row.case_handler is not None else []
    else:
        people = list(dict.fromkeys([*([row.case_handler] if row.case_handler else []), *row.responsible]))
    known = the_desk().read_model
    found = []
    for person in people:
        staff = known.staff(person)
        if staff is None and person in row.subjects:
            continue
        roles = () if staff is None else [held.role for held in staff.roles if held.at_school in {row.school, None}]
        what = t("matter.case_handler") if person == row.case_handler else ""
        held = ", ".join(dict.fromkeys(label(role, current_language()) for role in roles))
        found.append(Adult(name=dossier.whom.anybody(person), what=", ".join(part for part in (what, held) if part)))
    return tuple(found)


def _linked(dossier: Dossier) -> tuple[LinkedCase, ...]:
    roles = {
        event.other_case: event.other_pupil_role
        for one in dossier.told.of(CaseLinked)
        if isinstance(event := one.recorded.event, CaseLinked)
    }
    return tuple(
        LinkedCase(
            url=address(row),
            number=case_number(row.stream_id),
            pupil="" if row.pupil is None else dossier.whom.pupil(row.pupil),
            role="" if (role := roles.get(row.stream_id)) is None else label(role, current_language()),
            stage=stage_text(row),
        )
        for row in dossier.matter.linked
    )
