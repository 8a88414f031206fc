"""A command is decided on without opening what was said before: the facts alone give the same state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from builders import example
from each import for_each
from given_when_then import given

from events.base import Event, Stream, catalogue
from events.municipality import WebhookRegistered
from events.sealing import mask, sealed_shape, split
from events.stored import topic_of
from events.wheel import ClassTalksHeld
from services.case_service.domain import STREAMS, command_for, fold
from services.case_service.domain.refusals import BlankText, NothingSaid

BLANKS = ("", " ", "\n\t\u00a0")
HOLD_TEXT = {Stream.ANNUAL_WHEEL: ClassTalksHeld, Stream.MUNICIPALITY: WebhookRegistered}
"""The streams whose state is made of text too, with an event that shows it: which class was talked with, and a webhook's secret."""


def unopened(event: Event) -> Event:
    """The event as it is read without a key."""
    facts, sealed = split(event)
    return msgspec.convert(mask(type(event), facts, frozenset(sealed)), type(event))


def with_one_blank(value: Any, blank: str) -> Iterator[tuple[str, Any]]:
    """The value with each of its sealed texts in turn left blank, and where that is."""
    if isinstance(value, str):
        yield "", blank
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from ((f".{at}{path}", (*value[:at], new, *value[at + 1 :])) for path, new in with_one_blank(item, blank))
    elif isinstance(value, msgspec.Struct):
        for name in sealed_shape(type(value)) or ():
            for path, new in with_one_blank(getattr(value, name), blank):
                yield f".{name}{path}", msgspec.structs.replace(value, **{name: new})


BLANK_TEXTS = [
    (stream, path.removeprefix("."), fact)
    for kind in catalogue()
    for stream in kind.streams
    for blank in BLANKS
    for path, fact in with_one_blank(example(kind.cls), blank)
]


@for_each(BLANK_TEXTS, lambda place: f"{place[1]} of {type(place[2]).__name__} in {place[0]}")
def test_a_text_that_says_nothing_is_left_out_and_never_sealed(stream, path, fact):
    refused = given(stream=stream).when(command_for(stream, topic_of(fact))(fact=fact)).refused
    assert isinstance(refused, NothingSaid | BlankText)
    assert refused.field == path


def test_the_streams_whose_state_holds_text_say_so():
    assert {stream for stream, rules in STREAMS.items() if rules.state_holds_text} == set(HOLD_TEXT)


@pytest.mark.parametrize("stream", HOLD_TEXT, ids=str)
def test_without_its_text_such_a_stream_would_be_in_another_state(stream):
    fact = example(HOLD_TEXT[stream])
    assert fold(STREAMS[stream], [unopened(fact)]) != fold(STREAMS[stream], [fact])
