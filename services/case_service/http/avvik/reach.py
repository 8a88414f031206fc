"""Which avvik somebody may know of: a principal those of her school, the owner and her adviser all of them.

Whoever is shut out of a case is shut out of the avvik that belong to it: they tell how it was handled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

import msgspec
from flask import abort

from events.base import Stream
from services.case_service.http.case_access import current_person, may_open
from services.case_service.http.cases.reach import led_schools
from services.case_service.http.rights import SEES_ALL_SCHOOLS
from services.case_service.http.web import the_desk
from services.case_service.read_model import AvvikRow, SchoolRow
from services.case_service.rights import Action
from services.compliance.calendar import local_day

MOST: Final = 20_000
MOST_HEIGHTENED: Final = 2000


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
    return AvvikReach(schools=schools, not_of=frozenset(_closed_to_her(schools)))


def _closed_to_her(schools: frozenset[str] | None) -> Iterator[UUID]:
    model, person = the_desk().read_model, current_person().id
    yield from model.denied_to(person)
    pupils = set(model.children_of(person))
    for row in model.matters(schools=schools, streams=(Stream.HEIGHTENED_CASE,), limit=MOST_HEIGHTENED).rows:
        if not may_open(row, Action.SEE_STATUS):
            yield row.case_id
        if person in row.suspected_persons and row.pupil is not None:
            pupils.add(row.pupil)
    for pupil in pupils:
        yield from (row.case_id for row in model.matters(pupil=pupil, limit=MOST_HEIGHTENED).rows)
