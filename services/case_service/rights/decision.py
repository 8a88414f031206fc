"""What was decided about a right, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from events.lists.access import Purpose
from events.lists.people import Role
from services.case_service.rights.action import Share


class Reason(StrEnum):
    """Why somebody may, or may not. The text is ``access.reason.<value>``."""

    OWN_REPORT = "own_report"
    ASSIGNED = "assigned"
    HANDLES_CASE = "handles_case"
    GRANTED = "granted"
    LEADS_SCHOOL = "leads_school"
    OWNER_NOTIFIED = "owner_notified"
    SUPERVISES = "supervises"
    REFERENCE_ONLY = "reference_only"
    KEEPS_JOURNAL = "keeps_journal"
    KEEPS_WATCH = "keeps_watch"
    OWN_CHILD = "own_child"
    OWN_CASE = "own_case"
    EMERGENCY = "emergency"

    NO_RIGHT = "no_right"
    SUSPECTED = "suspected"
    PARTY = "party"
    SHUT_OUT = "shut_out"
    CANNOT_BE_READ = "cannot_be_read"
    NOT_TRAINED = "not_trained"
    SECOND_FACTOR_MISSING = "second_factor_missing"
    STEP_UP_MISSING = "step_up_missing"


SHUT_OUT: Final = frozenset({Reason.SUSPECTED, Reason.PARTY, Reason.SHUT_OUT, Reason.CANNOT_BE_READ})
"""Why somebody has nothing to do with a matter, whatever her role gives: she is suspected in it, party to it, or was shut out, or
what says who is cannot be read."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Whether somebody may, in which role, for which purpose, and how much she is shown.

    ``topics`` are the facts that she may record; None stands for every one. It means something only with the action RECORD.
    """

    allowed: bool
    why: Reason
    purpose: Purpose | None = None
    role: Role | None = None
    share: Share = Share.NOTHING
    topics: frozenset[str] | None = frozenset()

    def may_record(self, topic: str) -> bool:
        """Whether a fact may be recorded on this ground."""
        return self.allowed and (self.topics is None or topic in self.topics)
