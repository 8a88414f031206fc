"""What a heightened case waits for (opplæringslova § 12-5)."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias, assert_never
from uuid import UUID

import msgspec

from events.lists.decisions import HeightenedOutcome
from events.lists.measures import ClosingReason
from events.lists.people import Suspected
from services.case_service.domain.matter.work import Work


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of a heightened case, whatever it waits for. What is not yet said is None."""

    work: Work = Work()
    pupil_case: UUID | None = None
    suspected: Suspected | None = None
    suspected_person: UUID | None = None
    reports: int = 0
    received_by_owner: bool = False
    owner_notified: bool = False
    obviously_groundless: bool | None = None
    accused_excluded: bool = False
    hearings_of_employee: int = 0
    outcome: HeightenedOutcome | None = None
    has_personnel_file: bool = False

    @property
    def led_by_owner(self) -> bool:
        """Whether the municipality leads: someone in the school's leadership is suspected (§ 12-5 andre ledd)."""
        return self.suspected is Suspected.LEADER


class Stage(StrEnum):
    """The name of what a heightened case waits for."""

    NOT_REPORTED = "not_reported"
    REPORTED = "reported"
    FOUND_GROUNDLESS = "found_groundless"
    UNDER_INVESTIGATION = "under_investigation"
    AWAITING_PLAN = "awaiting_plan"
    WITH_MEASURES = "with_measures"
    IN_FOLLOW_UP = "in_follow_up"
    CLOSED = "closed"


class NotReported(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.NOT_REPORTED.value):
    """Nothing is known: waits for a report."""

    record: Record = Record()


class Reported(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.REPORTED.value):
    """A report is known: waits for the assessment, the municipality's being told, and the investigation."""

    record: Record


class FoundGroundless(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.FOUND_GROUNDLESS.value):
    """The report was found obviously groundless: waits for closing."""

    record: Record


class UnderInvestigation(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.UNDER_INVESTIGATION.value):
    """Waits for the conclusion."""

    record: Record


class AwaitingPlan(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.AWAITING_PLAN.value):
    """Concluded, with or without ground, and the pupil is not safe: waits for a plan for the pupil."""

    record: Record


class WithMeasures(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.WITH_MEASURES.value):
    """Concluded, and measures run: waits for their evaluation."""

    record: Record


class InFollowUp(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.IN_FOLLOW_UP.value):
    """Concluded, and the pupil has it safe as far as is known: waits for the pupil's lasting word, and closing."""

    record: Record


class Closed(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.CLOSED.value):
    """Waits for nothing but the check afterwards. ``before`` is what it waited for when it was closed."""

    record: Record
    reason: ClosingReason
    before: Stage


OpenState: TypeAlias = Reported | FoundGroundless | UnderInvestigation | AwaitingPlan | WithMeasures | InFollowUp
HeightenedState: TypeAlias = NotReported | OpenState | Closed


def stage(state: HeightenedState) -> Stage:
    """The name of what the heightened case waits for."""
    match state:
        case NotReported():
            return Stage.NOT_REPORTED
        case Reported():
            return Stage.REPORTED
        case FoundGroundless():
            return Stage.FOUND_GROUNDLESS
        case UnderInvestigation():
            return Stage.UNDER_INVESTIGATION
        case AwaitingPlan():
            return Stage.AWAITING_PLAN
        case WithMeasures():
            return Stage.WITH_MEASURES
        case InFollowUp():
            return Stage.IN_FOLLOW_UP
        case Closed():
            return Stage.CLOSED
        case _:
            assert_never(state)
