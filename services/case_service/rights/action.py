"""What somebody may want to do with a matter, and how much of it she is shown."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Action(StrEnum):
    """What somebody wants to do with a matter."""

    SEE_RECEIPT = "see_receipt"
    SEE_STATUS = "see_status"
    SEE_METADATA = "see_metadata"
    SEE_CONTENT = "see_content"
    SEE_PLAN = "see_plan"
    SEE_LINKED = "see_linked"
    SEE_LOG = "see_log"
    SEE_READERS = "see_readers"
    RECORD = "record"
    HANDLE = "handle"
    GRANT = "grant"
    BREAK_GLASS = "break_glass"
    EXPORT = "export"
    DISCLOSE = "disclose"
    DISPOSE = "dispose"


class Share(StrEnum):
    """How much of a matter is shown, from nothing to all of it."""

    NOTHING = "nothing"
    RECEIPT = "receipt"
    METADATA = "metadata"
    REFERENCE = "reference"
    SHARED = "shared"
    ASSIGNED = "assigned"
    FAMILY = "family"
    WHOLE = "whole"


ORDER: Final = tuple(Share)
"""When two rules hold, the wider share counts."""

READS_CONTENT: Final = frozenset({Action.SEE_CONTENT, Action.SEE_PLAN, Action.SEE_LINKED, Action.EXPORT, Action.DISCLOSE})
"""What is logged as a reading of content."""

UNTRAINED: Final = frozenset({Action.SEE_RECEIPT, Action.SEE_STATUS})
"""What needs no attested training: nothing of it is somebody's personal matter beyond what she reported herself."""

SECOND_FACTOR: Final = frozenset(Action) - {Action.SEE_RECEIPT, Action.SEE_STATUS}
"""What needs a login with two factors."""

STEP_UP: Final = frozenset({Action.EXPORT, Action.DISCLOSE, Action.DISPOSE})
"""What needs the second factor anew, a short while before."""
