"""Commands for the facts that stand in a heightened case alone (opplæringslova § 12-5)."""

from __future__ import annotations

from typing import TypeAlias

from events.heightened import (
    AccusedExcluded,
    EmployeeInformedAndHeard,
    HeightenedCaseConcluded,
    HeightenedReportReceived,
    ObviousGroundlessnessAssessed,
    OwnerNotifiedOfHeightenedReport,
    PersonnelFileReferenced,
)
from services.case_service.domain.command import Command


class ReceiveHeightenedReport(Command[HeightenedReportReceived], frozen=True):
    """Record the suspicion that someone who works at the school offends a pupil."""


class AssessObviousGroundlessness(Command[ObviousGroundlessnessAssessed], frozen=True):
    """Assess whether the report is obviously groundless."""


class NotifyOwnerOfHeightenedReport(Command[OwnerNotifiedOfHeightenedReport], frozen=True):
    """Tell the municipality about the report."""


class ExcludeAccused(Command[AccusedExcluded], frozen=True):
    """Shut the one who is suspected out of the case."""


class InformAndHearEmployee(Command[EmployeeInformedAndHeard], frozen=True):
    """Tell the employee about the report and hear her own account."""


class ConcludeHeightenedCase(Command[HeightenedCaseConcluded], frozen=True):
    """Conclude the investigation of the report."""


class ReferencePersonnelFile(Command[PersonnelFileReferenced], frozen=True):
    """Note the reference of a matter in the personnel archive."""


OwnCommand: TypeAlias = (
    ReceiveHeightenedReport
    | AssessObviousGroundlessness
    | NotifyOwnerOfHeightenedReport
    | ExcludeAccused
    | InformAndHearEmployee
    | ConcludeHeightenedCase
    | ReferencePersonnelFile
)
