"""The three times of an event, as axes along which a case is replayed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from events.envelope import Envelope


class Axis(StrEnum):
    """Along which time a case is replayed."""

    OCCURRED = "occurred"
    KNOWN = "known"
    RECORDED = "recorded"


def time_on(axis: Axis, envelope: Envelope) -> datetime:
    """The moment from which an event is seen on an axis: when it happened, was known at the school, or was written down.

    Nobody knows of a thing before it happens, and what an import brings was written down when its source says so.
    """
    match axis:
        case Axis.OCCURRED:
            return envelope.occurred_at
        case Axis.KNOWN:
            return max(envelope.known_at, envelope.occurred_at)
        case Axis.RECORDED:
            return envelope.documented_at
        case _:
            assert_never(axis)
