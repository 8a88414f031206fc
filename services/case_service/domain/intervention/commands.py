"""Commands for a physical intervention."""

from __future__ import annotations

from typing import TypeAlias

from events.intervention import (
    DebriefHeld,
    InterventionReportedToGuardians,
    InterventionReportedToMunicipality,
    InterventionReportedToPrincipal,
    PhysicalInterventionRecorded,
)
from services.case_service.domain.command import Command
from services.case_service.domain.matter.commands import AcknowledgeAsOwner
from services.case_service.domain.shared_commands import AddDocument, Archive, CorrectInformation, RegisterDisagreement, SendLetter


class RecordPhysicalIntervention(Command[PhysicalInterventionRecorded], frozen=True):
    """Write a physical intervention down."""


class ReportInterventionToPrincipal(Command[InterventionReportedToPrincipal], frozen=True):
    """Tell the principal."""


class ReportInterventionToGuardians(Command[InterventionReportedToGuardians], frozen=True):
    """Tell the guardians."""


class ReportInterventionToMunicipality(Command[InterventionReportedToMunicipality], frozen=True):
    """Tell the municipality, because it was repeated or particularly serious."""


class HoldDebrief(Command[DebriefHeld], frozen=True):
    """Record that those involved went through the event afterwards."""


InterventionCommand: TypeAlias = (
    RecordPhysicalIntervention
    | ReportInterventionToPrincipal
    | ReportInterventionToGuardians
    | ReportInterventionToMunicipality
    | HoldDebrief
    | AcknowledgeAsOwner
    | CorrectInformation
    | RegisterDisagreement
    | SendLetter
    | AddDocument
    | Archive
)
