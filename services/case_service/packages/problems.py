"""What keeps a package from being handed over. Pure: whoever shows it finds the words under ``package.problem.<kind>``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from services.case_service.packages.content import Content
from services.case_service.rights import Share


class Problem(StrEnum):
    """What is wrong."""

    TO_BE_FILLED_IN = "to_be_filled_in"
    NO_STATEMENT = "no_statement"
    UNANSWERED = "unanswered"
    NO_PARTY = "no_party"
    NOTHING_GOES = "nothing_goes"
    NOT_FOUND = "not_found"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A problem, the field of the order that it is in, and what it is about."""

    problem: Problem
    field: str
    what: str = ""


def problems_of(content: Content) -> tuple[Found, ...]:
    """Everything that must be put right first."""
    return tuple(_problems(content))


def _problems(content: Content) -> Iterator[Found]:
    order = content.order
    if not order.statement.strip():
        yield Found(problem=Problem.NO_STATEMENT, field="statement")
    for gap in order.gaps:
        yield Found(problem=Problem.TO_BE_FILLED_IN, field="statement", what=gap)
    for one in content.questions:
        if not one.text.strip() and not one.parts:
            yield Found(problem=Problem.UNANSWERED, field=f"answer-{one.number - 1}", what=str(one.number))
    if order.receiving.share is Share.ASSIGNED and order.party not in content.known.other_pupils:
        yield Found(problem=Problem.NO_PARTY, field="party")
    elif not content.shown:
        yield Found(problem=Problem.NOTHING_GOES, field="receiving")
    for passage in content.unfound:
        yield Found(problem=Problem.NOT_FOUND, field="everywhere", what=passage)
