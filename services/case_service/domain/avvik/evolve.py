"""How a fact changes what an avvik waits for. Never refuses."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from events.avvik import (
    AvvikCauseFound,
    AvvikClosed,
    AvvikEffectChecked,
    AvvikExported,
    AvvikMeasureDecided,
    AvvikMeasureDone,
    AvvikRaised,
    AvvikRegisteredExternally,
    AvvikReopened,
)
from events.lists.decisions import AvvikEffect
from services.case_service.domain.avvik.state import (
    AwaitsCompletion,
    AwaitsEffect,
    AwaitsMeasure,
    Closed,
    Effective,
    Measure,
    State,
    Treatment,
)

AvvikFact: TypeAlias = (
    AvvikRaised
    | AvvikRegisteredExternally
    | AvvikExported
    | AvvikCauseFound
    | AvvikMeasureDecided
    | AvvikMeasureDone
    | AvvikEffectChecked
    | AvvikClosed
    | AvvikReopened
)


def evolve(state: State, fact: AvvikFact) -> State:
    """What the avvik waits for after ``fact``."""
    known = state.treatment
    match fact:
        case AvvikRaised():
            return AwaitsMeasure(treatment=replace(known, kind=fact.kind, grade=fact.grade, rule=fact.rule))
        case AvvikRegisteredExternally():
            return replace(state, treatment=replace(known, external=(fact.system, fact.reference)))
        case AvvikExported():
            return replace(state, treatment=replace(known, exported_to=known.exported_to | {fact.system}))
        case AvvikCauseFound():
            return replace(state, treatment=replace(known, cause_found=True))
        case AvvikMeasureDecided() | AvvikMeasureDone():
            treated = _treated(known, fact)
            return Closed(treatment=treated) if isinstance(state, Closed) else _waiting(treated)
        case AvvikEffectChecked():
            checked = replace(known, effect=fact.effect)
            return Closed(treatment=checked) if isinstance(state, Closed) else _judged(checked, fact.effect)
        case AvvikClosed():
            return Closed(treatment=known)
        case AvvikReopened():
            return AwaitsMeasure(treatment=replace(known, effect=None, times_reopened=known.times_reopened + 1))
        case _:
            assert_never(fact)


def _treated(known: Treatment, fact: AvvikMeasureDecided | AvvikMeasureDone) -> Treatment:
    match fact:
        case AvvikMeasureDecided():
            measure = Measure(responsible=fact.responsible, due_on=fact.due_on)
        case AvvikMeasureDone():
            if fact.measure not in known.measures:
                return known
            measure = replace(known.measures[fact.measure], done=True)
        case _:
            assert_never(fact)
    return replace(known, measures={**known.measures, fact.measure: measure}, effect=None)


def _waiting(known: Treatment) -> State:
    if not known.measures:
        return AwaitsMeasure(treatment=known)
    if all(measure.done for measure in known.measures.values()):
        return AwaitsEffect(treatment=known)
    return AwaitsCompletion(treatment=known)


def _judged(known: Treatment, effect: AvvikEffect) -> State:
    match effect:
        case AvvikEffect.EFFECTIVE:
            return Effective(treatment=known)
        case AvvikEffect.NOT_EFFECTIVE:
            return AwaitsMeasure(treatment=known)
        case _:
            assert_never(effect)
