"""A command is decided on facts alone: it opens no text that was said before, and asks for a key only to seal its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from builders import bare, example

from events import Actor, Stream
from events.base import Event
from events.concern import CaseOpened, ConcernReceived, ObservationNoted, PrincipalAcknowledged
from events.lists.people import Role
from events.lists.year import WheelTask
from events.sealing import RetentionClass
from events.stored import peek, topic_of
from events.wheel import ClassTalksHeld, WheelTaskDone
from services.case_service.application import Application, Request
from services.case_service.domain import command_for
from services.case_service.store import (
    EventStore,
    KeyDestroyedError,
    KeyId,
    StoreSettings,
    TamperedError,
    migrate,
    open_key_store,
    open_store,
)
from services.case_service.store.sealer import KeyRing
from services.case_service.store.sqlite_log import SQLiteLog
from tests.store.insider import Insider
from tests.store.two_files import in_two_files

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


class CountedKeys(KeyRing):
    """Remembers which keys were asked for, and how often somebody began to seal or to open."""

    asked_for: list[KeyId]
    sessions: int

    def session(self):
        self.sessions += 1
        return super().session()

    def find(self, key, epoch):
        self.asked_for.append(key)
        return super().find(key, epoch)


@pytest.fixture
def in_files(tmp_path) -> StoreSettings:
    settings = in_two_files(tmp_path)
    migrate(settings)
    return settings


@pytest.fixture
def keys(in_files: StoreSettings) -> CountedKeys:
    """The keys of a process that has just begun."""
    ring = CountedKeys(open_key_store(in_files), 100)
    ring.asked_for, ring.sessions = [], 0
    return ring


@pytest.fixture
def counted(in_files: StoreSettings, keys: CountedKeys) -> Iterator[EventStore]:
    with EventStore(in_files.tenant, SQLiteLog(in_files.events, in_files.tenant), keys) as opened:
        yield opened


def application(store: EventStore) -> Application:
    return Application(store, clock=lambda: NOW, new_id=uuid4, fingerprint_key=bytes(32))


def asks_for(fact: Event, stream_id: UUID, stream: Stream = Stream.CASE) -> Request:
    return Request(
        stream=stream,
        stream_id=stream_id,
        command=command_for(stream, topic_of(fact))(fact=fact),
        actor=Actor(ref=uuid4(), role=Role.PRINCIPAL),
        occurred_at=NOW - timedelta(hours=2),
        known_at=NOW - timedelta(hours=1),
    )


@pytest.fixture
def case(in_files: StoreSettings) -> UUID:
    """A case of three events with text, from another process."""
    case_id = uuid4()
    with open_store(in_files) as store:
        for fact in (example(ConcernReceived), example(CaseOpened), example(ObservationNoted)):
            application(store).handle(asks_for(fact, case_id))
    return case_id


def test_a_command_with_text_asks_once_for_the_one_key_that_seals_it(counted, keys, case):
    application(counted).handle(asks_for(example(ObservationNoted), case), idempotency_key="form-1")

    assert keys.asked_for == [KeyId(case, RetentionClass.PRESERVED)]
    assert keys.sessions == 1


def test_a_command_without_text_asks_for_no_key(counted, keys, case):
    application(counted).handle(asks_for(bare(PrincipalAcknowledged), case))

    assert keys.asked_for == []


def test_the_first_answer_is_given_again_without_a_key(counted, keys, case):
    request = asks_for(example(ObservationNoted), case)
    first = application(counted).handle(request, idempotency_key="form-1")
    keys.asked_for.clear()
    keys.sessions = 0

    again = application(counted).handle(request, idempotency_key="form-1")

    assert again.event_ids == first.event_ids
    assert (keys.asked_for, keys.sessions) == ([], 0)


def test_where_the_state_holds_text_it_is_opened(counted, keys):
    year = uuid4()
    application(counted).handle(asks_for(example(ClassTalksHeld, kind=WheelTask.PUPIL_TALKS), year, Stream.ANNUAL_WHEEL))
    keys.asked_for.clear()

    application(counted).handle(asks_for(bare(WheelTaskDone), year, Stream.ANNUAL_WHEEL))

    assert keys.asked_for == [KeyId(year, RetentionClass.PRESERVED)]


def test_a_command_on_a_disposed_case_adds_facts_and_no_text(counted, case):
    two_people = (uuid4(), uuid4())
    counted.destroy_key(KeyId(case, RetentionClass.PRESERVED), basis="arkivlova § 9", approvers=two_people, at=NOW)

    with pytest.raises(KeyDestroyedError):
        application(counted).handle(asks_for(example(ObservationNoted), case))
    application(counted).handle(asks_for(bare(PrincipalAcknowledged), case))

    assert counted.version(case) == 4


def test_text_that_was_altered_stops_no_command_and_is_found_out_when_it_is_read(store, settings):
    case_id = uuid4()
    application(store).handle(asks_for(example(ConcernReceived), case_id))
    events = Insider(settings.events, settings.tenant, "events")
    stored = peek(events.state(case_id, 1))
    altered = {name: ciphertext[:-1] + bytes([ciphertext[-1] ^ 1]) for name, ciphertext in stored.seals.items()}
    events.put(case_id, 1, msgspec.msgpack.encode(msgspec.structs.replace(stored, seals=altered)))

    application(store).handle(asks_for(example(ObservationNoted), case_id))

    assert store.version(case_id) == 2
    with pytest.raises(TamperedError):
        store.read(case_id)
