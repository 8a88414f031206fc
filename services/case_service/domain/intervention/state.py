"""What is known of a physical intervention, and who was told."""

from __future__ import annotations

from typing import TypeAlias
from uuid import UUID

import msgspec


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Who was told, and whether those involved went through it. Telling may come before the writing down."""

    principal: bool = False
    guardians: bool = False
    municipality: bool = False
    received_by_municipality: bool = False
    debriefed: bool = False


class NotWrittenDown(msgspec.Struct, frozen=True, kw_only=True):
    """Waits for the written account."""

    told: Told = Told()


class WrittenDown(msgspec.Struct, frozen=True, kw_only=True):
    """Written down. Whether the municipality had to be told, and in time, the rulebook judges from these facts."""

    told: Told
    pupil: UUID
    employee: UUID
    repeated: bool
    particularly_serious: bool


State: TypeAlias = NotWrittenDown | WrittenDown
