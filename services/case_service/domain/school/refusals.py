"""What a school does not accept."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class NotAnOrgnr(Refused):
    """An organisation number has nine digits."""

    code = "SCH-001"


class GradesReversed(Refused):
    """The lowest grade lies above the highest."""

    code = "SCH-002"


class SchoolRegisteredAlready(Refused):
    """The school is registered already."""

    code = "SCH-003"


class SchoolNotRegistered(Refused):
    """Nothing is known of a school before it is registered."""

    code = "SCH-004"


class DiscontinuedAlready(Refused):
    """The school was closed for good already."""

    code = "SCH-005"


class PostBeganAlready(Refused):
    """Another principal took up the post on the same day."""

    code = "SCH-006"


class KioskCodeExists(Refused):
    """The school has that code already."""

    code = "SCH-007"


class UnknownKioskCode(Refused):
    """The school has no such code in use."""

    code = "SCH-008"


class MapVersionTaken(Refused):
    """The map has this version already, or a later one."""

    code = "SCH-009"


class DayNotClosed(Refused):
    """The school is not recorded as closed on that day."""

    code = "SCH-010"
