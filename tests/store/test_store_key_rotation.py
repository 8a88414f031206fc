"""The tenant's key is replaced while others work: nobody loses a text, and nothing is wrapped by the one that is gone."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest

from events.sealing import RetentionClass
from services.case_service.store import (
    EventStore,
    KeyDestroyedError,
    KeyId,
    KeyStore,
    StoreSettings,
    WrongTenantKeyError,
    open_store,
)
from services.case_service.store.wrapping import KeyRow, Wrapping
from tests.store.insider import Insider
from tests.store.sample_events import concern_received, stored_case

ARCHIVIST, LEADER = uuid4(), uuid4()


def test_a_running_process_follows_a_tenant_key_that_another_one_replaced(
    store: EventStore, settings: StoreSettings, keys: KeyStore
) -> None:
    case, kek = stored_case(store), os.urandom(32)
    before = store.read(case)

    with open_store(replace(settings, kek_again=lambda: (settings.kek, kek))) as running:
        keys.rewrap(kek)

        assert running.read(case) == before
        later = stored_case(running)
        assert len(running.read(later)) == len(before)
    with open_store(replace(settings, kek=kek)) as renewed:
        assert renewed.read(later)[0].event.own_words == before[0].event.own_words


def test_a_process_that_knows_the_old_tenant_key_alone_makes_no_key_that_would_be_lost(
    store: EventStore, settings: StoreSettings, keys: KeyStore
) -> None:
    stored_case(store)
    with open_store(settings) as behind:
        keys.rewrap(os.urandom(32))
        case = uuid4()

        with pytest.raises(WrongTenantKeyError):
            behind.append([concern_received(case, 1, tenant=store.tenant)])

        assert behind.version(case) == 0


def test_keys_that_are_made_while_the_tenant_key_is_replaced_open_with_the_new_one(
    store: EventStore, settings: StoreSettings, keys: KeyStore
) -> None:
    stored_case(store)
    keks = [settings.kek, *(os.urandom(32) for _ in range(4))]
    with open_store(replace(settings, kek_again=lambda: tuple(keks))) as running, ThreadPoolExecutor(3) as pool:
        written = [pool.submit(stored_case, running) for _ in range(30)]
        for kek in keks[1:]:
            keys.rewrap(kek)
        cases = [one.result() for one in written]

    with open_store(replace(settings, kek=keks[-1])) as renewed:
        assert all(renewed.read(case) for case in cases)


def test_replacing_the_tenant_key_twice_with_the_same_one_changes_nothing(store: EventStore, keys: KeyStore) -> None:
    stored_case(store)
    kek = os.urandom(32)
    keys.rewrap(kek)
    epoch = keys.epoch()

    assert keys.rewrap(kek) == 0
    assert keys.epoch() == epoch


def test_the_store_destroys_a_key_and_forgets_it_at_once(store: EventStore, keys: KeyStore) -> None:
    case, other = stored_case(store), stored_case(store)
    assert set(store.subjects_with_text(RetentionClass.PRESERVED)) == {case, other}

    tombstone = store.destroy_key(
        KeyId(case), basis="Handed over", approvers=[ARCHIVIST, LEADER], at=store.read(case)[0].envelope.recorded_at
    )

    assert store.tombstone(KeyId(case)) == tombstone == keys.tombstone(KeyId(case))
    assert store.subjects_with_text(RetentionClass.PRESERVED) == (other,)
    assert store.key_epoch() == keys.epoch()
    with pytest.raises(KeyDestroyedError):
        store.append([concern_received(case, store.version(case) + 1, tenant=store.tenant)])


def test_bytes_of_a_destroyed_key_that_a_database_or_a_backup_kept_open_with_no_key_that_exists(
    store: EventStore, settings: StoreSettings, keys: KeyStore, key_thief: Insider
) -> None:
    case = stored_case(store)
    kept = KeyRow(*key_thief.run("SELECT wrapped, commitment, kek_id FROM {table} WHERE subject = {v}", case)[0])
    keys.destroy(KeyId(case), basis="Lapsed", approvers=[ARCHIVIST, LEADER])
    new = os.urandom(32)
    keys.rewrap(new)

    with pytest.raises(WrongTenantKeyError):
        Wrapping(store.tenant, new).unwrap(KeyId(case), kept)

    assert Wrapping(store.tenant, settings.kek).unwrap(KeyId(case), kept)
