from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

import msgspec
import psycopg
import pytest

from events.sealing import RetentionClass
from events.stored import Stored, peek
from services.case_service.store import (
    EventStore,
    KeyId,
    KeyStore,
    PostgresDatabase,
    StoreSettings,
    TamperedError,
    UnreadableEventError,
    migrate,
    open_store,
)
from tests.store.insider import Insider
from tests.store.sample_events import CANARY, principal_acknowledged, stored_case
from tests.store.two_files import in_two_files


def with_ciphertext(state: bytes, ciphertext: bytes) -> bytes:
    stored = msgspec.structs.replace(peek(state), seals={"preserved": ciphertext})
    return msgspec.msgpack.encode(stored)


def test_sealed_text_lies_in_no_stored_byte(store: EventStore, insider: Insider) -> None:
    case = stored_case(store)

    state = insider.state(case, 1)

    assert CANARY.encode() not in state
    assert b"preserved" in state


def test_sealed_text_lies_in_no_file(tmp_path: Path) -> None:
    settings = in_two_files(tmp_path)
    migrate(settings)
    with open_store(settings) as store:
        stored_case(store, 50)
        files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    assert {"events.sqlite", "events.sqlite-wal", "keys.sqlite", "keys.sqlite-wal"} <= set(files)
    assert [name for name, content in files.items() if CANARY.encode() in content] == []
    assert [name for name, content in files.items() if settings.kek in content] == []
    assert any(b"case.ConcernReceived" in content for content in files.values())


def test_sealed_text_lies_in_no_file_of_the_postgres_server(postgres_dsn: str, keys_dsn: str) -> None:
    settings = StoreSettings(
        tenant=f"t{uuid4().hex[:12]}",
        events=PostgresDatabase(dsn=postgres_dsn),
        keys=PostgresDatabase(dsn=keys_dsn),
        kek=os.urandom(32),
    )
    migrate(settings)
    with open_store(settings) as store:
        stored_case(store, 50)
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        folder = Path(connection.execute("SHOW data_directory").fetchone()[0])

    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]

    assert not any(CANARY.encode() in content for content in contents)
    assert any(b"case.ConcernReceived" in content for content in contents)


def test_every_single_flipped_bit_of_the_ciphertext_is_refused(store: EventStore, insider: Insider) -> None:
    case = stored_case(store, 1)
    state = insider.state(case, 1)
    ciphertext = peek(state).seals["preserved"]

    for at in range(0, len(ciphertext), max(1, len(ciphertext) // 40)):
        flipped = bytearray(ciphertext)
        flipped[at] ^= 1 << (at % 8)
        insider.put(case, 1, with_ciphertext(state, bytes(flipped)))
        with pytest.raises(TamperedError):
            store.read(case)

    insider.put(case, 1, state)
    assert len(store.read(case)) == 1


@pytest.mark.parametrize("length", [0, 5, 12, 27])
def test_a_cut_ciphertext_is_refused(store: EventStore, insider: Insider, length: int) -> None:
    case = stored_case(store, 1)
    state = insider.state(case, 1)

    insider.put(case, 1, with_ciphertext(state, peek(state).seals["preserved"][:length]))

    with pytest.raises(TamperedError):
        store.read(case)


def test_ciphertexts_swapped_between_two_versions_are_refused(store: EventStore, insider: Insider) -> None:
    case = stored_case(store, 2)
    first, second = insider.state(case, 1), insider.state(case, 2)

    insider.put(case, 1, with_ciphertext(first, peek(second).seals["preserved"]))

    with pytest.raises(TamperedError):
        store.read(case)


def test_whole_rows_swapped_between_two_versions_are_refused(store: EventStore, insider: Insider) -> None:
    case = stored_case(store, 2)
    first, second = insider.state(case, 1), insider.state(case, 2)

    insider.put(case, 1, second)
    insider.put(case, 2, first)

    with pytest.raises(TamperedError):
        store.read(case)


def test_a_row_moved_to_another_stream_is_refused(store: EventStore, insider: Insider) -> None:
    case, other = stored_case(store, 1), stored_case(store, 1)

    insider.put(other, 1, insider.state(case, 1))

    with pytest.raises(TamperedError):
        store.read(other)


def test_a_ciphertext_moved_to_another_case_is_refused(store: EventStore, insider: Insider) -> None:
    case, other = stored_case(store, 1), stored_case(store, 1)

    insider.put(other, 1, with_ciphertext(insider.state(other, 1), peek(insider.state(case, 1)).seals["preserved"]))

    with pytest.raises(TamperedError):
        store.read(other)


def test_an_event_given_another_topic_is_refused(store: EventStore, insider: Insider) -> None:
    case = stored_case(store, 1)

    insider.run("UPDATE {table} SET topic = {v} WHERE originator_id = {v}", "case.ObservationNoted", case)

    with pytest.raises(TamperedError):
        store.read(case)


def test_text_moved_to_another_retention_class_is_refused(store: EventStore, insider: Insider, keys: KeyStore) -> None:
    case = stored_case(store, 1)
    keys.ensure([KeyId(case, RetentionClass.WORKING_NOTE)])
    stored = peek(insider.state(case, 1))

    moved = Stored(stored.format, stored.class_version, stored.envelope, stored.facts, {"working_note": stored.seals["preserved"]})
    insider.put(case, 1, msgspec.msgpack.encode(moved))

    with pytest.raises(TamperedError):
        store.read(case)


def test_a_row_moved_to_another_tenant_is_refused(store: EventStore, insider: Insider, neighbour: StoreSettings) -> None:
    case = stored_case(store, 1)
    with open_store(neighbour) as other:
        stored_case(other, 1, case)
        Insider(neighbour.events, neighbour.tenant, "events").put(case, 1, insider.state(case, 1))

        with pytest.raises(TamperedError):
            other.read(case)


def test_an_event_without_sealed_text_moved_to_another_tenant_is_refused(
    store: EventStore, insider: Insider, neighbour: StoreSettings
) -> None:
    case = uuid4()
    store.append([principal_acknowledged(case, 1, tenant=store.tenant)])
    with open_store(neighbour) as other:
        stored_case(other, 1, case)
        theirs = Insider(neighbour.events, neighbour.tenant, "events")
        theirs.run("UPDATE {table} SET topic = {v}", "case.PrincipalAcknowledged")
        theirs.put(case, 1, insider.state(case, 1))

        with pytest.raises(TamperedError):
            other.read(case)


def test_an_event_whose_sealed_text_was_cut_out_is_refused(store: EventStore, insider: Insider) -> None:
    case = stored_case(store, 1)

    insider.put(case, 1, msgspec.msgpack.encode(msgspec.structs.replace(peek(insider.state(case, 1)), seals={})))

    with pytest.raises(UnreadableEventError):
        store.read(case)


def test_a_topic_that_the_catalogue_does_not_know_is_refused(store: EventStore, insider: Insider) -> None:
    case = stored_case(store, 1)

    insider.run("UPDATE {table} SET topic = {v} WHERE originator_id = {v}", "os:system", case)

    with pytest.raises(UnreadableEventError):
        store.read(case)


def test_bytes_that_are_no_event_are_refused(store: EventStore, insider: Insider) -> None:
    case = stored_case(store, 1)

    insider.put(case, 1, b"\xc1 no event")

    with pytest.raises(UnreadableEventError):
        store.read(case)
