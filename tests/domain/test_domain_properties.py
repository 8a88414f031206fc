"""Whatever comes: an accepted history can be read back, and gives again the state that decisions were made on."""

import msgspec
import pytest
from builders import example
from generated import circumstances, facts
from given_when_then import THIS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from events import Envelope, Event, Recorded, Stream
from events.commitments import SALT_BYTES
from events.stored import Place, decode, encode, topic_of
from services.case_service.domain import STREAMS, Refused, fold, proposed
from services.case_service.domain.case.state import CaseState
from services.case_service.domain.heightened.state import HeightenedState

BRIEFLY = settings(
    max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


class OpenEnvelopes:
    """A sealer that only binds text to its place: what encryption adds is the store's to test."""

    def salt(self) -> bytes:
        return bytes(SALT_BYTES)

    def seal(self, plaintext: bytes, place: Place) -> bytes:
        return place.as_bytes() + plaintext

    def open(self, ciphertext: bytes, place: Place) -> bytes | None:
        assert ciphertext.startswith(place.as_bytes())
        return ciphertext[len(place.as_bytes()) :]


SEALER = OpenEnvelopes()


def stored(event: Event, version: int) -> bytes:
    recorded = Recorded(stream_id=THIS, version=version, topic=topic_of(event), envelope=example(Envelope), event=event)
    return encode(recorded, SEALER)


def read(state: bytes, event: Event, version: int, sealer: OpenEnvelopes | None) -> Event:
    return decode(state, stream_id=THIS, version=version, topic=topic_of(event), sealer=sealer).event


class History(RuleBasedStateMachine):
    """A stream to which any commands come in any order."""

    def __init__(self, stream: Stream) -> None:
        super().__init__()
        self.rules = STREAMS[stream]
        self.state = self.rules.initial
        self.events: list[Event] = []
        self.read: list[Event] = []
        self.facts_alone: list[Event] = []

    @rule(data=st.data())
    def a_command_comes(self, data: st.DataObject) -> None:
        command_class = data.draw(st.sampled_from(self.rules.commands))
        command = command_class(fact=data.draw(facts(proposed(command_class))))
        try:
            decided = self.rules.decide(command, self.state, data.draw(circumstances()))
        except Refused:
            return
        for event in decided:
            self.events.append(event)
            version = len(self.events)
            state = stored(event, version)
            self.read.append(read(state, event, version, SEALER))
            self.facts_alone.append(read(state, event, version, None))
        self.state = fold(self.rules, decided, self.state)

    @invariant()
    def what_was_decided_is_read_back_to_the_same_state(self) -> None:
        assert self.read == self.events
        assert fold(self.rules, self.read) == self.state

    @invariant()
    def the_facts_alone_give_the_state_that_is_decided_on(self) -> None:
        assert self.rules.state_holds_text or fold(self.rules, self.facts_alone) == self.state


@pytest.mark.parametrize("stream", STREAMS, ids=str)
def test_an_accepted_history_is_read_back_to_the_state_that_was_decided_on(stream):
    run_state_machine_as_test(lambda: History(stream), settings=BRIEFLY)
    assert STREAMS[stream].stream is stream


@pytest.mark.parametrize("stream", STREAMS, ids=str)
def test_any_facts_in_any_order_are_read(stream):
    rules = STREAMS[stream]
    any_fact = st.sampled_from(rules.commands).flatmap(lambda command: facts(proposed(command)))

    @BRIEFLY
    @given(st.lists(any_fact, max_size=12))
    def fold_twice(told: list[Event]) -> None:
        once, again = fold(rules, told), fold(rules, told)
        assert once == again
        assert fold(rules, told[3:], fold(rules, told[:3])) == once

    fold_twice()
    assert fold(rules, []) == rules.initial


@pytest.mark.parametrize(("stream", "states"), [(Stream.CASE, CaseState), (Stream.HEIGHTENED_CASE, HeightenedState)], ids=str)
def test_any_state_of_a_case_can_be_kept_as_json(stream, states):
    rules = STREAMS[stream]
    any_fact = st.sampled_from(rules.commands).flatmap(lambda command: facts(proposed(command)))

    @BRIEFLY
    @given(st.lists(any_fact, max_size=12))
    def keep(told: list[Event]) -> None:
        state = fold(rules, told)
        assert msgspec.json.decode(msgspec.json.encode(state), type=states) == state

    keep()
    assert msgspec.json.encode(rules.initial)


@pytest.mark.parametrize("stream", STREAMS, ids=str)
def test_any_command_survives_the_way_over_json(stream):
    rules = STREAMS[stream]

    @BRIEFLY
    @given(st.data())
    def survive(data: st.DataObject) -> None:
        command_class = data.draw(st.sampled_from(rules.commands))
        command = command_class(fact=example(proposed(command_class)))
        assert msgspec.json.decode(msgspec.json.encode(command), type=command_class) == command

    survive()
    assert rules.commands
