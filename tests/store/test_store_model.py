"""Whatever is asked of it, the store answers as a plain list in memory would."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as budget
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from events.envelope import Recorded
from events.sealing import UNREADABLE
from services.case_service.store import (
    Appended,
    KeyDestroyedError,
    KeyId,
    KeyReusedError,
    Once,
    PostgresDatabase,
    SQLiteFile,
    StoreSettings,
    StreamMovedError,
    migrate,
    open_key_store,
    open_store,
)
from tests.store.sample_events import concern_received

STREAMS = tuple(UUID(int=number) for number in range(1, 4))
KEYS = ("a", "b", "c")


class StoreAgainstList(RuleBasedStateMachine):
    """A store and a list, given the same appends."""

    settings: StoreSettings

    def __init__(self) -> None:
        super().__init__()
        self.opened = open_store(self.settings)
        self.log: list[Recorded] = []
        self.answers: dict[str, tuple[bytes, Appended]] = {}
        self.destroyed: set[UUID] = set()

    def teardown(self) -> None:
        self.opened.close()

    def height(self, stream: UUID) -> int:
        return sum(one.stream_id == stream for one in self.log)

    @rule(
        counts=st.dictionaries(st.sampled_from(STREAMS), st.integers(1, 3), min_size=1),
        staleness=st.sampled_from([0, 0, 0, 1, -1]),
        key=st.none() | st.sampled_from(KEYS),
        fingerprint=st.sampled_from([b"x", b"x", b"y"]),
    )
    def append(self, counts: dict[UUID, int], staleness: int, key: str | None, fingerprint: bytes) -> None:
        seen = {stream: max(self.height(stream) - staleness, 0) for stream in counts}
        events = [
            concern_received(stream, seen[stream] + number, tenant=self.settings.tenant)
            for stream, count in counts.items()
            for number in range(1, count + 1)
        ]
        once = None if key is None else Once(key, fingerprint)
        moved = {stream for stream in counts if seen[stream] != self.height(stream)}

        if key in self.answers:
            known, answer = self.answers[key]
            if known != fingerprint:
                with pytest.raises(KeyReusedError):
                    self.opened.append(events, once=once)
            else:
                assert self.opened.append(events, once=once) == msgspec.structs.replace(answer, repeated=True)
        elif self.destroyed & set(counts):
            with pytest.raises(KeyDestroyedError):
                self.opened.append(events, once=once)
        elif moved:
            with pytest.raises(StreamMovedError) as refused:
                self.opened.append(events, once=once)
            assert refused.value.stream_id in moved
        else:
            answer = self.opened.append(events, once=once)
            start = len(self.log) + 1
            assert answer == Appended(
                positions=tuple(range(start, start + len(events))), versions=tuple(event.version for event in events)
            )
            self.log += events
            if key is not None:
                self.answers[key] = fingerprint, answer

    @precondition(lambda self: self.log)
    @rule(data=st.data())
    def destroy_a_key(self, data: st.DataObject) -> None:
        stream = data.draw(st.sampled_from([one.stream_id for one in self.log]))
        with open_key_store(self.settings) as keys:
            keys.destroy(KeyId(stream), basis="Lapsed", approvers=[uuid4(), uuid4()])
        self.destroyed.add(stream)

    @rule()
    def open_again(self) -> None:
        self.opened.close()
        self.opened = open_store(self.settings)

    @invariant()
    def the_log_is_the_list(self) -> None:
        expected = [self.as_read(one, position) for position, one in enumerate(self.log, 1)]
        assert list(self.opened.after(0, 10_000)) == expected
        assert self.opened.last_position() == len(self.log)
        for stream in STREAMS:
            assert [one.version for one in self.opened.read(stream)] == list(range(1, self.height(stream) + 1))
            assert self.opened.version(stream) == self.height(stream)

    def as_read(self, one: Recorded, position: int) -> Recorded:
        event = one.event
        if one.stream_id in self.destroyed:
            event = msgspec.structs.replace(event, own_words=UNREADABLE, facts_observed=UNREADABLE)
        return msgspec.structs.replace(one, event=event, position=position)


@contextmanager
def new_tenants(where: str, request: pytest.FixtureRequest) -> Iterator[type[StoreAgainstList]]:
    """The machine, with a new tenant for every run of it."""
    with TemporaryDirectory(prefix="varde-model-") as folder:

        class Machine(StoreAgainstList):
            def __init__(self) -> None:
                tenant = f"t{uuid4().hex[:12]}"
                events, keys = (
                    (SQLiteFile(path=Path(folder) / f"{tenant}.sqlite"), SQLiteFile(path=Path(folder) / f"{tenant}_keys.sqlite"))
                    if where == "sqlite"
                    else (
                        PostgresDatabase(dsn=request.getfixturevalue("postgres_dsn")),
                        PostgresDatabase(dsn=request.getfixturevalue("keys_dsn")),
                    )
                )
                self.settings = StoreSettings(tenant=tenant, events=events, keys=keys, kek=os.urandom(32), key_staleness=0.0)
                migrate(self.settings)
                super().__init__()

        yield Machine


@pytest.mark.parametrize("where", ["sqlite", "postgres"])
def test_the_store_answers_as_a_list_would(where: str, request: pytest.FixtureRequest) -> None:
    examples = budget(max_examples=10, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))

    with new_tenants(where, request) as machine:
        assert run_state_machine_as_test(machine, settings=examples) is None
