"""What of an event goes out beside its name: codes, numbers, dates and truth values. Text never does, sealed or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from events.base import Event
from events.envelope import Recorded, school_year
from services.case_service.process_export.log import Value, time_text
from services.compliance.calendar import local_day


def attributes(one: Recorded) -> dict[str, Value]:
    """The attributes of an event. The three times tell when it happened (the event's own), was known and was recorded."""
    envelope = one.envelope
    return {
        "role": envelope.actor.role.value,
        "known_at": envelope.known_at,
        "recorded_at": envelope.recorded_at,
        "precision": envelope.precision.value,
        "school_year": school_year(local_day(envelope.occurred_at)),
        **dict(_of_fact(one.event)),
    }


def _of_fact(event: Event) -> Iterator[tuple[str, Value]]:
    for field in event.__struct_fields__:
        value = getattr(event, field)
        match value:
            case StrEnum():
                yield field, value.value
            case bool() | int():
                yield field, value
            case datetime():
                yield field, time_text(value)
            case date():
                yield field, value.isoformat()
            case tuple() if value and all(isinstance(item, StrEnum) for item in value):
                yield field, ";".join(item.value for item in value)
            case _:
                pass
