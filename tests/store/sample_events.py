"""Recorded events of an invented municipality, with a canary in every sealed field."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4, uuid5

from events.base import Event, Stream
from events.concern import ConcernReceived, PrincipalAcknowledged
from events.envelope import Actor, Envelope, Recorded
from events.lists.concern import Concern
from events.lists.people import Reporter, Role
from events.stored import topic_of
from services.case_service.store import EventStore

TENANT = "steindal"
CANARY = "Kanarifuglen sang i skogen"
NOON = datetime(2025, 9, 15, 10, 0, tzinfo=UTC)
TEACHER = uuid5(UUID(int=0), "teacher")


def envelope(case_id: UUID | None, *, tenant: str = TENANT) -> Envelope:
    return Envelope(
        event_id=uuid4(),
        tenant=tenant,
        stream=Stream.CASE,
        case_id=case_id,
        school="999888777",
        actor=Actor(ref=TEACHER, role=Role.FORM_TEACHER),
        occurred_at=NOON,
        known_at=NOON,
        recorded_at=NOON,
        correlation_id=uuid4(),
    )


def recorded(event: Event, stream_id: UUID, version: int, *, tenant: str = TENANT) -> Recorded:
    return Recorded(
        stream_id=stream_id, version=version, topic=topic_of(event), event=event, envelope=envelope(stream_id, tenant=tenant)
    )


def concern_received(stream_id: UUID, version: int, *, tenant: str = TENANT, text: str = "") -> Recorded:
    """A concern with about 400 bytes of sealed text."""
    said = text or f"{CANARY}: de andre løper fra henne i hvert friminutt, og hun går alene hjem. " * 3
    event = ConcernReceived(reporter=Reporter.PUPIL, concern=Concern.OFFENCE, own_words=said, facts_observed=f"{CANARY} {version}")
    return recorded(event, stream_id, version, tenant=tenant)


def principal_acknowledged(stream_id: UUID, version: int, *, tenant: str = TENANT) -> Recorded:
    """An event without sealed text."""
    return recorded(PrincipalAcknowledged(principal=TEACHER), stream_id, version, tenant=tenant)


def stored_case(store: EventStore, count: int = 2, case: UUID | None = None) -> UUID:
    """Store a case of ``count`` concerns."""
    case = case or uuid4()
    store.append([concern_received(case, version, tenant=store.tenant) for version in range(1, count + 1)])
    return case
