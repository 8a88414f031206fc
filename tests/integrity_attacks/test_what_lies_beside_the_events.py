"""Tables, triggers and rows that no leaf covers: a change of them is found at the next start or reading, or in the night."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import psycopg
import pytest

from events.sealing import RetentionClass
from services.case_service.integrity.kept import Integrity
from services.case_service.integrity.thorough import check_whole_log
from services.case_service.store import (
    KeyId,
    Once,
    SchemaChangedError,
    SQLiteFile,
    StoreSettings,
    TamperedError,
    open_key_store,
    open_store,
)
from services.integrity.keeping.alarms import AlarmKind
from tests.integrity_attacks.conftest import NOON
from tests.store.insider import Insider
from tests.store.sample_events import concern_received, stored_case

LATER = NOON + timedelta(minutes=1)


def found_in(integrity: Integrity) -> set[AlarmKind]:
    return {one.kind for one in check_whole_log(integrity, LATER).faults}


def let_events_be_deleted(settings: StoreSettings) -> None:
    if isinstance(settings.events, SQLiteFile):
        with closing(sqlite3.connect(settings.events.path)) as db:
            db.execute("DROP TRIGGER stored_events_are_never_deleted")
    else:
        with psycopg.connect(settings.events.dsn) as opened:
            name = f"varde_{settings.tenant}_events"
            opened.execute(f"ALTER TABLE {name} DISABLE TRIGGER {name}_stay".encode())


def change_the_text_of_a_trigger(settings: StoreSettings) -> None:
    if isinstance(settings.keys, SQLiteFile):
        with closing(sqlite3.connect(settings.keys.path, isolation_level=None)) as db:
            db.execute("PRAGMA writable_schema = ON")
            db.execute("UPDATE sqlite_master SET sql = replace(sql, 'destroyed', 'hidden') WHERE name = 'keys_are_never_deleted'")
    else:
        with psycopg.connect(settings.keys.dsn) as opened:
            body = "BEGIN RETURN NULL; END"
            name = f"varde_{settings.tenant}_refuse_delete"
            opened.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$".encode())


def test_where_nothing_was_changed_nothing_is_found(integrity: Integrity) -> None:
    case = stored_case(integrity.store, 2)
    integrity.store.append([concern_received(case, 3, tenant=integrity.store.tenant)], once=Once("k", sha256(b"r").digest()))
    integrity.store.destroy_key(KeyId(stored_case(integrity.store, 1)), basis="Lapsed", approvers=(uuid4(), uuid4()), at=NOON)

    assert found_in(integrity) == {AlarmKind.DESTROYED_WITHOUT_EVENT}


def test_a_trigger_that_was_taken_away_is_an_alarm_and_no_process_starts_on_it(
    integrity: Integrity, settings: StoreSettings
) -> None:
    let_events_be_deleted(settings)

    assert found_in(integrity) == {AlarmKind.TABLES_CHANGED}
    with pytest.raises(SchemaChangedError, match="trigger"):
        open_store(settings)


def test_the_text_of_a_trigger_that_was_changed_is_an_alarm_and_no_process_starts_on_it(
    integrity: Integrity, settings: StoreSettings
) -> None:
    change_the_text_of_a_trigger(settings)

    assert found_in(integrity) == {AlarmKind.TABLES_CHANGED}
    with pytest.raises(SchemaChangedError, match=r"trigger|function"):
        open_key_store(settings)


def test_a_trigger_of_somebody_elses_on_a_table_of_events_is_an_alarm(integrity: Integrity, settings: StoreSettings) -> None:
    if isinstance(settings.events, SQLiteFile):
        with closing(sqlite3.connect(settings.events.path)) as db:
            db.execute("CREATE TRIGGER own AFTER INSERT ON stored_events BEGIN SELECT 1; END")
    else:
        own = f"varde_{settings.tenant}"
        with psycopg.connect(settings.events.dsn) as opened:
            function = f"{own}_refuse_change()"
            opened.execute(f"CREATE TRIGGER own AFTER DELETE ON {own}_events EXECUTE FUNCTION {function}".encode())

    assert found_in(integrity) == {AlarmKind.TABLES_CHANGED}


def test_a_request_that_is_remembered_otherwise_than_it_was_is_an_alarm(integrity: Integrity, settings: StoreSettings) -> None:
    store, once = integrity.store, Once("a request", sha256(b"said").digest())
    store.append([concern_received(uuid4(), 1, tenant=store.tenant)], once=once)

    change_without_triggers(settings, "once", "UPDATE {table} SET first_position = first_position + 1")

    assert found_in(integrity) == {AlarmKind.STORE_DAMAGED}
    if isinstance(settings.events, SQLiteFile):
        with pytest.raises(TamperedError):
            store.answer_to(once)


def test_a_key_with_another_time_than_it_was_given_is_an_alarm(integrity: Integrity, settings: StoreSettings) -> None:
    case = stored_case(integrity.store, 1)

    change_without_triggers(settings, "keys", "UPDATE {table} SET created_at = '2020-01-01T00:00:00+00:00'")

    assert AlarmKind.STORE_DAMAGED in found_in(integrity)
    if isinstance(settings.keys, SQLiteFile):
        with open_key_store(settings) as keys, pytest.raises(TamperedError):
            keys.find([KeyId(case, RetentionClass.PRESERVED)])


def test_a_tombstone_with_another_basis_than_it_was_given_is_an_alarm(integrity: Integrity, settings: StoreSettings) -> None:
    case = stored_case(integrity.store, 1)
    integrity.store.destroy_key(KeyId(case), basis="Lapsed", approvers=(uuid4(), uuid4()), at=NOON)

    change_without_triggers(settings, "keys", "UPDATE {table} SET basis = 'Another'")

    assert AlarmKind.STORE_DAMAGED in found_in(integrity)


def change_without_triggers(settings: StoreSettings, table: str, change: str) -> None:
    Insider(settings.events if table == "once" else settings.keys, settings.tenant, table).run(change)
