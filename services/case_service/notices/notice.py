"""A notice: that something of a kind waits for one person. It holds no name and no content."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

import msgspec

from events.base import Stream


class NoticeKind(StrEnum):
    """Why somebody is told. The texts stand in the catalogue as ``notice.<value>``."""

    REPORT_RECEIVED = "report_received"
    REPORT_ACKNOWLEDGED = "report_acknowledged"
    MESSAGE_RECEIVED = "message_received"
    CASE_ASSIGNED = "case_assigned"
    ACCESS_GRANTED = "access_granted"
    MEASURE_ASSIGNED = "measure_assigned"
    SERIOUS_CASE = "serious_case"
    HEIGHTENED_REPORT = "heightened_report"
    OWNER_HAS_ACKNOWLEDGED = "owner_has_acknowledged"
    INTERVENTION_REPORTED = "intervention_reported"
    STATSFORVALTER_ASKS = "statsforvalter_asks"
    STATSFORVALTER_DECIDED = "statsforvalter_decided"
    EMERGENCY_ACCESS = "emergency_access"
    UNUSUAL_READING = "unusual_reading"
    LOGIN_ADMINISTERED = "login_administered"
    AVVIK_RAISED = "avvik_raised"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    READING_REQUIRED = "reading_required"
    RETENTION_LAPSED = "retention_lapsed"
    YEAR_TASK_ASSIGNED = "year_task_assigned"
    LOG_ALARM = "log_alarm"


AT_ONCE: Final = frozenset(
    {
        NoticeKind.REPORT_RECEIVED,
        NoticeKind.MESSAGE_RECEIVED,
        NoticeKind.SERIOUS_CASE,
        NoticeKind.HEIGHTENED_REPORT,
        NoticeKind.STATSFORVALTER_ASKS,
        NoticeKind.STATSFORVALTER_DECIDED,
        NoticeKind.EMERGENCY_ACCESS,
        NoticeKind.UNUSUAL_READING,
        NoticeKind.LOGIN_ADMINISTERED,
        NoticeKind.LOG_ALARM,
        NoticeKind.ESCALATED,
    }
)
"""What goes out by e-mail as soon as it is known; the rest waits for the day's digest."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One notice to one person. ``cause`` is the event or obligation behind it; ``about`` the matter that it leads to."""

    person: UUID
    kind: NoticeKind
    cause: str
    made_at: datetime
    stream: Stream | None = None
    about: UUID | None = None
    due_at: datetime | None = None

    @property
    def id(self) -> UUID:
        """The same for the same person, kind and cause, so that whoever tells twice has told once."""
        return uuid5(self.person, f"{self.kind.value}:{self.cause}")
