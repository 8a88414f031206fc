from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest

from events.sealing import UNREADABLE, RetentionClass
from events.stored import Stored, peek
from services.case_service.store import (
    DestructionRefusedError,
    EventStore,
    KeyDestroyedError,
    KeyId,
    KeyLostError,
    KeyStore,
    PostgresDatabase,
    SQLiteFile,
    StoreSettings,
    TamperedError,
    UnreadableEventError,
    WrongTenantKeyError,
    migrate,
    open_key_store,
    open_store,
)
from tests.store.insider import Insider
from tests.store.sample_events import CANARY, concern_received, principal_acknowledged

ARCHIVIST, LEADER = uuid4(), uuid4()
BASIS = "Registered on the wrong pupil"


@pytest.fixture
def keys(store: EventStore, settings: StoreSettings) -> Iterator[KeyStore]:
    """The tenant's keys, as another process has them open."""
    del store
    with open_key_store(settings) as opened:
        yield opened


@pytest.fixture
def insider(store: EventStore, settings: StoreSettings) -> Insider:
    """Somebody at the table of events."""
    del store
    return Insider(settings.events, settings.tenant, "events")


@pytest.fixture
def key_thief(store: EventStore, settings: StoreSettings) -> Insider:
    """Somebody at the table of keys."""
    del store
    return Insider(settings.keys, settings.tenant, "keys")


def stored_case(store: EventStore, count: int = 2, case: UUID | None = None) -> UUID:
    case = case or uuid4()
    store.append([concern_received(case, version, tenant=store.tenant) for version in range(1, count + 1)])
    return case


def with_ciphertext(state: bytes, ciphertext: bytes) -> bytes:
    stored = msgspec.structs.replace(peek(state), seals={"preserved": ciphertext})
    return msgspec.msgpack.encode(stored)


def read_with_a_fresh_cache(settings: StoreSettings, case: UUID) -> None:
    with open_store(settings) as reader:
        reader.read(case)


def test_sealed_text_lies_in_no_stored_byte(store: EventStore, insider: Insider) -> None:
    case = stored_case(store)

    state = insider.state(case, 1)

    assert CANARY.encode() not in state
    assert b"preserved" in state


def test_sealed_text_lies_in_no_file(tmp_path: Path) -> None:
    settings = StoreSettings(
        tenant="steindal",
        events=SQLiteFile(path=tmp_path / "events.sqlite"),
        keys=SQLiteFile(path=tmp_path / "keys.sqlite"),
        kek=os.urandom(32),
    )
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


def test_a_store_does_not_open_with_another_key_encryption_key(store: EventStore, settings: StoreSettings) -> None:
    stored_case(store)

    with pytest.raises(WrongTenantKeyError):
        open_store(replace(settings, kek=os.urandom(32)))


def test_settings_never_show_their_keys(settings: StoreSettings) -> None:
    assert settings.kek.hex() not in repr(settings)
    assert repr(settings.kek) not in repr(settings)


def test_a_destroyed_key_leaves_the_facts_and_a_mark_where_the_text_was(store: EventStore, keys: KeyStore) -> None:
    case, other = stored_case(store), stored_case(store)
    before = store.read(case)

    keys.destroy(KeyId(case), basis=BASIS, approvers=[ARCHIVIST, LEADER])
    after = store.read(case)

    assert {one.event.own_words for one in after} == {UNREADABLE}
    assert [one.envelope for one in after] == [one.envelope for one in before]
    assert [one.event.concern for one in after] == [one.event.concern for one in before]
    assert CANARY in store.read(other)[0].event.own_words
    assert store.after(0, 1)[0].event.own_words == UNREADABLE


def test_nothing_is_sealed_again_under_a_destroyed_key(store: EventStore, keys: KeyStore) -> None:
    case = stored_case(store, 1)
    keys.destroy(KeyId(case), basis=BASIS, approvers=[ARCHIVIST, LEADER])

    with pytest.raises(KeyDestroyedError):
        store.append([concern_received(case, 2, tenant=store.tenant)])

    keys.ensure([KeyId(case)])
    assert keys.find([KeyId(case)]) == {KeyId(case): None}
    assert store.version(case) == 1


def test_destroying_a_key_leaves_a_tombstone_that_says_when_why_and_who(store: EventStore, keys: KeyStore) -> None:
    case = stored_case(store)

    tombstone = keys.destroy(KeyId(case), basis=BASIS, approvers=[ARCHIVIST, LEADER])
    again = keys.destroy(KeyId(case), basis="Another reason", approvers=[uuid4(), uuid4()])

    assert tombstone == again == keys.tombstone(KeyId(case))
    assert (tombstone.basis, set(tombstone.approvers)) == (BASIS, {ARCHIVIST, LEADER})


def test_an_active_key_has_no_tombstone(store: EventStore, keys: KeyStore) -> None:
    assert keys.tombstone(KeyId(stored_case(store))) is None


@pytest.mark.parametrize(
    ("basis", "approvers"),
    [("", [ARCHIVIST, LEADER]), ("  ", [ARCHIVIST, LEADER]), (BASIS, []), (BASIS, [LEADER]), (BASIS, [LEADER, LEADER])],
)
def test_a_key_is_not_destroyed_without_a_basis_and_two_people(
    store: EventStore, keys: KeyStore, basis: str, approvers: list[UUID]
) -> None:
    case = stored_case(store)

    with pytest.raises(DestructionRefusedError):
        keys.destroy(KeyId(case), basis=basis, approvers=approvers)

    assert CANARY in store.read(case)[0].event.own_words


