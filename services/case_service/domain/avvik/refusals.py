"""What an avvik does not accept."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class NotRaisedYet(Refused):
    """What was never raised cannot be treated."""

    code = "AVV-001"


class RaisedAlready(Refused):
    """An avvik is raised once."""

    code = "AVV-002"


class MeasureExists(Refused):
    """A measure has this id already."""

    code = "AVV-003"


class UnknownMeasure(Refused):
    """No measure against the avvik has this id."""

    code = "AVV-004"


class MeasureDoneAlready(Refused):
    """The measure was carried out already."""

    code = "AVV-005"


class AvvikClosedAlready(Refused):
    """The avvik is closed; it must be opened again before it is treated further."""

    code = "AVV-006"


class AvvikNotClosed(Refused):
    """Only a closed avvik can be opened again."""

    code = "AVV-007"


class NothingToCheck(Refused):
    """No measure was carried out, so there is no effect to check."""

    code = "AVV-008"
