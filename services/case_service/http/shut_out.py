"""The cases that somebody is shut out of whatever her role: for lists and figures, in which they are as if they were not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final
from uuid import UUID

from events.base import Stream
from services.case_service.http.case_access import current_person, may_open
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action

AT_ONCE: Final = 2000


def cases_closed_to_her(schools: Collection[str] | None) -> frozenset[UUID]:
    """The cases of some schools (None: of all) that the one who is logged in must not know of.

    She is denied them, is suspected of offending the pupil, or is the pupil's guardian; or they are heightened and not hers to see;
    or it cannot be read who is shut out of them.
    """
    return frozenset(_closed(schools))


def _closed(schools: Collection[str] | None) -> Iterator[UUID]:
    model, person = the_desk().read_model, current_person().id
    yield from model.denied_to(person)
    yield from (case for case in model.hiding_somebody() if not _opens(case))
    pupils = set(model.children_of(person))
    for row in _heightened():  # of all schools: the pupil may have moved since, and so may she
        if (schools is None or row.school in schools) and not may_open(row, Action.SEE_STATUS):
            yield row.case_id
        if person in row.suspected_persons and row.pupil is not None:
            pupils.add(row.pupil)
    for pupil in pupils:
        yield from (row.case_id for row in model.matters(pupil=pupil, limit=AT_ONCE).rows)


def _opens(case: UUID) -> bool:
    row = the_desk().read_model.matter(case)
    return row is not None and may_open(row, Action.SEE_STATUS)


def _heightened() -> Iterator[MatterRow]:
    after: str | None = None
    while True:
        page = the_desk().read_model.matters(streams=(Stream.HEIGHTENED_CASE,), after=after, limit=AT_ONCE)
        yield from page.rows
        if (after := page.next) is None:
            return
