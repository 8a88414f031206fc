"""What tells of text that was destroyed: without it a copy's verifier can only ask for the certificate."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from events.archive import Disposed
from events.envelope import Recorded
from events.sealing import UNREADABLE, RetentionClass
from services.case_service.disposal import disposal_stream
from services.case_service.rights.family_copy import Path, rewritten
from services.case_service.store import EventStore


def disposals_of(
    store: EventStore, case_id: UUID, classes: Collection[RetentionClass] = tuple(RetentionClass)
) -> tuple[Recorded, ...]:
    """The events that tell that text of a case was destroyed; of what else was asked and answered about the case nothing goes."""
    recorded = store.facts(disposal_stream(case_id))
    return tuple(one for one in recorded if isinstance(one.event, Disposed) and one.event.retention in classes)


def destroyed_in(recorded: Iterable[Recorded]) -> frozenset[RetentionClass]:
    """The classes of which some text in events is gone with its key."""
    found: set[RetentionClass] = set()

    def look(_: Path, retention: RetentionClass, said: str) -> str:
        if said == UNREADABLE:
            found.add(retention)
        return said

    for one in recorded:
        rewritten(one.event, look)
    return frozenset(found)
