"""Finding a pupil by name, without ever showing a list of the school's children."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import msgspec

from services.case_service.http.persons import current_person
from services.case_service.http.reporting.flooding import searches, the_limits
from services.case_service.http.web import the_desk, the_web
from services.case_service.looking_up import folded

SHORTEST: Final = 2
"""Letters: one alone would list a tenth of the school."""
MOST_HITS: Final = 8


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil who was found or chosen."""

    id: UUID
    name: str
    grade: int | None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a search gave. ``more``: there were others; ``problem``: the key of the text that says why nothing was searched."""

    hits: tuple[Hit, ...] = ()
    more: bool = False
    problem: str | None = None


def search(orgnr: str, wanted: str) -> Found:
    """The school's pupils whose name has a part that begins with each word of ``wanted``."""
    words = folded(wanted).split()
    if not words or max(len(word) for word in words) < SHORTEST:
        return Found(problem="report.pupil.too_short")
    limits, own, now = the_limits(), searches(str(current_person().id)), the_web().clock()
    if limits.wait(own, now) is not None:
        return Found(problem="report.pupil.too_many_searches")
    limits.count(own, now)
    desk = the_desk()
    found = []
    for row in desk.read_model.pupils_at(orgnr):
        name = desk.names.pupil(row.pupil)
        parts = folded(name).replace("-", " ").split()
        if all(any(part.startswith(word) for part in parts) for word in words):
            found.append(Hit(id=row.pupil, name=name, grade=row.grade))
    found.sort(key=lambda hit: (hit.name, hit.grade or 0))
    return Found(hits=tuple(found[:MOST_HITS]), more=len(found) > MOST_HITS)


def chosen(orgnr: str, ids: list[str]) -> tuple[Hit, ...]:
    """The pupils that a form names, in its order; whoever is no pupil of the school is left out."""
    desk = the_desk()
    found: dict[UUID, Hit] = {}
    for written in ids[:MOST_HITS]:
        try:
            pupil = UUID(written)
        except ValueError:
            continue
        row = desk.read_model.pupil(pupil)
        if row is not None and row.orgnr == orgnr:
            found[pupil] = Hit(id=pupil, name=desk.names.pupil(pupil), grade=row.grade)
    return tuple(found.values())
