"""Every event that may stand in a stream has one command that produces it there."""

from typing import Any

import pytest
from builders import bare, example, person
from each import for_each
from given_when_then import given

from events import Event, EventType, Stream, by_topic, catalogue
from events.base import event_type
from events.closing import CaseClosed
from events.concern import CaseOpened, CaseSplit, ConcernReceived
from events.dialogue import ReporterCodeIssued
from events.heightened import AccusedExcluded, EmployeeInformedAndHeard, HeightenedReportReceived
from events.plan import MeasureAdded, PlanAdopted, PlanRevised
from events.reactions import IndividualDecisionMade, Referred
from services.case_service.domain import COMMAND_FOR, STREAMS, NoSuchCommandError, command_for, proposed

MATTERS = (Stream.CASE, Stream.HEIGHTENED_CASE)
STANDS_IN = [(kind, stream) for kind in catalogue() for stream in kind.streams]
IN_MATTERS = [(kind, stream) for kind, stream in STANDS_IN if stream in MATTERS]

BEGUN: dict[Stream, tuple[Event, ...]] = {
    Stream.CASE: (
        example(CaseOpened),
        example(MeasureAdded),
        example(PlanAdopted),
        example(IndividualDecisionMade),
        example(Referred),
    ),
    Stream.HEIGHTENED_CASE: (
        example(HeightenedReportReceived),
        example(MeasureAdded),
        example(PlanAdopted),
        example(Referred),
    ),
}
FITTING: dict[str, dict[str, Any]] = {
    "CaseSplit": {"pupil": person("friend")},
    "MeasureAdded": {"measure": person("second measure")},
    "PlanDrafted": {"plan_version": 2},
    "PlanAdopted": {"plan_version": 2},
    "PlanRevised": {"plan_version": 2},
    "IndividualDecisionMade": {"decision": person("second decision")},
    "Referred": {"referral": person("second referral")},
    "AccusedExcluded": {"person": person("suspected_person")},
    "EmployeeInformedAndHeard": {"person": person("suspected_person")},
}
"""What an example must say to fit into a stream that has begun."""


def before(kind: EventType, stream: Stream) -> tuple[Event, ...]:
    if kind.name == "CaseOpened":
        return ()
    if kind.name in ("CaseReopened", "PostClosureCheckDone"):
        return (*BEGUN[stream], example(CaseClosed))
    if kind.name == "ConcernJoined":
        return (example(ConcernReceived),)
    if kind.name in ("MessageFromReporter", "MessageToReporter"):
        return (*BEGUN[stream], example(ReporterCodeIssued))
    return BEGUN[stream]


def named(place: tuple[EventType, Stream]) -> str:
    kind, stream = place
    return f"{kind.name} in {stream}"


def test_every_kind_of_stream_has_its_rules():
    assert set(STREAMS) == set(Stream)
    assert all(rules.stream is stream for stream, rules in STREAMS.items())


@for_each(STANDS_IN, named)
def test_every_event_has_a_command_in_every_stream_that_it_may_stand_in(kind, stream):
    command = command_for(stream, kind.topic)
    assert proposed(command) is kind.cls
    assert command in STREAMS[stream].commands


@for_each(IN_MATTERS, named)
def test_every_command_to_a_case_produces_its_event(kind, stream):
    fact = example(kind.cls, **FITTING.get(kind.name, {}))
    history = kind.cls in (PlanAdopted, PlanRevised)
    given(*before(kind, stream), stream=stream).when(command_for(stream, kind.topic)(fact=fact), history=history).then(fact)


@for_each(IN_MATTERS, named)
def test_every_event_is_read_back_in_any_state(kind, stream):
    rules = STREAMS[stream]
    fact = bare(kind.cls)
    for begun in ((), BEGUN[stream], (*BEGUN[stream], example(CaseClosed))):
        assert rules.evolve(given(*begun, stream=stream).state, fact).record is not None


@for_each(STREAMS)
def test_a_stream_knows_commands_for_its_own_events_alone(stream):
    topics = [event_type(proposed(command)).topic for command in STREAMS[stream].commands]
    assert len(topics) == len(set(topics))
    assert all(stream in by_topic(topic).streams for topic in topics)


def test_an_event_has_the_same_command_in_all_its_streams():
    commands = {command for rules in STREAMS.values() for command in rules.commands}
    assert len(commands) == len(COMMAND_FOR)


def test_commands_are_named_in_the_imperative_and_say_what_they_are_for():
    events = {kind.name for kind in catalogue()}
    for command in COMMAND_FOR.values():
        assert command.__name__ not in events
        assert (command.__doc__ or "").endswith(".")


def test_a_command_for_another_kind_of_stream_is_not_found():
    with pytest.raises(NoSuchCommandError):
        command_for(Stream.CASE, "heightened.AccusedExcluded")
    with pytest.raises(NoSuchCommandError):
        command_for(Stream.HEIGHTENED_CASE, event_type(CaseSplit).topic)


def test_a_case_and_a_heightened_case_hold_different_facts():
    own = {AccusedExcluded, EmployeeInformedAndHeard}
    assert not own & {proposed(command) for command in STREAMS[Stream.CASE].commands}
