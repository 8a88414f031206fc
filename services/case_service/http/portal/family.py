"""Who the family is: the pupil herself, or the children a guardian acts for on a verified basis."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from uuid import UUID

import msgspec
from flask import abort

from services.case_service.http.persons import current_person
from services.case_service.http.web import the_desk
from services.case_service.rights import Kind

ONE_WEEK: int = 5
"""Working days: the week of § 12-6 andre ledd as the circular counts it (7.2.2)."""


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil in the portal."""

    id: UUID
    name: str
    orgnr: str | None
    school: str
    grade: int | None


def own_children() -> tuple[Child, ...]:
    """The pupils that the one who is logged in may ask about; 403 for whoever is neither pupil nor guardian."""
    person = current_person()
    if person.kind is Kind.STAFF:
        abort(HTTPStatus.FORBIDDEN)
    own = (person.id,) if person.kind is Kind.PUPIL else person.children
    return tuple(sorted((_child(one) for one in own), key=lambda child: child.name))


def statsforvalter_from(raised_on: date) -> date:
    """The day from which the matter may be taken to Statsforvalteren, when it was raised with the principal on a day."""
    return the_desk().calendar.working_days_after(raised_on, ONE_WEEK)


def _child(pupil: UUID) -> Child:
    desk = the_desk()
    row = desk.read_model.pupil(pupil)
    orgnr = row.orgnr if row else None
    school = desk.read_model.school(orgnr) if orgnr else None
    return Child(
        id=pupil,
        name=desk.names.pupil(pupil),
        orgnr=orgnr,
        school=school.name if school else "",
        grade=row.grade if row else None,
    )
