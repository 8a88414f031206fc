from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from events.sealing import UNREADABLE
from services.case_service.store import (
    DestructionRefusedError,
    EventStore,
    KeyDestroyedError,
    KeyId,
    KeyLostError,
    KeyNotScrubbedError,
    KeyStore,
    StoreSettings,
    TamperedError,
    WrongTenantKeyError,
    migrate,
    open_key_store,
    open_store,
)
from tests.store.insider import Insider
from tests.store.sample_events import CANARY, NOON, concern_received, stored_case
from tests.store.two_files import in_two_files

ARCHIVIST, LEADER = uuid4(), uuid4()
BASIS = "Registered on the wrong pupil"


def read_with_a_fresh_cache(settings: StoreSettings, case: UUID) -> None:
    with open_store(settings) as reader:
        reader.read(case)


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
    settings = in_two_files(tmp_path)
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


def test_a_key_made_after_another_was_destroyed_is_there_for_other_processes_that_come_and_go(tmp_path: Path) -> None:
    settings = in_two_files(tmp_path)
    migrate(settings)
    with open_store(settings) as store:
        gone = stored_case(store)
        store.destroy_key(KeyId(gone), basis=BASIS, approvers=[ARCHIVIST, LEADER], at=NOON)
        keys_seen_from_outside(settings)

        case = stored_case(store)

        assert case.hex in keys_seen_from_outside(settings)


def keys_seen_from_outside(settings: StoreSettings) -> str:
    """The subjects that have a key, as another process sees them that opens the file, reads and closes it."""
    look = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute('SELECT subject FROM keys').fetchall()); c.close()"
    )
    return subprocess.run([sys.executable, "-c", look, settings.keys.path], capture_output=True, text=True, check=True).stdout


def test_a_reader_who_keeps_the_bytes_of_a_destroyed_key_is_reported_until_it_is_gone(tmp_path: Path) -> None:
    settings = in_two_files(tmp_path, lock_timeout=0.1)
    migrate(settings)
    key = KeyId(uuid4())
    with open_key_store(settings) as keys, closing(sqlite3.connect(tmp_path / "keys.sqlite", isolation_level=None)) as reader:
        keys.ensure([key])
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM keys").fetchall()

        with pytest.raises(KeyNotScrubbedError):
            keys.destroy(key, basis=BASIS, approvers=[ARCHIVIST, LEADER])
        assert keys.find([key]) == {key: None}

        reader.execute("COMMIT")
        assert keys.destroy(key, basis=BASIS, approvers=[ARCHIVIST, LEADER]) == keys.tombstone(key)


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
