"""Any case at all: every event that may stand in one, in any order, told late, with any words of the closed lists."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from builders import LEFT_OUT, example

import events
from benchmarks.invented_log import FIRST_DAY, SCHOOLS, Writer, in_version_order
from events.base import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from events.base import Event, EventType
    from events.envelope import Recorded

OF_A = {stream: [kind for kind in events.catalogue() if stream in kind.streams] for stream in Stream}
CASES = (Stream.HEIGHTENED_CASE, *[Stream.CASE] * 5)
IDS = [UUID(int=number, version=4) for number in range(1, 4)]
"""So few that pupils, measures and cases are told of again."""


def any_log(seed: int, streams: Sequence[Stream] = CASES, events_each: int = 25) -> list[Recorded]:
    """A history of ``events_each`` of each kind, as recorded: any of it happens in any order and is told any time later."""
    rng, writer = random.Random(seed), Writer(seed)  # noqa: S311  (invented)
    told: list[Recorded] = []
    for stream in streams:
        case_id, school = writer.uuid(), rng.choice(SCHOOLS)
        for _ in range(events_each):
            happened = FIRST_DAY + timedelta(hours=rng.randrange(4000))
            fact = any_event(rng.choice(OF_A[stream]), rng)
            late = timedelta(hours=rng.choice((0, 1, 400)))
            told.append(writer.event(stream, case_id, fact, happened, case_id=case_id, school=school, late=late))
    told.sort(key=lambda recorded: recorded.envelope.recorded_at)
    return in_version_order(told)


def any_event(kind: EventType, rng: random.Random) -> Event:
    """An event of the class with any words, ids, numbers and truth values, and now and then without what may be left out."""
    whole = example(kind.cls)
    changed = {name: _any(getattr(whole, name), rng) for name in kind.cls.__struct_fields__ if name not in LEFT_OUT}
    changed |= {name: rng.choice(IDS) for name in LEFT_OUT & set(kind.cls.__struct_fields__)}
    optional = [field.name for field in msgspec.structs.fields(kind.cls) if not field.required and field.default is None]
    return msgspec.structs.replace(whole, **{**changed, **{name: None for name in optional if rng.random() < 0.3}})


def _any(value: Any, rng: random.Random) -> Any:  # noqa: PLR0911  (one kind of value each)
    match value:
        case Enum():
            return rng.choice(list(type(value)))
        case bool():
            return rng.random() < 0.5
        case UUID():
            return rng.choice(IDS)
        case int():
            return rng.randint(1, 10)
        case datetime():
            return value
        case date():
            return value + timedelta(days=rng.randrange(60))
        case tuple() if value and isinstance(value[0], Enum):
            words = list(type(value[0]))
            return tuple(rng.sample(words, rng.randint(0, min(3, len(words)))))
        case tuple() if value and isinstance(value[0], UUID):
            return tuple(rng.sample(IDS, rng.randint(0, len(IDS))))
        case _:
            return value
