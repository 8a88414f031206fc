"""What a municipality's own checks raise an alarm for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlarmKind(StrEnum):
    """What was found. The texts stand in the catalogue as ``integrity.alarm.<value>``."""

    ROLLED_BACK = "rolled_back"
    """The log has fewer leaves than a checkpoint that was signed, or that a witness has seen."""

    OTHER_HISTORY = "other_history"
    """The log has another root than the checkpoint of that size: something that was signed is no longer so."""

    NO_CHECKPOINT = "no_checkpoint"
    """The log was signed once, and not one checkpoint is left."""

    LEAF_MISSING = "leaf_missing"
    """An event has no leaf, or a leaf no event."""

    EVENT_CHANGED = "event_changed"
    """An event is not the one that its leaf was made of."""

    UNKNOWN_EVENT = "unknown_event"
    """A stored event is none that this program knows."""

    UNREADABLE = "unreadable"
    """Sealed content does not open with the key that it was sealed with: it was changed or moved, or the key was."""

    KEY_LOST = "key_lost"
    """A key is missing, and nothing says that it was destroyed."""

    DESTROYED_WITHOUT_EVENT = "destroyed_without_event"
    """A key was destroyed, and no event in the log tells of it."""

    TABLES_CHANGED = "tables_changed"
    """A table, trigger or function of the database is not the one that the migration makes."""

    STORE_DAMAGED = "store_damaged"
    """The database's own check finds a fault, or a row beside the events is not what its checksum was made of."""

    SIGNING_KEY = "signing_key"
    """The signing key is missing, or is not the one that the list names."""

    NOT_WITNESSED = "not_witnessed"
    """No witness has cosigned for longer than was promised."""

    WITNESS_ALARM = "witness_alarm"
    """A witness says that the log misbehaved."""


LASTING = frozenset({AlarmKind.ROLLED_BACK, AlarmKind.OTHER_HISTORY})
"""These stand until a person has acknowledged them with a reason; the others end when a check finds nothing any more."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that a check found. ``detail`` names positions, sizes and keys, never content."""

    kind: AlarmKind
    detail: str


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """A fault as it is kept: when it was first and last found, and how it ended. ``ended_by`` is None where it ended by itself."""

    number: int
    kind: AlarmKind
    detail: str
    raised_at: datetime
    last_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    reason: str | None

    @property
    def stands(self) -> bool:
        """Whether it has not ended."""
        return self.ended_at is None
