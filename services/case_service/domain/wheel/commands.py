"""Commands for the school's year."""

from __future__ import annotations

from typing import TypeAlias

from events.wheel import (
    AnnualWheelOpened,
    ClassTalksHeld,
    CorrectionDeclared,
    InspectionOrderReceived,
    InspectionReportReceived,
    RequiredReadingSet,
    RoutineRead,
    RoutineVersioned,
    SupervisionAbsenceCovered,
    SupervisionPlanAdopted,
    WheelTaskDone,
    WheelTaskHandedOver,
    WheelTaskPlanned,
    WheelTaskPostponed,
)
from services.case_service.domain.command import Command


class OpenAnnualWheel(Command[AnnualWheelOpened], frozen=True):
    """Open the wheel of a school year."""


class PlanWheelTask(Command[WheelTaskPlanned], frozen=True):
    """Plan a task of the year."""


class DoWheelTask(Command[WheelTaskDone], frozen=True):
    """Record that a task of the year was done, planned or not."""


class PostponeWheelTask(Command[WheelTaskPostponed], frozen=True):
    """Put a task off, for a stated reason."""


class HandOverWheelTask(Command[WheelTaskHandedOver], frozen=True):
    """Make somebody else responsible for a task."""


class HoldClassTalks(Command[ClassTalksHeld], frozen=True):
    """Record that all pupils of a class had their talk of the term."""


class AdoptSupervisionPlan(Command[SupervisionPlanAdopted], frozen=True):
    """Adopt the plan for supervision in breaks."""


class VersionRoutine(Command[RoutineVersioned], frozen=True):
    """Approve a new version of a plan or routine."""


class CoverAbsence(Command[SupervisionAbsenceCovered], frozen=True):
    """Record who took over a post of the supervision plan."""


class SetRequiredReading(Command[RequiredReadingSet], frozen=True):
    """Ask those in some roles to read a plan or routine by a date."""


class ReadRoutine(Command[RoutineRead], frozen=True):
    """Confirm having read a plan or routine."""


class ReceiveInspectionReport(Command[InspectionReportReceived], frozen=True):
    """Record Statsforvalteren's inspection report."""


class ReceiveInspectionOrder(Command[InspectionOrderReceived], frozen=True):
    """Record one item that the municipality is ordered to correct."""


class DeclareCorrection(Command[CorrectionDeclared], frozen=True):
    """Declare that an item is corrected."""


WheelCommand: TypeAlias = (
    OpenAnnualWheel
    | PlanWheelTask
    | DoWheelTask
    | PostponeWheelTask
    | HandOverWheelTask
    | HoldClassTalks
    | AdoptSupervisionPlan
    | VersionRoutine
    | CoverAbsence
    | SetRequiredReading
    | ReadRoutine
    | ReceiveInspectionReport
    | ReceiveInspectionOrder
    | DeclareCorrection
)
