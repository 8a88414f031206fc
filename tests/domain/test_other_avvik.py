"""Avvik: raised once, treated until the measure has had its effect (kommunelova § 25-1)."""

from datetime import date

import pytest
from builders import example, person
from given_when_then import given as given_in

from events import Stream
from events.avvik import (
    AvvikCauseFound,
    AvvikClosed,
    AvvikEffectChecked,
    AvvikMeasureDecided,
    AvvikMeasureDone,
    AvvikRaised,
    AvvikRegisteredExternally,
    AvvikReopened,
)
from events.lists.decisions import AvvikEffect
from services.case_service.domain.avvik.commands import (
    CheckAvvikEffect,
    CloseAvvik,
    CompleteAvvikMeasure,
    DecideAvvikMeasure,
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
from services.case_service.domain.avvik.state import (
    AwaitsCompletion,
    AwaitsEffect,
    AwaitsMeasure,
    Closed,
    Effective,
    overdue_measures,
)

RAISED = example(AvvikRaised)
CAUSE = example(AvvikCauseFound)
DECIDED = example(AvvikMeasureDecided, due_on=date(2025, 10, 1))
SECOND = example(AvvikMeasureDecided, measure=person("second measure"), due_on=date(2025, 11, 1))
DONE = example(AvvikMeasureDone)
HELPED = example(AvvikEffectChecked, effect=AvvikEffect.EFFECTIVE)
DID_NOT_HELP = example(AvvikEffectChecked, effect=AvvikEffect.NOT_EFFECTIVE)
CLOSED = example(AvvikClosed)
REOPENED = example(AvvikReopened)


def given(*events):
    return given_in(*events, stream=Stream.AVVIK)


@pytest.mark.parametrize(
    ("events", "waits"),
    [
        ((RAISED,), AwaitsMeasure),
        ((RAISED, CAUSE), AwaitsMeasure),
        ((RAISED, DECIDED), AwaitsCompletion),
        ((RAISED, DECIDED, SECOND, DONE), AwaitsCompletion),
        ((RAISED, DECIDED, DONE), AwaitsEffect),
        ((RAISED, DECIDED, DONE, HELPED), Effective),
        ((RAISED, DECIDED, DONE, DID_NOT_HELP), AwaitsMeasure),
        ((RAISED, DECIDED, DONE, HELPED, SECOND), AwaitsCompletion),
        ((RAISED, DECIDED, DONE, HELPED, CLOSED), Closed),
        ((RAISED, CLOSED, REOPENED), AwaitsMeasure),
        ((RAISED, DECIDED, CLOSED, DONE), Closed),
    ],
)
def test_an_avvik_waits_for_the_next_step_of_its_treatment(events, waits):
    assert isinstance(given(*events).state, waits)


def test_an_avvik_is_raised_once():
    given(RAISED).when(RaiseAvvik(fact=RAISED)).then_refused(RaisedAlready)


@pytest.mark.parametrize(
    "command",
    [
        FindAvvikCause(fact=CAUSE),
        DecideAvvikMeasure(fact=DECIDED),
        CompleteAvvikMeasure(fact=DONE),
        CheckAvvikEffect(fact=HELPED),
        CloseAvvik(fact=CLOSED),
        ReopenAvvik(fact=REOPENED),
        RegisterAvvikExternally(fact=example(AvvikRegisteredExternally)),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_was_never_raised_is_not_treated(command):
    given().when(command).then_refused(NotRaisedYet)


def test_an_avvik_may_be_closed_untreated_because_that_happens():
    given(RAISED).when(CloseAvvik(fact=CLOSED)).then(CLOSED)


def test_an_avvik_is_closed_once():
    given(RAISED, CLOSED).when(CloseAvvik(fact=CLOSED)).then_refused(AvvikClosedAlready)


def test_only_a_closed_avvik_is_opened_again():
    given(RAISED).when(ReopenAvvik(fact=REOPENED)).then_refused(AvvikNotClosed)
    outcome = given(RAISED, DECIDED, DONE, HELPED, CLOSED).when(ReopenAvvik(fact=REOPENED)).then(REOPENED)
    assert outcome.state.treatment.times_reopened == 1
    assert outcome.state.treatment.effect is None


@pytest.mark.parametrize("command", [FindAvvikCause(fact=CAUSE), DecideAvvikMeasure(fact=DECIDED)])
def test_a_closed_avvik_is_opened_before_it_is_treated_further(command):
    given(RAISED, CLOSED).when(command).then_refused(AvvikClosedAlready)
    given(RAISED, CLOSED).when(command, history=True).then_recorded()


def test_a_measure_may_be_done_after_the_avvik_was_closed():
    given(RAISED, DECIDED, CLOSED).when(CompleteAvvikMeasure(fact=DONE)).then(DONE)


def test_a_measure_is_decided_once():
    given(RAISED, DECIDED).when(DecideAvvikMeasure(fact=DECIDED)).then_refused(MeasureExists, "measure")


def test_a_measure_that_nobody_decided_is_not_done():
    given(RAISED).when(CompleteAvvikMeasure(fact=DONE)).then_refused(UnknownMeasure, "measure")


def test_a_measure_is_done_once():
    given(RAISED, DECIDED, DONE).when(CompleteAvvikMeasure(fact=DONE)).then_refused(MeasureDoneAlready, "measure")


def test_there_is_no_effect_before_a_measure_was_done():
    given(RAISED, DECIDED).when(CheckAvvikEffect(fact=HELPED)).then_refused(NothingToCheck)
    given(RAISED, DECIDED).when(CheckAvvikEffect(fact=HELPED), history=True).then(HELPED)


def test_a_measure_is_overdue_the_day_after_its_date():
    state = given(RAISED, DECIDED, SECOND).state
    assert overdue_measures(state, date(2025, 10, 1)) == ()
    assert overdue_measures(state, date(2025, 10, 2)) == (DECIDED.measure,)
    assert overdue_measures(given(RAISED, DECIDED, DONE).state, date(2026, 1, 1)) == ()


def test_the_id_of_the_municipalitys_own_system_is_kept():
    registered = example(AvvikRegisteredExternally)
    assert given(RAISED, registered).state.treatment.external == (registered.system, registered.reference)
