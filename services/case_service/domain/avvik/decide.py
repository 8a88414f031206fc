"""What is decided on commands about an avvik."""

from __future__ import annotations

from typing import assert_never
from uuid import UUID

from events.base import Event
from services.case_service.domain.avvik.commands import (
    AvvikCommand,
    CheckAvvikEffect,
    CloseAvvik,
    CompleteAvvikMeasure,
    DecideAvvikMeasure,
    ExportAvvik,
    FindAvvikCause,
    RaiseAvvik,
    RegisterAvvikExternally,
    ReopenAvvik,
)
from services.case_service.domain.avvik.refusals import (
    AvvikClosedAlready,
    AvvikNotClosed,
    MeasureDoneAlready,
    MeasureExists,
    NothingToCheck,
    NotRaisedYet,
    RaisedAlready,
    UnknownMeasure,
)
from services.case_service.domain.avvik.state import Closed, NotRaised, State
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances


def decide(command: AvvikCommand, state: State, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    if not isinstance(command, RaiseAvvik) and isinstance(state, NotRaised):
        raise NotRaisedYet
    match command:
        case RaiseAvvik():
            if not isinstance(state, NotRaised):
                raise RaisedAlready
        case FindAvvikCause():
            _require_open(state, circumstances)
        case DecideAvvikMeasure(fact=fact):
            if fact.measure in state.treatment.measures:
                raise MeasureExists("measure", measure=fact.measure)
            _require_open(state, circumstances)
        case CompleteAvvikMeasure(fact=fact):
            _check_completion(state, fact.measure)
        case CheckAvvikEffect():
            if not any(measure.done for measure in state.treatment.measures.values()) and not circumstances.history:
                raise NothingToCheck
        case CloseAvvik():
            if isinstance(state, Closed):
                raise AvvikClosedAlready
        case ReopenAvvik():
            if not isinstance(state, Closed):
                raise AvvikNotClosed
        case RegisterAvvikExternally() | ExportAvvik():
            pass
        case _:
            assert_never(command)
    return (command.fact,)


def _require_open(state: State, circumstances: Circumstances) -> None:
    """Treatment goes on in an open avvik; what an earlier system recorded after closing stands as it was."""
    if isinstance(state, Closed) and not circumstances.history:
        raise AvvikClosedAlready


def _check_completion(state: State, key: UUID) -> None:
    """A measure may be carried out after the avvik was closed: then that is how it was."""
    measure = state.treatment.measures.get(key)
    if measure is None:
        raise UnknownMeasure("measure", measure=key)
    if measure.done:
        raise MeasureDoneAlready("measure", measure=key)