def test_a_key_that_was_never_made_cannot_be_destroyed(keys: KeyStore) -> None:
    with pytest.raises(KeyLostError):
        keys.destroy(KeyId(uuid4()), basis=BASIS, approvers=[ARCHIVIST, LEADER])


def test_the_bytes_of_a_destroyed_key_are_gone_from_the_files(tmp_path: Path) -> None:
    settings = StoreSettings(
        tenant="steindal",
        events=SQLiteFile(path=tmp_path / "events.sqlite"),
        keys=SQLiteFile(path=tmp_path / "keys.sqlite"),
        kek=os.urandom(32),
    )
    migrate(settings)
    cases = [uuid4() for _ in range(300)]
    with open_store(settings) as store, open_key_store(settings) as keys:
        store.ensure_keys(cases)
        rows = Insider(settings.keys, "steindal", "keys").run("SELECT subject, wrapped FROM {table}", triggers=True)
        wrapped = {UUID(subject): bytes(content) for subject, content in rows}
        for case in cases[:20]:
            keys.destroy(KeyId(case), basis=BASIS, approvers=[ARCHIVIST, LEADER])
        content = b"".join(path.read_bytes() for path in tmp_path.glob("keys.sqlite*"))

    assert [case for case in cases[:20] if wrapped[case] in content] == []
    assert all(wrapped[case] in content for case in cases[20:])


def test_a_lost_key_is_an_alarm_on_reading(store: EventStore, settings: StoreSettings, key_thief: Insider) -> None:
    case = stored_case(store)
    key_thief.run("DELETE FROM {table} WHERE subject = {v}", case)

    with pytest.raises(KeyLostError):
        read_with_a_fresh_cache(settings, case)


def test_a_lost_key_is_an_alarm_on_writing_and_is_not_made_anew(
    store: EventStore, settings: StoreSettings, key_thief: Insider
) -> None:
    case = stored_case(store, 2)
    key_thief.run("DELETE FROM {table} WHERE subject = {v}", case)

    with open_store(settings) as writer, pytest.raises(KeyLostError):
        writer.append([concern_received(case, 3, tenant=store.tenant)])

    assert key_thief.run("SELECT count(*) FROM {table}") == [(0,)]


def test_a_key_given_to_another_case_is_refused(store: EventStore, settings: StoreSettings, key_thief: Insider) -> None:
    case, other = stored_case(store), stored_case(store)
    wrapped, commitment = key_thief.run("SELECT wrapped, commitment FROM {table} WHERE subject = {v}", case)[0]
    key_thief.run("UPDATE {table} SET wrapped = {v}, commitment = {v} WHERE subject = {v}", wrapped, commitment, other)

    with pytest.raises(TamperedError):
        read_with_a_fresh_cache(settings, other)


def test_a_key_whose_commitment_was_changed_is_refused(store: EventStore, settings: StoreSettings, key_thief: Insider) -> None:
    case = stored_case(store)
    key_thief.run("UPDATE {table} SET commitment = {v} WHERE subject = {v}", os.urandom(32), case)

    with pytest.raises(TamperedError):
        read_with_a_fresh_cache(settings, case)


def test_keys_wrapped_anew_open_the_same_text_and_the_old_key_encryption_key_opens_nothing(
    store: EventStore, settings: StoreSettings, keys: KeyStore
) -> None:
    case, gone = stored_case(store), stored_case(store)
    keys.destroy(KeyId(gone), basis=BASIS, approvers=[ARCHIVIST, LEADER])
    before, kek = store.read(case), os.urandom(32)

    assert keys.rewrap(kek) == 1

    with open_store(replace(settings, kek=kek)) as renewed:
        assert renewed.read(case) == before
        assert renewed.read(gone)[0].event.own_words == UNREADABLE
    with pytest.raises(WrongTenantKeyError):
        open_store(settings)


def test_the_keys_of_many_cases_are_made_at_once_and_used_by_their_events(store: EventStore, keys: KeyStore) -> None:
    cases = [uuid4() for _ in range(500)]

    store.ensure_keys(cases)
    before = keys.find(KeyId(case) for case in cases)
    store.append([concern_received(case, 1, tenant=store.tenant) for case in cases])

    assert len(before) == len(cases)
    assert keys.find(KeyId(case) for case in cases) == before


def test_two_processes_that_make_the_same_key_agree_on_one(store: EventStore, settings: StoreSettings, keys: KeyStore) -> None:
    case = uuid4()
    with open_store(settings) as other:
        store.append([concern_received(case, 1, tenant=store.tenant)])
        other.append([concern_received(case, 2, tenant=store.tenant)])

    assert not keys.create({KeyId(case): os.urandom(32)})
    assert len(store.read(case)) == 2


def test_only_the_last_used_keys_stay_in_memory_and_all_text_is_still_read(store: EventStore, settings: StoreSettings) -> None:
    cases = [stored_case(store, 1) for _ in range(5)]

    with open_store(replace(settings, cached_keys=2)) as small:
        texts = [small.read(case)[0].event.own_words for case in cases * 2]

    assert all(CANARY in text for text in texts)
