"""Which avvik somebody may know of: a principal those of her school, the owner and her adviser all of them.

Whoever is shut out of a case is shut out of the avvik that belong to it: they tell how it was handled.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

import msgspec
from flask import abort

from services.case_service.http.case_access import current_person
from services.case_service.http.cases.reach import led_schools
from services.case_service.http.rights import SEES_ALL_SCHOOLS
from services.case_service.http.shut_out import cases_closed_to_her
from services.case_service.http.web import the_desk
from services.case_service.read_model import AvvikRow, SchoolRow
from services.compliance.calendar import local_day

MOST: Final = 20_000


class AvvikReach(msgspec.Struct, frozen=True, kw_only=True):
    """The schools (None: all, and the municipality itself), and the cases whose avvik are out of reach."""

    schools: frozenset[str] | None
    not_of: frozenset[UUID]

    def rows(self, *, open_only: bool) -> tuple[AvvikRow, ...]:
        """The avvik, the newest first."""
        return the_desk().read_model.avvik(schools=self.schools, open_only=open_only, not_of=self.not_of, limit=MOST)

    def of_schools(self) -> tuple[SchoolRow, ...]:
        """The schools, by name."""
        found = (one for one in the_desk().read_model.schools() if self.schools is None or one.orgnr in self.schools)
        return tuple(sorted(found, key=lambda one: one.name))


def current_avvik_reach() -> AvvikReach:
    """What the person who is logged in may know of; 403 for whoever leads nothing today."""
    held = current_person().roles_on(local_day(the_desk().clock()))
    everywhere = any(one.at_school is None and one.role in SEES_ALL_SCHOOLS for one in held)
    schools = None if everywhere else led_schools()
    if schools is not None and not schools:
        abort(403)
    return AvvikReach(schools=schools, not_of=cases_closed_to_her(schools))
