"""Commands for a school."""

from __future__ import annotations

from typing import TypeAlias

from events.organisation import (
    PrincipalAppointed,
    PupilCountReported,
    RulebookChosen,
    SchoolDayClosed,
    SchoolDiscontinued,
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


class CloseSchoolDay(Command[SchoolDayClosed], frozen=True):
    """Record that the school is closed on a working day."""


class ChooseRulebook(Command[RulebookChosen], frozen=True):
    """Choose the municipal plan that applies from a date."""


class DiscontinueSchool(Command[SchoolDiscontinued], frozen=True):
    """Close the school for good."""


SchoolCommand: TypeAlias = (
    RegisterSchool | RenameSchool | ReportPupilCount | AppointPrincipal | CloseSchoolDay | ChooseRulebook | DiscontinueSchool
)
