"""What a heightened case waits for after a fact.

Measures for the pupil may run all the while; they do not end the investigation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from events.closing import CaseClosed, CaseReopened, FollowUpAgreed, SafetyConfirmed
from events.heightened import EmployeeInformedAndHeard, HeightenedCaseConcluded, ObviousGroundlessnessAssessed
from events.investigation import ConversationHeld, InvestigationPlanned, InvestigationRevised, PupilHeard
from events.lists.measures import ReopeningReason
from events.plan import MeasureAdded, PlanAdopted, PlanEvaluated, PlanRevised
from services.case_service.domain.heightened.facts import OwnFact
from services.case_service.domain.heightened.state import (
    AwaitingPlan,
    Closed,
    FoundGroundless,
    HeightenedState,
    InFollowUp,
    NotReported,
    OpenState,
    Record,
    Reported,
    Stage,
    UnderInvestigation,
    WithMeasures,
    stage,
)
from services.case_service.domain.matter.facts import WorkFact

RESUMED: Final[Mapping[Stage, Callable[[Record], OpenState]]] = {
    Stage.REPORTED: lambda record: Reported(record=record),
    Stage.FOUND_GROUNDLESS: lambda record: FoundGroundless(record=record),
    Stage.UNDER_INVESTIGATION: lambda record: UnderInvestigation(record=record),
    Stage.AWAITING_PLAN: lambda record: AwaitingPlan(record=record),
    Stage.WITH_MEASURES: lambda record: WithMeasures(record=record),
    Stage.IN_FOLLOW_UP: lambda record: InFollowUp(record=record),
}
"""How a case that was closed in error goes on where it stood."""


def next_state(state: HeightenedState, fact: WorkFact | OwnFact, record: Record) -> HeightenedState:
    """What the case waits for after ``fact``, with ``record`` as what is now remembered of it."""
    if isinstance(fact, CaseClosed):
        before = state.before if isinstance(state, Closed) else stage(state)
        return Closed(record=record, reason=fact.reason, before=before)
    if isinstance(state, Closed):
        return _reopened(state, fact, record) if isinstance(fact, CaseReopened) else replace(state, record=record)
    if isinstance(fact, CaseReopened):
        return UnderInvestigation(record=record)
    return _moved(state, fact, record)


def _reopened(state: Closed, fact: CaseReopened, record: Record) -> OpenState:
    if fact.reason is ReopeningReason.CLOSED_IN_ERROR and state.before in RESUMED:
        return RESUMED[state.before](record)
    return UnderInvestigation(record=record)


def _moved(state: NotReported | OpenState, fact: WorkFact | OwnFact, record: Record) -> OpenState:
    match fact:
        case ObviousGroundlessnessAssessed() if not _concluded(state):
            return FoundGroundless(record=record) if fact.obviously_groundless else UnderInvestigation(record=record)
        case HeightenedCaseConcluded():
            return _safe_or_not(record, safe=fact.pupil_is_safe)
        case EmployeeInformedAndHeard() | InvestigationPlanned() | InvestigationRevised() | ConversationHeld() | PupilHeard() if (
            isinstance(state, NotReported | Reported)
        ):
            return UnderInvestigation(record=record)
        case MeasureAdded() | PlanAdopted() | PlanRevised() if _concluded(state):
            return WithMeasures(record=record)
        case PlanEvaluated() | SafetyConfirmed() if _concluded(state):
            return _safe_or_not(record, safe=fact.pupil_is_safe)
        case FollowUpAgreed() if _concluded(state):
            return InFollowUp(record=record)
        case _:
            return Reported(record=record) if isinstance(state, NotReported) else replace(state, record=record)


def _concluded(state: NotReported | OpenState) -> bool:
    return isinstance(state, AwaitingPlan | WithMeasures | InFollowUp)


def _safe_or_not(record: Record, *, safe: bool) -> OpenState:
    """A plan is due whenever the pupil is not safe, also when no ground was found."""
    if safe:
        return InFollowUp(record=record)
    return WithMeasures(record=record) if record.work.plan or record.work.running else AwaitingPlan(record=record)
