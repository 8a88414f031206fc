"""Stream ids that follow from what a stream is about, so that nobody has to look them up."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

_SPACE: Final = UUID("0b0c1f0e-6d2a-5f57-9a44-0f4a5e1d7c10")


def school_stream(tenant: str, orgnr: str) -> UUID:
    """The stream of a school, by its organisation number."""
    return uuid5(_SPACE, f"{tenant}:school:{orgnr}")
