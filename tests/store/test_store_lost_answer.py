from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from services.case_service.store import (
    Appended,
    EventStore,
    Once,
    PostgresDatabase,
    StoreSettings,
    StoreUnavailableError,
    StreamMovedError,
    migrate,
    open_store,
)
from tests.store.cutting_proxy import CuttingProxy, cutting_proxy
from tests.store.sample_events import concern_received

MARK = b"case.ConcernReceived"


@pytest.fixture
def direct(postgres_dsn: str, keys_dsn: str) -> StoreSettings:
    """A tenant reached without the relay."""
    settings = StoreSettings(
        tenant=f"t{uuid4().hex[:12]}",
        events=PostgresDatabase(dsn=postgres_dsn),
        keys=PostgresDatabase(dsn=keys_dsn),
        kek=os.urandom(32),
    )
    migrate(settings)
    return settings


@pytest.fixture
def proxy(postgres_dsn: str) -> Iterator[CuttingProxy]:
    """A relay that has cut nothing yet."""
    with TemporaryDirectory(prefix="varde-") as folder:
        server = Path(str(conninfo_to_dict(postgres_dsn)["host"]))
        with cutting_proxy(Path(folder), server, MARK) as relay:
            yield relay


@pytest.fixture
def store(direct: StoreSettings, proxy: CuttingProxy, postgres_dsn: str) -> Iterator[EventStore]:
    """The tenant's store behind the relay."""
    behind = PostgresDatabase(dsn=make_conninfo(postgres_dsn, host=str(proxy.folder)), pool_size=2, timeout=5)
    with open_store(replace(direct, events=behind)) as opened:
        yield opened


@pytest.fixture
def case(store: EventStore) -> UUID:
    """A case with one event."""
    stream = uuid4()
    store.append([concern_received(stream, 1, tenant=store.tenant)])
    return stream


@pytest.mark.parametrize("once", [None, Once("request", b"hash")])
def test_an_append_whose_answer_was_lost_is_recognised_as_ones_own(
    store: EventStore, proxy: CuttingProxy, case: UUID, once: Once | None
) -> None:
    proxy.lose_answers = 1

    answer = store.append([concern_received(case, version, tenant=store.tenant) for version in (2, 3)], once=once)

    assert answer == Appended(positions=(2, 3), versions=(2, 3))
    assert [one.version for one in store.read(case)] == [1, 2, 3]
    assert proxy.lose_answers == 0


@pytest.mark.parametrize("once", [None, Once("request", b"hash")])
def test_an_append_that_never_arrived_is_sent_again(store: EventStore, proxy: CuttingProxy, case: UUID, once: Once | None) -> None:
    proxy.lose_requests = 1

    assert store.append([concern_received(case, 2, tenant=store.tenant)], once=once) == Appended(positions=(2,), versions=(2,))
    assert store.version(case) == 2


def test_an_append_that_never_arrived_while_somebody_else_wrote_is_refused(
    store: EventStore, direct: StoreSettings, proxy: CuttingProxy, case: UUID
) -> None:
    stale = concern_received(case, 2, tenant=store.tenant)
    with open_store(direct) as other:
        other.append([concern_received(case, 2, tenant=store.tenant)])
    proxy.lose_requests = 1

    with pytest.raises(StreamMovedError) as refused:
        store.append([stale])

    assert (refused.value.seen, refused.value.actual) == (1, 2)


def test_an_append_that_stays_unanswered_is_unavailable_and_its_repetition_gives_the_first_answer(
    store: EventStore, proxy: CuttingProxy, case: UUID
) -> None:
    once, events = Once("request", b"hash"), [concern_received(case, 2, tenant=store.tenant)]
    proxy.lose_answers = 3

    with pytest.raises(StoreUnavailableError):
        store.append(events, once=once)

    assert store.append(events, once=once) == Appended(positions=(2,), versions=(2,), repeated=True)
    assert store.version(case) == 2


def test_a_read_over_a_connection_that_broke_is_asked_again(store: EventStore, proxy: CuttingProxy, case: UUID) -> None:
    proxy.lose_answers = 3
    with pytest.raises(StoreUnavailableError):
        store.append([concern_received(case, 2, tenant=store.tenant)])

    assert len(store.read(case)) == 2
