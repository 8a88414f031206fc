"""Commands for a school."""

from __future__ import annotations

from typing import TypeAlias

from events.organisation import (
    DeputyAppointed,
    KioskCodeIssued,
    KioskCodeRevoked,
    PrincipalAppointed,
    PupilCountReported,
    RulebookChosen,
    SchoolDayClosed,
    SchoolDayReopened,
    SchoolDiscontinued,
    SchoolMapPublished,
    SchoolRegistered,
    SchoolRenamed,
)
from services.case_service.domain.command import Command


class RegisterSchool(Command[SchoolRegistered], frozen=True):
    """Register a school with the municipality."""


class RenameSchool(Command[SchoolRenamed], frozen=True):
    """Give a school another name."""


class ReportPupilCount(Command[PupilCountReported], frozen=True):
    """Record the number of pupils on a date."""


class AppointPrincipal(Command[PrincipalAppointed], frozen=True):
    """Record that a principal took up the post."""


class AppointDeputy(Command[DeputyAppointed], frozen=True):
    """Let somebody do the principal's work while the principal is away."""


class IssueKioskCode(Command[KioskCodeIssued], frozen=True):
    """Give the school a code for reporting without an account."""


class RevokeKioskCode(Command[KioskCodeRevoked], frozen=True):
    """Take such a code out of use."""


class PublishSchoolMap(Command[SchoolMapPublished], frozen=True):
    """Give the school a map of its own grounds."""


class CloseSchoolDay(Command[SchoolDayClosed], frozen=True):
    """Record that the school is closed on a working day."""


class ReopenSchoolDay(Command[SchoolDayReopened], frozen=True):
    """Record that the school is open after all on a day that was recorded as closed."""


class ChooseRulebook(Command[RulebookChosen], frozen=True):
    """Choose the municipal plan that applies from a date."""


class DiscontinueSchool(Command[SchoolDiscontinued], frozen=True):
    """Close the school for good."""


SchoolCommand: TypeAlias = (
    RegisterSchool
    | RenameSchool
    | ReportPupilCount
    | AppointPrincipal
    | AppointDeputy
    | IssueKioskCode
    | RevokeKioskCode
    | PublishSchoolMap
    | CloseSchoolDay
    | ReopenSchoolDay
    | ChooseRulebook
    | DiscontinueSchool
)
