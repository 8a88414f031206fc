"""Which objects an event concerns: the ids in its fields, by a closed list. Those who work there are never among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

import msgspec

from events.base import Event, Stream
from events.envelope import Recorded
from services.case_service.process_export.log import ObjectType

OF_STREAM: Final = {
    Stream.CASE: ObjectType.CASE,
    Stream.HEIGHTENED_CASE: ObjectType.HEIGHTENED_CASE,
    Stream.ENFORCEMENT: ObjectType.ENFORCEMENT,
    Stream.AVVIK: ObjectType.AVVIK,
    Stream.PHYSICAL_INTERVENTION: ObjectType.PHYSICAL_INTERVENTION,
}
"""The histories that are exported."""

OF_FIELD: Final = {
    "pupil": (ObjectType.PUPIL, "pupil"),
    "observed": (ObjectType.PUPIL, "observed"),
    "measure": (ObjectType.MEASURE, "measure"),
    "measures": (ObjectType.MEASURE, "measure"),
    "replaces": (ObjectType.MEASURE, "replaced"),
    "item": (ObjectType.ORDER_ITEM, "order_item"),
    "items": (ObjectType.ORDER_ITEM, "order_item"),
    "decision": (ObjectType.DECISION, "decision"),
    "concerns_decision": (ObjectType.DECISION, "decision"),
    "referral": (ObjectType.REFERRAL, "referral"),
    "request": (ObjectType.REQUEST, "request"),
    "other_case": (ObjectType.CASE, "linked"),
    "new_case": (ObjectType.CASE, "split_off"),
    "to_case": (ObjectType.CASE, "joined_to"),
    "pupil_case": (ObjectType.CASE, "case_of_pupil"),
}
"""What a field's id is the id of, and what that is in the event. A field that does not stand here tells of no object."""


class Concerned(msgspec.Struct, frozen=True):
    """An object by its own id, and what it is in the event."""

    type: ObjectType
    id: UUID
    qualifier: str


def concerned(one: Recorded) -> Iterator[Concerned]:
    """The objects of an event, its own history first."""
    stream = one.envelope.stream
    own = OF_STREAM[stream]
    yield Concerned(own, one.stream_id, own.value)
    case = one.envelope.case_id
    if case is not None and case != one.stream_id:
        yield Concerned(ObjectType.CASE, case, "case")
    if hasattr(one.event, "plan_version"):
        yield Concerned(ObjectType.PLAN, one.stream_id, "plan")
    yield from _of_fields(one.event, stream)


def _of_fields(event: Event, stream: Stream) -> Iterator[Concerned]:
    for field in event.__struct_fields__:
        if field not in OF_FIELD:
            continue
        kind, qualifier = OF_FIELD[field]
        if kind is ObjectType.MEASURE and stream is Stream.AVVIK:
            kind = ObjectType.AVVIK_MEASURE
        value = getattr(event, field)
        for id_ in value if isinstance(value, tuple) else (value,):
            if isinstance(id_, UUID):
                yield Concerned(kind, id_, qualifier)
