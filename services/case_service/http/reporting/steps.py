"""The steps of a matter with a routine of its own: what is done, what comes next, and the form for it.

Nothing is blocked: every step can be recorded at any time, and what is out of order is recorded as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from events.envelope import Recorded
from services.case_service.http.case_access import Matter


class Asked(msgspec.Struct, frozen=True):
    """One step of a routine: the facts that show it was done, how many it takes, and the provision or plan it comes from."""

    key: str
    topics: tuple[str, ...]
    source: str
    times: int = 1


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step as it stands in a matter. ``url`` is its form, None for whoever may not record it."""

    key: str
    source: str
    done: tuple[datetime, ...]
    times: int
    needed: bool
    url: str | None

    @property
    def is_done(self) -> bool:
        """Whether it has been done as many times as the routine asks."""
        return len(self.done) >= self.times


def steps_of(matter: Matter, asked: Sequence[Asked], path: str, *, needless: frozenset[str] = frozenset()) -> tuple[Step, ...]:
    """The steps as they stand; ``needless`` are those that this matter does not call for."""
    return tuple(
        Step(
            key=one.key,
            source=one.source,
            done=tuple(event.envelope.occurred_at for event in matter.recorded if _shows(event, one)),
            times=one.times,
            needed=one.key not in needless,
            url=f"{path}/{matter.row.stream_id}/skjema/{one.topics[0]}" if matter.may_record(one.topics[0]) else None,
        )
        for one in asked
    )


def _shows(event: Recorded, asked: Asked) -> bool:
    return event.topic in asked.topics
