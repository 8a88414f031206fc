"""Rows from before the checksums get theirs by the migration, and go on being what they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from uuid import uuid4

import psycopg

from services.case_service.store import (
    KeyId,
    Once,
    SQLiteFile,
    StoreSettings,
    migrate,
    open_key_store,
    open_store,
    postgres_schema,
    sqlite_schema,
)
from tests.store.sample_events import concern_received, stored_case

ONCE = Once("a request", sha256(b"said").digest())


def as_before_the_checksums(settings: StoreSettings) -> None:
    """Take the tables back to the form that they had; the rows stay."""
    if isinstance(settings.events, SQLiteFile) and isinstance(settings.keys, SQLiteFile):
        with closing(sqlite3.connect(settings.events.path, isolation_level=None)) as events:
            events.execute("ALTER TABLE once DROP COLUMN checksum")
            events.execute("PRAGMA user_version = 3")
        with closing(sqlite3.connect(settings.keys.path, isolation_level=None)) as keys:
            keys.execute("DROP TRIGGER a_key_has_its_checksum")
            keys.execute("DROP TRIGGER an_epoch_is_kept_twice")
            keys.execute("ALTER TABLE keys DROP COLUMN checksum")
            keys.execute("ALTER TABLE key_epoch DROP COLUMN again")
            keys.execute("PRAGMA user_version = 1")
        return
    for place, table, store, step in ((settings.events, "once", "events", 3), (settings.keys, "keys", "keys", 1)):
        assert not isinstance(place, SQLiteFile)
        name = f"varde_{settings.tenant}_{table}"
        with psycopg.connect(place.dsn) as opened:
            opened.execute(f"DROP TRIGGER {name}_summed ON {name}".encode())
            opened.execute(f"DROP FUNCTION {name}_sum".encode())
            opened.execute(f"DROP FUNCTION {name}_checksum".encode())
            opened.execute(f"ALTER TABLE {name} DROP COLUMN checksum".encode())
            opened.execute("UPDATE varde_migrations SET step = %s WHERE tenant = %s AND store = %s", (step, settings.tenant, store))


def steps_since(settings: StoreSettings) -> int:
    """How many steps the tables have taken from that form on."""
    if isinstance(settings.events, SQLiteFile):
        return len(sqlite_schema.EVENTS) - 3 + len(sqlite_schema.KEYS) - 1
    return len(postgres_schema.EVENTS.steps) - 3 + len(postgres_schema.KEYS.steps) - 1


def test_what_was_stored_before_there_were_checksums_is_read_after_the_migration(settings: StoreSettings) -> None:
    migrate(settings)
    with open_store(settings) as store:
        first = store.append([concern_received(kept := uuid4(), 1, tenant=store.tenant)], once=ONCE)
        destroyed = stored_case(store, 1)
    with open_key_store(settings) as keys:
        tombstone = keys.destroy(KeyId(destroyed), basis="Lapsed", approvers=[uuid4(), uuid4()], at=datetime.now(UTC))
        epoch = keys.epoch()
    as_before_the_checksums(settings)

    assert migrate(settings) == steps_since(settings)

    with open_store(settings) as store, open_key_store(settings) as keys:
        assert store.damage() == ()
        assert store.append([], once=ONCE).positions == first.positions
        assert store.has_key(KeyId(kept))
        assert keys.tombstone(KeyId(destroyed)) == tombstone
        assert keys.epoch() == epoch
        store.append([concern_received(kept, 2, tenant=store.tenant)])
    assert migrate(settings) == 0
