"""Which pupils a matter's facts name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from events.envelope import Recorded

PUPIL_FIELDS: Final = frozenset({"person", "pupil", "observed", "to_be_heard", "participants", "evaluation_participants"})
"""Fields in which a pupil may stand. Who is no pupil has no pupil's name and is not looked for."""


def pupils_in(recorded: Iterable[Recorded]) -> frozenset[UUID]:
    """Those who may be pupils, wherever a fact or an envelope names them."""
    found: set[UUID] = set()
    for one in recorded:
        found.update(one.envelope.persons)
        for name in PUPIL_FIELDS.intersection(one.event.__struct_fields__):
            value = getattr(one.event, name)
            if isinstance(value, UUID):
                found.add(value)
            elif isinstance(value, tuple):
                found.update(part for part in value if isinstance(part, UUID))
    return frozenset(found)
