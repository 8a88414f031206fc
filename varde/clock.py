"""The one place that reads the machine's clock and makes new ids."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4


def system_clock() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def new_id() -> UUID:
    """A random id."""
    return uuid4()
