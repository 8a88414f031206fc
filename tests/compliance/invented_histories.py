"""Histories nobody lived: any events in any order, at the moments where calendars go wrong, some written down late."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import polars as pl

from events.base import by_topic
from services.compliance.frame import HISTORY
from tests.compliance.plain_reading import PlainEvent

TURNS = (
    datetime(2024, 2, 26, tzinfo=UTC),  # a leap day
    datetime(2024, 7, 29, tzinfo=UTC),  # the law changes, and the school year
    datetime(2024, 12, 19, tzinfo=UTC),  # Christmas and a new year
    datetime(2025, 4, 11, tzinfo=UTC),  # Easter
    datetime(2025, 10, 3, tzinfo=UTC),  # week 41
    datetime(2025, 10, 24, tzinfo=UTC),  # winter time
    datetime(2025, 12, 29, tzinfo=UTC),  # ISO week 1 begins in the old year
    datetime(2026, 3, 27, tzinfo=UTC),  # summer time and Easter
    datetime(2026, 4, 29, tzinfo=UTC),  # 1 and 17 May, Ascension, Whitsun
)
"""Where histories begin."""

KEYS = tuple(str(UUID(int=number, version=4)) for number in range(1, 4))
STEPS = (
    timedelta(0),
    timedelta(minutes=50),
    timedelta(hours=3),
    timedelta(hours=11),
    timedelta(days=1),
    timedelta(days=2, hours=23),
)
LATENESS = (timedelta(0), timedelta(minutes=5), timedelta(minutes=5), timedelta(hours=20), timedelta(days=3), timedelta(days=9))
KNOWING = (timedelta(0), timedelta(0), timedelta(0), timedelta(hours=4), timedelta(days=2), timedelta(hours=-5))


def _plain(hint: Any) -> Any:
    origin = get_origin(hint)
    if origin is Annotated:
        return _plain(get_args(hint)[0])
    if origin in (Union, UnionType):
        return _plain(next(arg for arg in get_args(hint) if arg is not NoneType))
    return hint


def invented_fact(chance: random.Random, hint: Any, start: date) -> Any:  # noqa: PLR0911
    """A value that a field of the type may have, as it stands in JSON; often one that others have too."""
    may_lack = NoneType in get_args(hint)
    hint = _plain(hint)
    if may_lack and chance.random() < 0.3:
        return None
    if get_origin(hint) is tuple:
        inner = _plain(get_args(hint)[0])
        several = range(chance.randrange(6))
        return [invented_fact(chance, inner, start) for _ in several] if inner in (str, UUID) or _is_enum(inner) else []
    if _is_enum(hint):
        return chance.choice([member.value for member in tuple(hint)[:6]])
    if hint is bool:
        return chance.random() < 0.5
    if hint in (int, float):
        return chance.randrange(1, 9)
    if hint is date:
        return (start + timedelta(days=chance.randrange(-2, 12))).isoformat()
    return chance.choice(KEYS)


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)


def invented_facts(chance: random.Random, topic: str, fields: Iterable[str], start: date) -> dict[str, Any]:
    """The facts of an event, of those fields alone that rules ask about."""
    hints = get_type_hints(by_topic(topic).cls, include_extras=True)
    facts = {name: invented_fact(chance, hints[name], start) for name in hints if name in fields}
    if "school_year_from" in facts:
        facts["school_year_from"] = start.year
    return facts


def invented_case(
    chance: random.Random, case: int, topics: Sequence[str], fields: frozenset[str], start: datetime
) -> list[PlainEvent]:
    """One history in the order of the log."""
    case_id = f"case-{case}"
    moment = start + timedelta(hours=chance.randrange(96), minutes=chance.choice((0, 0, 30)))
    found = []
    for number in range(chance.randrange(2, 11)):
        topic = chance.choice(topics)
        moment += chance.choice(STEPS)
        found.append(
            PlainEvent(
                event_id=f"{case_id}-{number}",
                topic=topic,
                stream_id=f"{case_id}-{chance.choice('aab')}",
                case_id=case_id,
                school=chance.choice(("999888777", "999888776")),
                occurred_at=moment,
                known_at=moment + chance.choice(KNOWING),
                documented_at=moment + chance.choice(LATENESS),
                facts=invented_facts(chance, topic, fields, start.date()),
            )
        )
    chance.shuffle(found)
    return found


def frame_of(events: Iterable[PlainEvent]) -> pl.DataFrame:
    """The history frame of events."""
    return pl.DataFrame(
        [
            (
                event.event_id,
                event.topic,
                "case",
                event.stream_id,
                event.case_id,
                event.school,
                event.occurred_at,
                event.known_at,
                event.documented_at,
                json.dumps(event.facts),
            )
            for event in events
        ],
        schema=HISTORY,
        orient="row",
    )
