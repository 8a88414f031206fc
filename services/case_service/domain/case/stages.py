"""What a case waits for after a fact. A fact that comes late never takes a case back to what it has passed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from events.closing import CaseClosed, CaseReopened, FollowUpAgreed, SafetyConfirmed
from events.concern import ConcernJoined
from events.investigation import (
    AnalysisConcluded,
    BullyingChecklistCompleted,
    ConversationHeld,
    InvestigationPlanned,
    InvestigationRevised,
    KickoffMeetingHeld,
    ObservationLogged,
    ObservationPlanned,
    PupilHeard,
    SchoolyardMapCollected,
    SurveyResultUsed,
)
from events.lists.measures import ReopeningReason
from events.plan import (
    MeasureAdded,
    MeasureEvaluated,
    MeasureExecuted,
    MeasureMissed,
    PlanAdopted,
    PlanEvaluated,
    PlanRevised,
)
from services.case_service.domain.case.facts import OwnFact
from services.case_service.domain.case.state import (
    CaseState,
    Closed,
    InFollowUp,
    Joined,
    NotOpened,
    OpenState,
    Record,
    Reopened,
    Reported,
    Stage,
    UnderEvaluation,
    UnderInvestigation,
    WithMeasures,
    stage,
)
from services.case_service.domain.matter.facts import WorkFact

RESUMED: Final[Mapping[Stage, Callable[[Record], OpenState]]] = {
    Stage.REPORTED: lambda record: Reported(record=record),
    Stage.UNDER_INVESTIGATION: lambda record: UnderInvestigation(record=record),
    Stage.WITH_MEASURES: lambda record: WithMeasures(record=record),
    Stage.UNDER_EVALUATION: lambda record: UnderEvaluation(record=record),
    Stage.IN_FOLLOW_UP: lambda record: InFollowUp(record=record),
    Stage.REOPENED: lambda record: Reopened(record=record),
}
"""How a case that was closed or joined in error goes on where it stood."""


def next_state(state: CaseState, fact: WorkFact | OwnFact, record: Record) -> CaseState:
    """What the case waits for after ``fact``, with ``record`` as what is now remembered of it."""
    if isinstance(fact, CaseClosed):
        return Closed(record=record, reason=fact.reason, before=_stage_before(state))
    if isinstance(fact, ConcernJoined):
        return Joined(record=record, to_case=fact.to_case, before=_stage_before(state))
    if isinstance(state, Closed | Joined):
        return _reopened(state, fact, record) if isinstance(fact, CaseReopened) else replace(state, record=record)
    if isinstance(fact, CaseReopened):
        return Reopened(record=record)
    return _moved(state, fact, record)


def _stage_before(state: CaseState) -> Stage:
    return state.before if isinstance(state, Closed | Joined) else stage(state)


def _reopened(state: Closed | Joined, fact: CaseReopened, record: Record) -> OpenState:
    if fact.reason is ReopeningReason.CLOSED_IN_ERROR and state.before in RESUMED:
        return RESUMED[state.before](record)
    return Reopened(record=record)


def _moved(state: NotOpened | OpenState, fact: WorkFact | OwnFact, record: Record) -> OpenState:
    match fact:
        case MeasureAdded() | PlanAdopted() | PlanRevised():
            return WithMeasures(record=record)
        case MeasureExecuted() | MeasureMissed():
            return WithMeasures(record=record) if _before_measures(state) else _stays(state, record)
        case MeasureEvaluated():
            return _stays(state, record) if isinstance(state, InFollowUp) else UnderEvaluation(record=record)
        case PlanEvaluated():
            return InFollowUp(record=record) if fact.pupil_is_safe else WithMeasures(record=record)
        case FollowUpAgreed():
            return InFollowUp(record=record)
        case SafetyConfirmed():
            return InFollowUp(record=record) if fact.pupil_is_safe else _not_safe(state, record)
        case AnalysisConcluded():
            return _analysed(state, fact, record)
        case (
            InvestigationPlanned()
            | InvestigationRevised()
            | KickoffMeetingHeld()
            | ConversationHeld()
            | PupilHeard()
            | BullyingChecklistCompleted()
            | ObservationPlanned()
            | ObservationLogged()
            | SchoolyardMapCollected()
            | SurveyResultUsed()
        ):
            return UnderInvestigation(record=record) if _before_measures(state) else _stays(state, record)
        case _:
            return _stays(state, record)


def _before_measures(state: NotOpened | OpenState) -> bool:
    return isinstance(state, NotOpened | Reported | Reopened | UnderInvestigation)


def _stays(state: NotOpened | OpenState, record: Record) -> OpenState:
    return Reported(record=record) if isinstance(state, NotOpened) else replace(state, record=record)


def _not_safe(state: NotOpened | OpenState, record: Record) -> OpenState:
    if not isinstance(state, InFollowUp):
        return _stays(state, record)
    return WithMeasures(record=record) if record.work.running else UnderInvestigation(record=record)


def _analysed(state: NotOpened | OpenState, fact: AnalysisConcluded, record: Record) -> OpenState:
    if not _before_measures(state):
        return _stays(state, record)
    return InFollowUp(record=record) if fact.pupil_is_safe else UnderInvestigation(record=record)
