"""Names for an export that mean the same in every export of a municipality, and nothing outside of it."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from uuid import UUID

from services.case_service.process_export.log import ObjectType

LENGTH: Final = 20
"""Hexadecimal digits: 80 bits, so that two of a municipality's things never share a name."""


class Pseudonyms:
    """Makes keyed names of ids. Without ``key`` (32 bytes) nobody finds a case of Varde by its name in an export."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"varde/process-export/1" + key).digest()

    def of(self, kind: ObjectType, id_: UUID) -> str:
        """The name of a thing of some kind."""
        return f"{kind.value}-{self._made(kind.value, id_)}"

    def of_event(self, id_: UUID) -> str:
        """The name of an event."""
        return f"e-{self._made('event', id_)}"

    def _made(self, kind: str, id_: UUID) -> str:
        return hmac.new(self._key, kind.encode() + id_.bytes, hashlib.sha256).hexdigest()[:LENGTH]
