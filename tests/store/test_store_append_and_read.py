from __future__ import annotations

import time
from threading import Thread
from uuid import uuid4

import msgspec
import psycopg
import pytest

from services.case_service.store import (
    Appended,
    EventStore,
    KeyReusedError,
    MisplacedEventError,
    Once,
    PostgresDatabase,
    StoreSettings,
    StreamMovedError,
    migrate,
    open_store,
)
from tests.store.sample_events import concern_received


def test_what_was_stored_is_read_back_equal(store: EventStore) -> None:
    case = uuid4()
    events = [concern_received(case, version, tenant=store.tenant) for version in (1, 2, 3)]

    answer = store.append(events)

    assert answer == Appended(positions=(1, 2, 3), versions=(1, 2, 3))
    assert store.read(case) == tuple(events)


def test_a_stream_is_read_up_to_a_version(store: EventStore) -> None:
    case = uuid4()
    events = [concern_received(case, version, tenant=store.tenant) for version in (1, 2, 3)]
    store.append(events)

    assert store.read(case, up_to_version=2) == tuple(events[:2])
    assert store.read(case, up_to_version=0) == ()


def test_a_stream_that_does_not_exist_is_empty_and_stands_at_version_0(store: EventStore) -> None:
    assert store.read(uuid4()) == ()
    assert store.version(uuid4()) == 0
    assert store.last_position() == 0


def test_the_log_gives_all_streams_in_the_order_of_their_positions(store: EventStore) -> None:
    first, second = uuid4(), uuid4()
    events = [
        concern_received(first, 1, tenant=store.tenant),
        concern_received(second, 1, tenant=store.tenant),
        concern_received(first, 2, tenant=store.tenant),
    ]
    for event in events:
        store.append([event])

    log = store.after(0, 10)

    assert [msgspec.structs.replace(one, position=None) for one in log] == events
    assert [one.position for one in log] == [1, 2, 3]
    assert [one.position for one in store.after(1, 1)] == [2]
    assert store.after(3, 10) == ()
    assert store.last_position() == 3


def test_an_append_to_several_streams_is_stored_whole(store: EventStore) -> None:
    first, second = uuid4(), uuid4()

    store.append([concern_received(first, 1, tenant=store.tenant), concern_received(second, 1, tenant=store.tenant)])

    assert (store.version(first), store.version(second)) == (1, 1)


def test_an_append_to_several_streams_stores_nothing_when_one_of_them_moved(store: EventStore) -> None:
    first, second = uuid4(), uuid4()
    store.append([concern_received(second, 1, tenant=store.tenant)])

    with pytest.raises(StreamMovedError):
        store.append([concern_received(first, 1, tenant=store.tenant), concern_received(second, 1, tenant=store.tenant)])

    assert (store.version(first), store.version(second)) == (0, 1)


def test_a_stale_version_is_refused_and_told_what_was_seen_and_what_stands(store: EventStore) -> None:
    case = uuid4()
    store.append([concern_received(case, version, tenant=store.tenant) for version in (1, 2)])

    with pytest.raises(StreamMovedError) as refused:
        store.append([concern_received(case, 2, tenant=store.tenant)])

    assert (refused.value.stream_id, refused.value.seen, refused.value.actual) == (case, 1, 2)


def test_a_version_that_was_never_there_to_see_is_refused(store: EventStore) -> None:
    case = uuid4()

    with pytest.raises(StreamMovedError) as refused:
        store.append([concern_received(case, 5, tenant=store.tenant)])

    assert (refused.value.seen, refused.value.actual) == (4, 0)


def test_a_repeated_request_gives_the_first_answer_and_writes_nothing(store: EventStore) -> None:
    case, once = uuid4(), Once("request-1", b"hash")
    first = store.append(
        [concern_received(case, 1, tenant=store.tenant), concern_received(case, 2, tenant=store.tenant)], once=once
    )

    again = store.append([concern_received(case, 3, tenant=store.tenant)], once=once)

    assert again == Appended(positions=first.positions, versions=first.versions, repeated=True)
    assert store.version(case) == 2


def test_a_repeated_request_is_answered_even_when_the_stream_has_moved_on(store: EventStore) -> None:
    case, once = uuid4(), Once("request-1", b"hash")
    store.append([concern_received(case, 1, tenant=store.tenant)], once=once)
    store.append([concern_received(case, 2, tenant=store.tenant)])

    assert store.append([concern_received(case, 1, tenant=store.tenant)], once=once).repeated


def test_the_first_answer_can_be_asked_for_without_the_events(store: EventStore) -> None:
    first = store.append([concern_received(uuid4(), 1, tenant=store.tenant)], once=Once("request-1", b"hash"))

    assert store.answer_to(Once("request-1", b"hash")) == Appended(
        positions=first.positions, versions=first.versions, repeated=True
    )
    assert store.answer_to(Once("request-2", b"hash")) is None
    with pytest.raises(KeyReusedError):
        store.answer_to(Once("request-1", b"other"))


