"""Cases that are looked back on: any case, told late and several things at one instant, and one that is told step by step."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from builders import person
from msgspec.structs import replace
from reporting.any_case import any_log

from events.base import Stream
from events.envelope import Actor, Envelope, Recorded
from events.lists.people import Role
from events.stored import topic_of

CASE = UUID("22222222-2222-4222-8222-222222222222")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def any_case(seed: int, events: int = 40, stream: Stream = Stream.CASE) -> tuple[Recorded, ...]:
    """A case of any events in any order; times are whole half days, so that many fall on one instant."""
    rng = random.Random(seed)  # noqa: S311 - invented
    return tuple(_coarse(one, rng) for one in any_log(seed, (stream,), events))


def _coarse(one: Recorded, rng: random.Random) -> Recorded:
    envelope = one.envelope
    occurred = envelope.occurred_at.replace(hour=12 * (envelope.occurred_at.hour // 12), minute=0, second=0, microsecond=0)
    recorded = envelope.recorded_at.replace(minute=0, second=0, microsecond=0)
    known = rng.choice((occurred, occurred + timedelta(hours=rng.randrange(48)), recorded))
    return replace(one, envelope=replace(envelope, occurred_at=occurred, known_at=known, recorded_at=recorded))


def told(*steps: tuple[Any, float, float, float]) -> tuple[Recorded, ...]:
    """Events of one case, in the order of recording: (fact, days after Monday until it happened, was known, was written down)."""
    return tuple(_recorded(version, *step) for version, step in enumerate(steps, start=1))


def _recorded(version: int, fact: Any, happened: float, known: float, written: float) -> Recorded:
    occurred_at, known_at, recorded_at = (MONDAY + timedelta(days=days) for days in (happened, known, written))
    return Recorded(
        stream_id=CASE,
        version=version,
        topic=topic_of(fact),
        event=fact,
        envelope=Envelope(
            event_id=uuid5(CASE, str(version)),
            tenant="demo",
            stream=Stream.CASE,
            actor=Actor(ref=person("principal"), role=Role.PRINCIPAL),
            occurred_at=occurred_at,
            known_at=known_at,
            recorded_at=recorded_at,
            correlation_id=CASE,
            case_id=CASE,
            school="999888777",
        ),
    )


def ids(recorded: Sequence[Recorded]) -> list[UUID]:
    """The ids of events."""
    return [one.envelope.event_id for one in recorded]
