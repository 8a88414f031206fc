"""What a case with Statsforvalteren does not accept."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class UnknownRequest(Refused):
    """No request for information has this id."""

    code = "ENF-001"


class RequestExists(Refused):
    """A request for information has this id already."""

    code = "ENF-002"


class DeadlineNotLater(Refused):
    """More time to answer means a later date than the one that holds."""

    code = "ENF-003"


class ItemIssuedAlready(Refused):
    """The ordered item is already followed on its own."""

    code = "ENF-004"


class UnknownItem(Refused):
    """No decision names this item, and it was never issued."""

    code = "ENF-005"


class ItemCompletedAlready(Refused):
    """The ordered item was carried out already."""

    code = "ENF-006"


class NoFineRuns(Refused):
    """No coercive fine runs that could be reduced or stopped."""

    code = "ENF-007"


class FineNotReduced(Refused):
    """A reduced fine is smaller than the one it replaces."""

    code = "ENF-008"


class ComplaintNotTheirs(Refused):
    """School and municipality cannot complain to Udir (opplæringslova § 29-1)."""

    code = "ENF-009"


class EndedAlready(Refused):
    """Statsforvalteren has ended the follow-up already."""

    code = "ENF-010"
