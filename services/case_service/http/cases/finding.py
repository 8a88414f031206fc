"""The rows of a page: looked for among what is within reach, and each decided on before it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from events.base import Stream
from services.case_service.http.case_access import current_person, decision_on, visible
from services.case_service.http.cases.asked import KINDS, Asked, Open
from services.case_service.http.cases.reach import Reach
from services.case_service.http.web import the_desk
from services.case_service.looking_up import is_called
from services.case_service.read_model import MatterRow, place_after
from services.case_service.rights import Action

SHOWN: Final = 25
LOOKED_THROUGH: Final = 3000
"""So many rows a search by name looks through at most."""


def rows_of(asked: Asked, reach: Reach) -> tuple[list[MatterRow], str | None]:
    """The rows of one page, the last touched first, and the mark after which the next begins.

    Neither the number of rows nor whether there is a next page depends on what the reader may not know of.
    """
    found: list[MatterRow] = []
    for row in _looked_through(asked, reach):
        if _wanted(row, asked) and visible([row]) and (not asked.name or _is_called(row, asked.name)):
            if len(found) == SHOWN:
                return found, place_after(found[-1])
            found.append(row)
    return found, None


def _looked_through(asked: Asked, reach: Reach) -> Iterator[MatterRow]:
    after, seen = asked.after, 0
    while seen < LOOKED_THROUGH:
        page = the_desk().read_model.matters(**_query(asked, reach), after=after, limit=2 * SHOWN)
        yield from page.rows
        seen += len(page.rows)
        if page.next is None:
            return
        after = page.next


def _query(asked: Asked, reach: Reach) -> dict[str, Any]:
    query: dict[str, Any] = {
        "streams": [KINDS[asked.kind]] if asked.kind else list(KINDS.values()),
        "open_only": asked.open is Open.OPEN,
        "stages": [asked.stage] if asked.stage else None,
        "handler": current_person().id if asked.mine else asked.handler,
    }
    if asked.school:
        query["schools"] = [asked.school]
    elif reach.schools:
        query["schools"] = sorted(reach.schools)
    if not reach.everywhere and not reach.schools:
        query["among"] = sorted(reach.matters, key=str)
    return query


def _wanted(row: MatterRow, asked: Asked) -> bool:
    if row.stream is Stream.AVVIK or row.joined_to is not None:
        return False
    return asked.open is not Open.CLOSED or row.closed_at is not None


def _is_called(row: MatterRow, name: str) -> bool:
    """Whether the pupil's name holds what was looked for; asked only of matters whose content the reader may see."""
    if row.pupil is None or not decision_on(row, Action.SEE_CONTENT).allowed:
        return False
    return is_called(the_desk().names.pupil(row.pupil), name)
