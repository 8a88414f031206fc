"""Which schools somebody works at, leads or answers for: for pages about a school, and not about a child's matter."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec
from flask import abort

from services.case_service.http.languages import t
from services.case_service.http.persons import current_person
from services.case_service.http.rights import SEES_ALL_SCHOOLS, SEES_OWN_SCHOOL, WORKS_AT_A_SCHOOL
from services.case_service.http.web import the_desk
from services.case_service.read_model import SchoolRow
from services.case_service.rights import Kind
from services.compliance.calendar import local_day

MUNICIPALITY: Final = "kommunen"
"""What an address calls the municipality as a whole."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A school, or (``orgnr`` None) the municipality. ``leads``: the reader decides there; ``oversees``: she answers for it too."""

    orgnr: str | None
    name: str
    leads: bool
    oversees: bool
    school: SchoolRow | None = None

    @property
    def address(self) -> str:
        """What an address calls it."""
        return self.orgnr or MUNICIPALITY

    def require_leader(self) -> None:
        """403 for whoever may read here and not decide."""
        if not self.leads:
            abort(403)


def open_place(address: str) -> Place:
    """The school or the municipality, when the reader works there or answers for it; else 404, as if there were no such school."""
    found = the_municipality() if address == MUNICIPALITY else _school(the_desk().read_model.school(address))
    if found is None:
        abort(404)
    return found


def open_school(orgnr: str) -> Place:
    """As :func:`open_place`, for what only a school has."""
    found = _school(the_desk().read_model.school(orgnr))
    if found is None:
        abort(404)
    return found


def reached_schools() -> tuple[Place, ...]:
    """The schools that the reader works at or answers for, by name; without those that are closed for good."""
    rows = (one for one in the_desk().read_model.schools() if one.discontinued_on is None)
    found = (_school(one) for one in rows)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.name))


def the_municipality() -> Place | None:
    """The municipality as a whole; None for whoever works neither for it nor at any of its schools."""
    person = current_person()
    if person.kind is not Kind.STAFF or not any(
        one.role in WORKS_AT_A_SCHOOL | SEES_ALL_SCHOOLS for one in person.roles_on(today())
    ):
        return None
    all_schools = answers_for_all()
    return Place(orgnr=None, name=t("school_reach.municipality"), leads=all_schools, oversees=all_schools)


def answers_for_all() -> bool:
    """Whether the reader is the school owner, or works for her."""
    return any(one.at_school is None and one.role in SEES_ALL_SCHOOLS for one in current_person().roles_on(today()))


def today() -> date:
    """The local day."""
    return local_day(the_desk().clock())


def _school(row: SchoolRow | None) -> Place | None:
    person = current_person()
    if row is None or person.kind is not Kind.STAFF:
        return None
    here = {one.role for one in person.roles_on(today()) if one.at_school == row.orgnr}
    leads, owner = not here.isdisjoint(SEES_OWN_SCHOOL), answers_for_all()
    if not owner and here.isdisjoint(WORKS_AT_A_SCHOOL):
        return None
    return Place(orgnr=row.orgnr, name=row.name, leads=leads, oversees=leads or owner, school=row)
