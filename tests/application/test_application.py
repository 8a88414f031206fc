"""A request is carried out whole, once, at the version that was seen; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from builders import example

from events import Actor, Stream
from events.base import Event
from events.closing import CaseReopened
from events.concern import CaseOpened, ConcernReceived, ObservationNoted
from events.lists.people import Role
from events.stored import topic_of
from services.case_service.application import Application, BatchRefusedError, Request
from services.case_service.domain import Refused, command_for
from services.case_service.store import EventStore, KeyReusedError, StreamMovedError

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


class TickingClock:
    """Every look at it is a second later."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def application(store: EventStore) -> Application:
    return Application(store, clock=TickingClock(), new_id=uuid4, fingerprint_key=bytes(32))


def asks_for(fact: Event, case_id: UUID, **around: object) -> Request:
    return Request(
        stream=Stream.CASE,
        stream_id=case_id,
        command=command_for(Stream.CASE, topic_of(fact))(fact=fact),
        actor=Actor(ref=uuid4(), role=Role.PRINCIPAL),
        occurred_at=NOW - timedelta(hours=2),
        known_at=NOW - timedelta(hours=1),
        **around,
    )


def test_what_was_decided_stands_in_the_store_with_the_servers_own_time(application, store):
    case_id = uuid4()

    receipt = application.handle(asks_for(example(ConcernReceived), case_id, school="100000011"))

    (stored,) = store.read(case_id)
    assert receipt.version == stored.version == 1
    assert receipt.event_ids == (stored.envelope.event_id,)
    assert stored.envelope.recorded_at == NOW + timedelta(seconds=1)
    assert stored.envelope.case_id == case_id
    assert stored.envelope.school == "100000011"
    assert stored.event == example(ConcernReceived)


def test_a_later_event_belongs_to_the_same_case_and_school_without_being_told(application, store):
    case_id = uuid4()
    application.handle(asks_for(example(ConcernReceived), case_id, school="100000011"))

    application.handle(asks_for(example(CaseOpened), case_id))

    assert {one.envelope.school for one in store.read(case_id)} == {"100000011"}


def test_a_person_who_saw_an_older_version_is_refused_and_nothing_is_written(application, store):
    case_id = uuid4()
    application.handle(asks_for(example(ConcernReceived), case_id))

    with pytest.raises(StreamMovedError) as moved:
        application.handle(asks_for(example(ObservationNoted), case_id, seen_version=0))

    assert (moved.value.seen, moved.value.actual) == (0, 1)
    assert store.version(case_id) == 1


def test_a_request_repeated_with_its_key_gets_the_first_answer_although_the_case_has_moved_on(application, store):
    case_id = uuid4()
    request = asks_for(example(ConcernReceived), case_id, seen_version=0)
    first = application.handle(request, idempotency_key="form-1")
    application.handle(asks_for(example(ObservationNoted), case_id))

    again = application.handle(request, idempotency_key="form-1")

    assert again.repeated
    assert (again.event_ids, again.positions, again.version) == (first.event_ids, first.positions, first.version)
    assert store.version(case_id) == 2


def test_a_key_that_stood_for_another_request_is_refused(application):
    application.handle(asks_for(example(ConcernReceived), uuid4()), idempotency_key="form-1")

    with pytest.raises(KeyReusedError):
        application.handle(asks_for(example(ObservationNoted), uuid4()), idempotency_key="form-1")


def test_of_several_requests_all_are_carried_out_or_none(application, store):
    case_id, other = uuid4(), uuid4()
    good = asks_for(example(ConcernReceived), case_id)
    impossible = asks_for(example(CaseReopened), other)

    with pytest.raises(BatchRefusedError) as refused:
        application.handle_all([good, impossible])

    assert refused.value.index == 1
    assert store.last_position() == 0


def test_a_single_refusal_is_told_as_it_is(application, store):
    with pytest.raises(Refused):
        application.handle(asks_for(example(CaseReopened), uuid4()))

    assert store.last_position() == 0


def test_several_requests_on_one_stream_see_what_the_ones_before_them_did(application, store):
    case_id = uuid4()

    receipts = application.handle_all(
        [
            asks_for(example(ConcernReceived), case_id),
            asks_for(example(CaseOpened), case_id),
            asks_for(example(ObservationNoted), case_id),
        ]
    )

    assert [receipt.version for receipt in receipts] == [1, 2, 3]
    assert [one.position for one in store.after(0, 10)] == [1, 2, 3]


def test_what_an_earlier_system_recorded_keeps_its_own_time_beside_ours(application, store):
    case_id = uuid4()
    then = datetime(2021, 3, 3, 9, 0, tzinfo=UTC)

    application.handle(asks_for(example(ConcernReceived), case_id, source_recorded_at=then, history=True))

    (stored,) = store.read(case_id)
    assert stored.envelope.documented_at == then
    assert stored.envelope.recorded_at == NOW + timedelta(seconds=1)