def test_an_idempotency_key_of_another_request_is_refused(store: EventStore) -> None:
    case = uuid4()
    store.append([concern_received(case, 1, tenant=store.tenant)], once=Once("request-1", b"hash"))

    with pytest.raises(KeyReusedError):
        store.append([concern_received(case, 2, tenant=store.tenant)], once=Once("request-1", b"other"))

    assert store.version(case) == 1


def test_a_refused_append_does_not_use_up_its_idempotency_key(store: EventStore) -> None:
    case, once = uuid4(), Once("request-1", b"hash")
    store.append([concern_received(case, 1, tenant=store.tenant)])
    with pytest.raises(StreamMovedError):
        store.append([concern_received(case, 1, tenant=store.tenant)], once=once)

    assert store.append([concern_received(case, 2, tenant=store.tenant)], once=once).repeated is False


def test_a_request_that_decided_nothing_is_remembered_too(store: EventStore) -> None:
    once = Once("request-1", b"hash")

    assert store.append([], once=once) == Appended(positions=(), versions=())
    assert store.append([], once=once) == Appended(positions=(), versions=(), repeated=True)


def test_nothing_is_appended_for_no_events(store: EventStore) -> None:
    assert store.append([]) == Appended(positions=(), versions=())
    assert store.last_position() == 0


def test_an_event_of_another_tenant_is_refused(store: EventStore) -> None:
    with pytest.raises(MisplacedEventError):
        store.append([concern_received(uuid4(), 1, tenant="elsewhere")])


def test_an_event_under_another_topic_is_refused(store: EventStore) -> None:
    event = msgspec.structs.replace(concern_received(uuid4(), 1, tenant=store.tenant), topic="case.CaseClosed")

    with pytest.raises(MisplacedEventError):
        store.append([event])


@pytest.mark.parametrize("versions", [(1, 3), (2, 1), (1, 1), (0, 1)])
def test_versions_out_of_order_are_refused(store: EventStore, versions: tuple[int, int]) -> None:
    case = uuid4()

    with pytest.raises(MisplacedEventError):
        store.append([concern_received(case, version, tenant=store.tenant) for version in versions])


def test_tenants_see_nothing_of_each_other(store: EventStore, neighbour: StoreSettings) -> None:
    case = uuid4()
    store.append([concern_received(case, 1, tenant=store.tenant)])

    with open_store(neighbour) as other:
        assert other.read(case) == ()
        assert other.last_position() == 0


def test_a_follower_learns_of_an_append_by_another_connection(store: EventStore, settings: StoreSettings) -> None:
    assert store.wait_for_change(0)
    assert not store.wait_for_change(0.05)
    with open_store(settings) as writer:
        writer.append([concern_received(uuid4(), 1, tenant=store.tenant)])

        assert store.wait_for_change(5)


def test_a_follower_wakes_while_it_waits(store: EventStore) -> None:
    store.wait_for_change(0)
    started = time.monotonic()

    def write_soon() -> None:
        time.sleep(0.1)
        store.append([concern_received(uuid4(), 1, tenant=store.tenant)])

    writer = Thread(target=write_soon)
    writer.start()
    woken = store.wait_for_change(10)
    writer.join()

    assert woken
    assert time.monotonic() - started < 2


def test_a_follower_whose_connection_broke_listens_again(postgres_dsn: str, keys_dsn: str) -> None:
    settings = StoreSettings(
        tenant=f"t{uuid4().hex[:12]}",
        events=PostgresDatabase(dsn=f"{postgres_dsn}&application_name=follower"),
        keys=PostgresDatabase(dsn=keys_dsn),
        kek=bytes(32),
    )
    migrate(settings)
    with open_store(settings) as store:
        store.wait_for_change(0)
        with psycopg.connect(postgres_dsn, autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'follower'")

        assert store.wait_for_change(5)
        assert not store.wait_for_change(0.05)
        store.append([concern_received(uuid4(), 1, tenant=settings.tenant)])
        assert store.wait_for_change(5)


def test_closing_a_store_wakes_its_follower(store: EventStore) -> None:
    store.wait_for_change(0)
    answers: list[bool] = []
    follower = Thread(target=lambda: answers.append(store.wait_for_change(60)))
    follower.start()
    time.sleep(0.1)

    store.close()
    follower.join(10)

    assert answers == [False]


def test_of_many_writers_at_one_version_exactly_one_wins_each_round(store: EventStore) -> None:
    case, rounds, won = uuid4(), 20, []

    def write(number: int) -> None:
        for version in range(1, rounds + 1):
            while store.version(case) < version - 1:
                time.sleep(0.0005)
            try:
                store.append([concern_received(case, version, tenant=store.tenant, text=f"writer {number}")])
            except StreamMovedError:
                continue
            won.append(version)

    writers = [Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(won) == list(range(1, rounds + 1))
    assert [one.version for one in store.read(case)] == list(range(1, rounds + 1))
    assert [one.position for one in store.after(0, 100)] == list(range(1, rounds + 1))
