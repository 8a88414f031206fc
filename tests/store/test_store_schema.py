from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from services.case_service.store import (
    DurabilityError,
    EventStore,
    KeyId,
    PostgresDatabase,
    SchemaMissingError,
    SettingsError,
    SQLiteFile,
    StoreSettings,
    StoreUnavailableError,
    migrate,
    open_key_store,
    open_store,
)
from services.case_service.store.durability import refuse_weak_sqlite
from tests.store.insider import Insider
from tests.store.processes import arguments_of, run_together
from tests.store.sample_events import concern_received
from tests.store.two_files import in_two_files

REFUSED = (sqlite3.IntegrityError, psycopg.errors.RestrictViolation)


def test_a_store_does_not_open_before_the_migration(settings: StoreSettings) -> None:
    with pytest.raises(SchemaMissingError):
        open_store(settings)
    with pytest.raises(SchemaMissingError):
        open_key_store(settings)


def test_opening_a_store_that_is_not_there_makes_no_file(tmp_path: Path) -> None:
    settings = in_two_files(tmp_path)

    with pytest.raises(SchemaMissingError):
        open_store(settings)

    assert list(tmp_path.iterdir()) == []


def test_a_store_does_not_open_on_tables_that_are_older_than_the_code(settings: StoreSettings) -> None:
    migrate(settings)
    if isinstance(settings.events, SQLiteFile):
        with closing(sqlite3.connect(settings.events.path)) as connection:
            connection.execute("PRAGMA user_version = 0")
    else:
        with psycopg.connect(settings.events.dsn) as opened:
            opened.execute("UPDATE varde_migrations SET step = 0 WHERE tenant = %s AND store = 'events'", (settings.tenant,))

    with pytest.raises(SchemaMissingError):
        open_store(settings)


def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    settings = in_two_files(tmp_path / "new")
    migrate(settings)

    with open_store(settings) as store:
        store.append([concern_received(uuid4(), 1)])
        rights = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()}

    assert len(rights) == 6
    assert set(rights.values()) == {0o600}


def test_the_tenants_of_one_postgres_share_one_pool_of_connections(postgres_database: str, keys_dsn: str) -> None:
    shared, keys = PostgresDatabase(dsn=postgres_database, pool_size=2), PostgresDatabase(dsn=keys_dsn)
    with ExitStack() as stack:
        for number in range(6):
            settings = StoreSettings(tenant=f"t{uuid4().hex[:8]}_{number}", events=shared, keys=keys, kek=os.urandom(32))
            migrate(settings)
            store = stack.enter_context(open_store(settings))
            store.append([concern_received(uuid4(), 1, tenant=settings.tenant)])
        with psycopg.connect(keys_dsn) as observer:
            count = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
            connections = observer.execute(count, (conninfo_to_dict(postgres_database)["dbname"],)).fetchone()

    assert connections is not None
    assert connections[0] <= 2


def test_a_migration_that_is_repeated_does_nothing(settings: StoreSettings) -> None:
    assert migrate(settings) > 0
    with open_store(settings) as store:
        store.append([concern_received(case := uuid4(), 1, tenant=settings.tenant)])

    assert migrate(settings) == 0

    with open_store(settings) as store:
        assert store.version(case) == 1


@pytest.mark.parametrize("change", ["DELETE FROM {table}", "UPDATE {table} SET topic = 'x'"])
def test_the_database_refuses_to_change_or_delete_an_event(store: EventStore, settings: StoreSettings, change: str) -> None:
    case = uuid4()
    store.append([concern_received(case, 1, tenant=store.tenant)])

    with pytest.raises(REFUSED):
        Insider(settings.events, settings.tenant, "events").run(change, triggers=True)

    assert len(store.read(case)) == 1


def test_postgres_refuses_to_truncate_events(postgres_dsn: str, keys_dsn: str) -> None:
    tenant = f"t{uuid4().hex[:12]}"
    migrate(
        StoreSettings(tenant=tenant, events=PostgresDatabase(dsn=postgres_dsn), keys=PostgresDatabase(dsn=keys_dsn), kek=bytes(32))
    )

    with psycopg.connect(postgres_dsn) as connection, pytest.raises(psycopg.errors.RestrictViolation):
        connection.execute(f"TRUNCATE varde_{tenant}_events".encode())


