"""What is damaged in a tenant's databases outside the events themselves: pages, tables and triggers, rows with a checksum."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class DamageKind(StrEnum):
    """What does not fit."""

    PAGE = "page"
    """The database's own check of its file finds a fault."""

    TABLES = "tables"
    """A table, an index, a trigger or a function is not the one that the migration makes."""

    ROW = "row"
    """A row is not the one that its checksum was made of."""


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """Something damaged. ``where`` names a table, a position or a subject, never content."""

    kind: DamageKind
    where: str
