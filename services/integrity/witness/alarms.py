"""What a witness raises an alarm for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlarmKind(StrEnum):
    """What a log did. The texts stand in the catalogue as ``witness.alarm.<value>``."""

    FORKED = "forked"
    """The log shows another history than before: what was seen earlier is no longer its beginning."""

    ROLLED_BACK = "rolled_back"
    """The log is shorter than it was: an old copy was put back, or events were cut off."""

    NOT_SIGNED = "not_signed"
    """What the log shows is not signed by a key that it may sign with."""

    MALFORMED = "malformed"
    """What the log shows is no checkpoint, or no proof."""

    SILENT = "silent"
    """The log has not answered for longer than the witness bears with."""


class LogMisbehavedError(Exception):
    """A log showed something that a witness does not cosign. ``evidence`` is what it showed, as it came."""

    def __init__(self, kind: AlarmKind, reason: str, evidence: str = "") -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.evidence = evidence


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """An alarm as a witness keeps it, for ever. It stands until somebody ends it with a reason; silence ends by itself."""

    number: int
    origin: str
    kind: AlarmKind
    reason: str
    evidence: str
    raised_at: datetime
    last_at: datetime
    ended_at: datetime | None
    ended_because: str | None

    @property
    def stands(self) -> bool:
        """Whether it was not ended."""
        return self.ended_at is None
