"""What a case waits for: Meldt, Undersøkes, Tiltak pågår, Evalueres, Oppfølging, Avsluttet, Gjenåpnet."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias, assert_never
from uuid import UUID

import msgspec

from events.lists.measures import ClosingReason
from services.case_service.domain.matter.work import Work


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of a case, whatever it waits for. ``serious`` is None until it is assessed."""

    work: Work = Work()
    opened: bool = False
    grade: int | None = None
    case_handler: UUID | None = None
    concerns: int = 0
    added_concerns: frozenset[UUID] = frozenset()
    serious: bool | None = None
    owner_notified: bool = False
    danger_to_life_or_health: bool = False
    linked_cases: frozenset[UUID] = frozenset()
    decisions: frozenset[UUID] = frozenset()


class Stage(StrEnum):
    """The name of what a case waits for."""

    NOT_OPENED = "not_opened"
    REPORTED = "reported"
    UNDER_INVESTIGATION = "under_investigation"
    WITH_MEASURES = "with_measures"
    UNDER_EVALUATION = "under_evaluation"
    IN_FOLLOW_UP = "in_follow_up"
    CLOSED = "closed"
    REOPENED = "reopened"
    JOINED = "joined"


class NotOpened(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.NOT_OPENED.value):
    """Nothing is known: waits for a concern."""

    record: Record = Record()


class Reported(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.REPORTED.value):
    """A concern is known: waits for the investigation."""

    record: Record


class UnderInvestigation(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.UNDER_INVESTIGATION.value):
    """Waits for what the investigation shows, and for measures."""

    record: Record


class WithMeasures(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.WITH_MEASURES.value):
    """Measures run: waits for their evaluation."""

    record: Record


class UnderEvaluation(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.UNDER_EVALUATION.value):
    """Measures have been evaluated: waits for what follows for the plan as a whole."""

    record: Record


class InFollowUp(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.IN_FOLLOW_UP.value):
    """The pupil has it safe as far as is known: waits for the pupil's lasting word, and closing."""

    record: Record


class Closed(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.CLOSED.value):
    """Waits for nothing but the check afterwards. ``before`` is what it waited for when it was closed."""

    record: Record
    reason: ClosingReason
    before: Stage


class Reopened(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.REOPENED.value):
    """Open again: waits for a new investigation, or for measures."""

    record: Record


class Joined(msgspec.Struct, frozen=True, kw_only=True, tag=Stage.JOINED.value):
    """The concern belongs to another case, which carries it on. Waits for nothing. ``before`` is what it waited for."""

    record: Record
    to_case: UUID
    before: Stage


OpenState: TypeAlias = Reported | UnderInvestigation | WithMeasures | UnderEvaluation | InFollowUp | Reopened
CaseState: TypeAlias = NotOpened | OpenState | Closed | Joined


def stage(state: CaseState) -> Stage:
    """The name of what the case waits for."""
    match state:
        case NotOpened():
            return Stage.NOT_OPENED
        case Reported():
            return Stage.REPORTED
        case UnderInvestigation():
            return Stage.UNDER_INVESTIGATION
        case WithMeasures():
            return Stage.WITH_MEASURES
        case UnderEvaluation():
            return Stage.UNDER_EVALUATION
        case InFollowUp():
            return Stage.IN_FOLLOW_UP
        case Closed():
            return Stage.CLOSED
        case Reopened():
            return Stage.REOPENED
        case Joined():
            return Stage.JOINED
        case _:
            assert_never(state)
