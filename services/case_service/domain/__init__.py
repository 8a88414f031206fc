"""Decisions: what each kind of stream accepts, refuses and remembers. Pure: no clock, no input, no output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any, Final

from events.base import Event, Stream, by_topic, event_type
from services.case_service.domain import (
    access,
    avvik,
    case,
    enforcement,
    heightened,
    intervention,
    municipality,
    pupil,
    school,
    staff,
    survey,
    wheel,
)
from services.case_service.domain.command import Circumstances, Command, Refused, StreamRules, proposed

__all__ = [
    "COMMAND_FOR",
    "STREAMS",
    "Circumstances",
    "Command",
    "NoSuchCommandError",
    "Refused",
    "StreamRules",
    "command_for",
    "decide",
    "fold",
    "proposed",
]


class NoSuchCommandError(LookupError):
    """No command produces the event in that kind of stream."""


STREAMS: Final[Mapping[Stream, StreamRules]] = {
    package.RULES.stream: package.RULES
    for package in (
        case,
        heightened,
        enforcement,
        avvik,
        intervention,
        survey,
        wheel,
        school,
        staff,
        pupil,
        access,
        municipality,
    )
}
"""How each kind of stream decides and folds."""

COMMAND_FOR: Final[Mapping[str, type[Command[Any]]]] = {
    event_type(proposed(command)).topic: command for rules in STREAMS.values() for command in rules.commands
}
"""The command that produces an event, by the event's topic; an event has one command in all streams it may stand in."""


def command_for(stream: Stream, topic: str) -> type[Command[Any]]:
    """The command that puts an event of ``topic`` into a stream of that kind. Raises UnknownTopicError, NoSuchCommandError."""
    if stream not in by_topic(topic).streams:
        raise NoSuchCommandError(f"{topic} in {stream}")
    return COMMAND_FOR[topic]


def decide(stream: Stream, command: Command[Any], state: Any, circumstances: Circumstances) -> tuple[Event, ...]:
    """What a command becomes in a stream of that kind, in ``state``. Raises Refused."""
    return STREAMS[stream].decide(command, state, circumstances)


def fold(rules: StreamRules, events: Iterable[Event], state: Any = None) -> Any:
    """The state after ``events``, from ``state`` or from the beginning."""
    return reduce(rules.evolve, events, rules.initial if state is None else state)
