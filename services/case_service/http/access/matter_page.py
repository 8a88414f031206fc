"""The page on which a leader sees and decides who may see a matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask import render_template

from events.lists.access import DenialGround
from services.case_service.http.access.blueprint import access
from services.case_service.http.access.levels import Level
from services.case_service.http.access.openers import (
    colleagues,
    may_change_what_the_owner_decided,
    openers,
    those_to_shut_out,
    today_in_norway,
)
from services.case_service.http.access.told import Told, told
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.languages import t
from services.case_service.http.recording import FormProblem, new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import StaffRow
from services.case_service.rights import Action
from services.case_service.streams import access_stream
from texts.case_number import case_number


@access.get("/saker/<uuid:matter>/tilgang")
@needs(Right.SIGNED_IN)
def show(matter: UUID) -> str:
    """Who can open the matter and why, what was given and denied, and the forms to change it."""
    return page(open_matter(matter, Action.GRANT))


def page(
    matter: Matter, *, form: str = "", written: Mapping[str, str] | None = None, problems: tuple[FormProblem, ...] = ()
) -> str:
    """The page, with the problems of one of its ``form``s and what was written in it."""
    desk, row = the_desk(), matter.row
    known = told(desk.store.read(access_stream(row.stream_id)))
    today = today_in_norway()
    return render_template(
        "access/matter.html",
        matter=matter,
        number=row.stream_id,
        called=case_number(row.stream_id),
        openers=openers(row),
        given=[one for one in known.given if one.holds_on(today)],
        earlier=[one for one in known.given if not one.holds_on(today)],
        shut=known.shut,
        taken=known.taken,
        sees_reasons=matter.may(Action.SEE_CONTENT),
        people=_people(colleagues(matter.row)),
        those_to_shut_out=_people(those_to_shut_out(matter)),
        guardians=_guardians(matter),
        owners_level=may_change_what_the_owner_decided(),
        levels=[level for level in Level if level is not Level.RELEASE],
        grounds=tuple(DenialGround),
        names=_names(matter, known),
        form=form,
        written=written or {},
        problems=problems,
        key=new_key(),
    )


def _people(rows: Iterable[StaffRow]) -> list[tuple[str, str]]:
    names = the_desk().names
    found = [(str(one.person), names.staff(one.person) or t("access.unknown_name")) for one in rows]
    return sorted(found, key=lambda choice: choice[1])


def _guardians(matter: Matter) -> list[tuple[str, str]]:
    """Those to whom content can be released; none when the reader sees no content herself."""
    pupil = matter.row.pupil
    if pupil is None or not matter.may(Action.SEE_CONTENT):
        return []
    return [(str(one), the_desk().names.guardian(pupil, one)) for one in verified_guardians(matter)]


def verified_guardians(matter: Matter) -> frozenset[UUID]:
    """Those who act for the matter's pupil on a verified basis."""
    pupil = matter.row.pupil
    rows = the_desk().read_model.guardians_of(pupil) if pupil is not None else ()
    return frozenset(one.guardian for one in rows if one.verified)


def _names(matter: Matter, known: Told) -> dict[UUID, str]:
    """The names of everybody on the page; a guardian's where a guardian was given access."""
    desk, pupil = the_desk(), matter.row.pupil
    guardians = {one.guardian for one in desk.read_model.guardians_of(pupil)} if pupil is not None else set()
    people = {one.person for one in known.given} | {one.person for one in known.shut} | {one.person for one in known.taken}
    people |= {one.by for one in known.given} | {one.by for one in known.shut}
    found = {
        one: desk.names.guardian(pupil, one) if pupil is not None and one in guardians else desk.names.staff(one) for one in people
    }
    return {one: name or t("access.unknown_name") for one, name in found.items()}
