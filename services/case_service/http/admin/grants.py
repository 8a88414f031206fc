"""/admin/tilganger: who has been given access to a matter, is shut out of one, or took it in an emergency, in all schools.

By person and by the matter's number: nothing of what a matter is about. Why somebody is shut out stands on the matter's own page,
for those who decide it there; a matter that the reader is shut out of herself is not on the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec
from flask import render_template, request, url_for

from events.lists.people import FAMILY
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.history import name_of, place_name
from services.case_service.http.admin.office import today
from services.case_service.http.case_access import current_person, decision_on
from services.case_service.http.identity import current_rights
from services.case_service.http.languages import current_language, t
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import AccessRow, MatterRow
from services.case_service.read_model.watching import Watched
from services.case_service.rights import SHUT_OUT, Action
from services.compliance.explain import day_text, moment_text
from texts import label
from texts.case_number import case_number

REVIEWS_SHOWN: Final = 50


class Sort(StrEnum):
    """What a line of the list is about."""

    GIVEN = "gitt"
    SHUT = "stengt"
    EMERGENCY = "nod"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody and a matter. ``url`` leads to where it is changed, for those who may."""

    sort: Sort
    person: UUID
    name: str
    number: str
    place: str
    detail: str
    until: str
    url: str


class Emergency(msgspec.Struct, frozen=True, kw_only=True):
    """Access that was taken in an emergency: who, when, and whether somebody has looked at it."""

    name: str
    number: str
    place: str
    when: str
    justified: bool | None
    url: str


@admin.get("/admin/tilganger")
@needs(Right.ADMINISTER)
def grants() -> str:
    """What holds today, with filters."""
    lines = sorted(_lines(), key=lambda one: (one.name.casefold(), one.number))
    which, who = request.args.get("vis", ""), request.args.get("hvem", "")
    return render_template(
        "admin/grants.html",
        lines=[one for one in lines if which in {"", one.sort.value} and who in {"", str(one.person)}],
        sorts=[(one.value, t(f"admin.grants.sort.{one.value}")) for one in Sort],
        people=sorted({(str(one.person), one.name) for one in lines}, key=lambda one: one[1].casefold()),
        which=which,
        who=who,
        emergencies=list(_emergencies()),
    )


def _lines() -> Iterator[Line]:
    model, day, now = the_desk().read_model, today(), the_desk().clock()
    for about, access in model.accesses().items():
        row = model.matter(about)
        if row is not None and not is_hidden(row):
            yield from _of_matter(row, access, day, now)


def is_hidden(row: MatterRow) -> bool:
    """Whether nothing of a matter is told: the reader is shut out of it, or it is a heightened one that she decides nothing on.

    That somebody is shut out of a heightened matter may say whom it is against.
    """
    if decision_on(row, Action.SEE_CONTENT).why in SHUT_OUT:
        return True
    return row.heightened and not decision_on(row, Action.SEE_LOG).allowed


def _of_matter(row: MatterRow, access: AccessRow, day: date, now: datetime) -> Iterator[Line]:
    decides = decision_on(row, Action.GRANT).allowed
    url = url_for("access.show", matter=row.stream_id) if decides else ""
    language, number, place = current_language(), case_number(row.stream_id), place_name(row.school)
    for given in access.grants:
        if given.until is None or day <= given.until:
            yield Line(
                sort=Sort.GIVEN,
                person=given.person,
                name=label(given.role, language).capitalize() if given.role in FAMILY else name_of(given.person),
                number=number,
                place=place,
                detail=label(given.role, language),
                until=day_text(given.until, language) if given.until is not None else t("admin.grants.no_end"),
                url=url,
            )
    names = {denied.person: denied.ground for denied in access.denials}
    for person, ground in names.items():
        yield Line(
            sort=Sort.SHUT,
            person=person,
            name=name_of(person),
            number=number,
            place=place,
            detail=label(ground, language) if decides else "",
            until="",
            url=url,
        )
    for taken in access.emergencies:
        if taken.until > now:
            yield Line(
                sort=Sort.EMERGENCY,
                person=taken.person,
                name=name_of(taken.person),
                number=number,
                place=place,
                detail="",
                until=moment_text(taken.until, language),
                url=url,
            )


def _emergencies() -> Iterator[Emergency]:
    """Access taken in an emergency, the newest first, with the way to its review for those who may."""
    model, language = the_desk().read_model, current_language()
    reviews = Right.SEE_LOGS in current_rights()
    found = (one for one in model.watched() if one.kind is Watched.EMERGENCY and one.about is not None)
    for one in list(found)[:REVIEWS_SHOWN]:
        row = model.matter(one.about) if one.about is not None else None
        if row is None or is_hidden(row):
            continue
        may = reviews and one.person != current_person().id
        yield Emergency(
            name=name_of(one.person),
            number=case_number(row.stream_id),
            place=place_name(row.school),
            when=moment_text(one.at, language),
            justified=one.justified,
            url=url_for("access.review", matter=row.stream_id, person=one.person) if may and one.justified is None else "",
        )
