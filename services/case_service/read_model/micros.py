"""Moments as the file keeps them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """A moment as the file keeps it: microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)