@pytest.mark.parametrize("change", ["DELETE FROM {table}", "UPDATE {table} SET basis = 'x' WHERE destroyed_at IS NOT NULL"])
def test_the_database_refuses_to_delete_a_key_or_change_a_tombstone(
    store: EventStore, settings: StoreSettings, change: str
) -> None:
    case = uuid4()
    store.ensure_keys([case])
    with open_key_store(settings) as keys:
        tombstone = keys.destroy(KeyId(case), basis="Lapsed", approvers=[uuid4(), uuid4()])

        with pytest.raises(REFUSED):
            Insider(settings.keys, settings.tenant, "keys").run(change, triggers=True)

        assert keys.tombstone(KeyId(case)) == tombstone


def test_sqlite_syncs_every_commit(tmp_path: Path) -> None:
    path = tmp_path / "weak.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")

        with pytest.raises(DurabilityError, match="synchronous"):
            refuse_weak_sqlite(connection)


def test_a_store_does_not_open_on_a_file_without_a_write_ahead_log(tmp_path: Path) -> None:
    settings = in_two_files(tmp_path)
    migrate(settings)
    with closing(sqlite3.connect(tmp_path / "events.sqlite")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")

    with pytest.raises(DurabilityError, match="journal"):
        open_store(settings)


@pytest.mark.parametrize("which", ["events", "keys"])
def test_a_store_does_not_open_on_a_postgres_that_acknowledges_early(postgres_database: str, keys_dsn: str, which: str) -> None:
    weak, strong = PostgresDatabase(dsn=postgres_database), PostgresDatabase(dsn=keys_dsn)
    tenant = f"t{uuid4().hex[:12]}"
    events, keys = (weak, strong) if which == "events" else (strong, weak)
    settings = StoreSettings(tenant=tenant, events=events, keys=keys, kek=os.urandom(32))
    migrate(settings)
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET synchronous_commit = off".encode())

    with pytest.raises(DurabilityError, match="synchronous_commit"):
        open_store(settings)


def test_a_database_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    nowhere = PostgresDatabase(dsn=f"host={tmp_path} dbname=varde", timeout=0.5)
    settings = StoreSettings(tenant="steindal", events=nowhere, keys=SQLiteFile(path=tmp_path / "keys.sqlite"), kek=os.urandom(32))

    with pytest.raises(StoreUnavailableError):
        migrate(settings)
    with pytest.raises(StoreUnavailableError):
        open_store(settings)


def test_a_writer_that_waits_too_long_for_another_is_told_that_the_store_is_unavailable(tmp_path: Path) -> None:
    settings = StoreSettings(
        tenant="steindal",
        events=SQLiteFile(path=tmp_path / "events.sqlite", lock_timeout=0.1),
        keys=SQLiteFile(path=tmp_path / "keys.sqlite"),
        kek=os.urandom(32),
    )
    migrate(settings)
    with open_store(settings) as store, closing(sqlite3.connect(tmp_path / "events.sqlite", isolation_level=None)) as other:
        store.ensure_keys([case := uuid4()])
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreUnavailableError):
            store.append([concern_received(case, 1)])

        other.execute("ROLLBACK")
        assert store.append([concern_received(case, 1)]).versions == (1,)


@pytest.mark.parametrize("tenant", ["", "Steindal", "1st", "a-b", "a b", "æ", "a" * 32, 'x"; DROP TABLE', "a\n"])
def test_a_tenant_is_named_by_short_plain_words(tenant: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        StoreSettings(tenant=tenant, events=SQLiteFile(path=tmp_path / "a"), keys=SQLiteFile(path=tmp_path / "b"), kek=bytes(32))


def test_events_and_keys_do_not_lie_in_one_place(settings: StoreSettings) -> None:
    with pytest.raises(SettingsError):
        replace(settings, keys=settings.events)


def test_another_size_of_pool_does_not_make_it_another_place(postgres_dsn: str) -> None:
    with pytest.raises(SettingsError):
        StoreSettings(
            tenant="steindal",
            events=PostgresDatabase(dsn=postgres_dsn),
            keys=PostgresDatabase(dsn=postgres_dsn, pool_size=2),
            kek=bytes(32),
        )


def test_a_key_encryption_key_has_32_bytes(settings: StoreSettings) -> None:
    with pytest.raises(SettingsError):
        replace(settings, kek=bytes(16))


def test_four_workers_that_start_together_all_start_on_a_fresh_and_on_an_existing_database(settings: StoreSettings) -> None:
    rounds = 5 if isinstance(settings.events, PostgresDatabase) else 3
    worker = ["tests.store.worker_process", *arguments_of(settings)]

    failures = [run_together([worker] * 4) for _ in range(rounds)]

    assert failures == [[]] * rounds
    with open_store(settings) as store:
        assert store.last_position() == rounds * 4
