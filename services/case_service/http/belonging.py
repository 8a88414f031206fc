"""The other matters of the same case, as the person who is logged in may read them: where evidence for an order is found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

import msgspec

from events.base import Stream
from events.envelope import Recorded
from services.case_service.http.case_access import Matter, decision_on, open_matter
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action

HOLD_EVIDENCE: Final = frozenset({Stream.CASE, Stream.HEIGHTENED_CASE, Stream.PHYSICAL_INTERVENTION})
"""Kinds of matters in which a school documents what it does for a pupil."""


class Elsewhere(msgspec.Struct, frozen=True):
    """An event of another matter of the case."""

    row: MatterRow
    recorded: Recorded


def readable(matter: Matter) -> Iterator[MatterRow]:
    """The other matters of the case that hold evidence and that she may read at once. Tells nothing of the others."""
    read_model = the_desk().read_model
    for stream_id in read_model.streams_of(matter.row.case_id):
        row = None if stream_id == matter.row.stream_id else read_model.matter(stream_id)
        if row is not None and row.stream in HOLD_EVIDENCE and decision_on(row, Action.SEE_CONTENT).allowed:
            yield row


def events_of_the_case(matter: Matter) -> Iterator[Elsewhere]:
    """Everything that happened in them, as she is shown it; the reading is logged."""
    for row in readable(matter):
        yield from (Elsewhere(row, one) for one in open_matter(row.stream_id, Action.SEE_CONTENT).recorded)


def found_in_the_case(matter: Matter, wanted: Collection[UUID]) -> Mapping[UUID, Elsewhere]:
    """Those of the events that stand in another matter of the case and that she is shown; the reading of these is logged."""
    found: dict[UUID, Elsewhere] = {}

    def wanted_of(other: Matter) -> tuple[UUID, ...]:
        return tuple(one.envelope.event_id for one in other.recorded if one.envelope.event_id in wanted)

    for row in readable(matter) if wanted else ():
        opened = open_matter(row.stream_id, Action.SEE_CONTENT, events=wanted_of)
        found |= {one.envelope.event_id: Elsewhere(row, one) for one in opened.recorded if one.envelope.event_id in wanted}
    return found
