"""Every event has its leaf in the tree of RFC 6962, on either database, and what does not fit is found."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from uuid import uuid4

import msgspec
import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from events.commitments import commitment_to
from events.stored import peek
from services.case_service.store import (
    EventStore,
    FaultKind,
    LeafMissingError,
    Once,
    PostgresDatabase,
    SQLiteFile,
    StoreSettings,
    StreamMovedError,
    TamperedError,
    migrate,
    open_store,
    postgres_leaves,
    recheck,
    sqlite_leaves,
)
from services.case_service.store.postgres_append import APPEND_WITH_LEAVES
from services.case_service.store.postgres_schema import EVENTS as POSTGRES_EVENTS
from services.case_service.store.postgres_schema import for_tenant
from services.case_service.store.postgres_shape import changed_tables
from services.case_service.store.sqlite_schema import EVENTS as SQLITE_EVENTS
from services.case_service.store.sqlite_schema import EVENTS_ALONE
from services.integrity.merkle import EMPTY_ROOT, NoSuchProofError, check_consistency, check_inclusion, hash_leaf
from tests.integrity import naive_tree
from tests.store.insider import Insider
from tests.store.sample_events import concern_received, principal_acknowledged, stored_case

REFUSED = (sqlite3.IntegrityError, psycopg.errors.RestrictViolation)


@pytest.fixture
def leaf_forger(store: EventStore, settings: StoreSettings) -> Insider:
    """Somebody at the table of leaves."""
    del store
    return Insider(settings.events, settings.tenant, "leaves")


def leaves_of(store: EventStore) -> list[bytes]:
    """The leaf hashes as anybody would make them from the stored bytes."""
    return [hash_leaf(store.entry(one)) for one in store.stored_after(0, 10_000)]


def faults_in(store: EventStore) -> Sequence[tuple[int, FaultKind]]:
    return [(fault.position, fault.kind) for fault in recheck(store).faults]


def test_a_log_without_events_has_the_root_of_nothing(store: EventStore) -> None:
    assert (store.tree_size(), store.root()) == (0, EMPTY_ROOT)
    assert recheck(store).root == EMPTY_ROOT
    with pytest.raises(NoSuchProofError):
        store.leaf_hash(1)


def test_the_tree_is_that_of_the_rfc_over_the_stored_events_whatever_was_saved_together(store: EventStore) -> None:
    for count in (1, 1, 2, 3, 1, 7, 16, 1, 5):
        stored_case(store, count)
        leaves = leaves_of(store)
        assert store.tree_size() == len(leaves) == store.last_position()
        assert store.root() == naive_tree.root(leaves)
    for size in range(1, len(leaves) + 1):
        root = store.root(size)
        assert root == naive_tree.root(leaves[:size])
        for position in {1, size // 2 or 1, size}:
            assert store.leaf_hash(position) == leaves[position - 1]
            check_inclusion(leaves[position - 1], position - 1, size, store.inclusion(position, size), root)
        for old in {1, size // 3 or 1, size}:
            check_consistency(old, size, store.consistency(old, size), naive_tree.root(leaves[:old]), root)


def test_there_is_no_proof_of_what_is_not_there(store: EventStore) -> None:
    stored_case(store, 3)
    for ask in (
        lambda: store.root(4),
        lambda: store.inclusion(4, 4),
        lambda: store.inclusion(0, 3),
        lambda: store.consistency(2, 4),
    ):
        with pytest.raises(NoSuchProofError):
            ask()


def test_what_is_refused_or_repeated_leaves_no_leaf(store: EventStore) -> None:
    case = stored_case(store, 2)
    with pytest.raises(StreamMovedError):
        store.append([concern_received(uuid4(), 1, tenant=store.tenant), concern_received(case, 2, tenant=store.tenant)])
    request, event = Once("key", b"f" * 32), concern_received(case, 3, tenant=store.tenant)
    store.append([event], once=request)
    store.append([event], once=request)
    assert store.tree_size() == store.last_position() == 3
    assert recheck(store).faults == ()


def test_a_tenants_tree_is_its_own(store: EventStore, neighbour: StoreSettings) -> None:
    stored_case(store, 3)
    with open_store(neighbour) as other:
        case = stored_case(other, 1)
        assert (other.tree_size(), store.tree_size()) == (1, 3)
        assert [one.position for one in other.stored_in(case)] == [1]


def test_a_text_that_is_shown_can_be_checked_by_its_leaf_without_a_key(store: EventStore) -> None:
    stored_case(store, 2)
    case = stored_case(store, 2)
    first, second = store.stored_in(case)
    assert (first.position, second.position, second.version) == (3, 4, 2)
    parts, texts = store.leaf_parts(second), store.texts_to_show(second)
    assert set(texts) == {"own_words", "facts_observed"}
    for field, text in texts.items():
        assert parts.commitments[field] == commitment_to(field, text.value, text.salt)
    assert store.open_stored(second) == msgspec.structs.replace(store.read(case)[1], position=4)


def test_a_text_that_does_not_match_its_commitment_is_not_shown(store: EventStore, insider: Insider) -> None:
    case = stored_case(store, 1)
    stored = peek(insider.state(case, 1))
    insider.put(case, 1, msgspec.msgpack.encode(msgspec.structs.replace(stored, commitments={"own_words": bytes(32)})))
    with pytest.raises(TamperedError):
        store.texts_to_show(store.stored_in(case)[0])


@pytest.mark.parametrize("change", ["DELETE FROM {table}", "UPDATE {table} SET position = position + 100"])
def test_the_database_refuses_to_change_or_delete_a_leaf(store: EventStore, leaf_forger: Insider, change: str) -> None:
    stored_case(store, 3)
    with pytest.raises(REFUSED):
        leaf_forger.run(change, triggers=True)
    assert store.tree_size() == 3


def test_the_database_refuses_an_event_without_a_leaf(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("leafless")
    settings = StoreSettings(
        tenant="steindal", events=SQLiteFile(path=folder / "e.sqlite"), keys=SQLiteFile(path=folder / "k.sqlite"), kek=bytes(32)
    )
    migrate(settings)
    with closing(sqlite3.connect(folder / "e.sqlite")) as old_program, pytest.raises(sqlite3.IntegrityError, match="its leaf"):
        old_program.execute("INSERT INTO stored_events VALUES (1, 'a', 1, 'case.CaseOpened', x'00')")


def test_a_log_as_it_was_written_has_no_fault_and_the_root_it_claims(store: EventStore) -> None:
    stored_case(store, 40)
    seen: list[tuple[int, int]] = []
    found = recheck(store, lambda done, total: seen.append((done, total)))
    assert (found.size, found.root, found.faults) == (40, store.root(), ())
    assert seen[-1] == (40, 40)


def test_an_event_that_was_changed_moved_or_taken_away_is_found(store: EventStore, insider: Insider) -> None:
    case = stored_case(store, 9)
    insider.put(case, 3, insider.state(case, 4))
    insider.run("UPDATE {table} SET topic = {v} WHERE originator_version = 5", "case.CaseOpened")
    insider.run("DELETE FROM {table} WHERE originator_version IN (7, 9)")
    insider.put(case, 8, b"nothing")

    assert faults_in(store) == [
        (3, FaultKind.EVENT_CHANGED),
        (5, FaultKind.EVENT_CHANGED),
        (7, FaultKind.EVENT_MISSING),
        (8, FaultKind.EVENT_CHANGED),
        (9, FaultKind.EVENT_MISSING),
    ]
    assert recheck(store).root is None


def test_a_leaf_that_was_changed_or_taken_away_is_found(store: EventStore, leaf_forger: Insider) -> None:
    stored_case(store, 9)
    leaf_forger.run("UPDATE {table} SET completed = {v} WHERE position = 3", bytes(32))
    leaf_forger.run("UPDATE {table} SET completed = {v} WHERE position = 6", store._log.completed_by([6])[6][:32] + bytes(32))
    leaf_forger.run("DELETE FROM {table} WHERE position = 9")

    found = faults_in(store)
    assert (3, FaultKind.EVENT_CHANGED) in found
    assert (6, FaultKind.SUBTREE_CHANGED) in found
    assert (9, FaultKind.LEAF_MISSING) in found


def test_bytes_that_are_no_event_are_found_even_with_a_leaf_of_their_own(store: EventStore) -> None:
    stored_case(store, 2)
    event = principal_acknowledged(uuid4(), 1, tenant=store.tenant)
    store._log.append([StoredEvent(event.stream_id, 1, event.topic, b"nothing")], {}, None)
    assert faults_in(store) == [(3, FaultKind.NOT_AN_EVENT)]


def test_nothing_is_appended_to_a_log_whose_leaves_do_not_reach_its_end(store: EventStore, leaf_forger: Insider) -> None:
    case = stored_case(store, 3)
    leaf_forger.run("DELETE FROM {table} WHERE position = 3")
    with pytest.raises(LeafMissingError):
        store.append([concern_received(case, 4, tenant=store.tenant)])
    assert store.version(case) == 3


def test_nothing_is_appended_or_proved_where_an_older_leaf_is_missing(store: EventStore, leaf_forger: Insider) -> None:
    case = stored_case(store, 3)
    leaf_forger.run("DELETE FROM {table} WHERE position = 2")
    with pytest.raises(LeafMissingError):
        store.append([concern_received(case, 4, tenant=store.tenant)])
    with pytest.raises(LeafMissingError):
        store.root()
    assert store.version(case) == 3


def as_before_the_merkle_log(settings: StoreSettings) -> None:
    """Take the tables back to the form that they had before there were leaves; the events stay."""
    if isinstance(settings.events, SQLiteFile):
        with closing(sqlite3.connect(settings.events.path)) as connection:
            connection.execute("DROP TRIGGER an_event_has_a_leaf")
            connection.execute("DROP TABLE log_leaves")
            connection.execute("ALTER TABLE once DROP COLUMN checksum")
            connection.execute(f"PRAGMA user_version = {len(EVENTS_ALONE)}")
        return
    prefix = f"varde_{settings.tenant}"
    with psycopg.connect(settings.events.dsn) as opened:
        opened.execute(f"DROP TABLE {prefix}_leaves".encode())
        opened.execute(f"DROP FUNCTION {prefix}_append".encode())
        opened.execute(f"DROP TRIGGER {prefix}_once_summed ON {prefix}_once".encode())
        opened.execute(f"DROP FUNCTION {prefix}_once_sum".encode())
        opened.execute(f"DROP FUNCTION {prefix}_once_checksum".encode())
        opened.execute(f"ALTER TABLE {prefix}_once DROP COLUMN checksum".encode())
        opened.execute("DELETE FROM varde_migrations WHERE tenant = %s AND store = 'events'", (settings.tenant,))
        for statement in POSTGRES_EVENTS.steps[0][-1:]:
            opened.execute(statement.replace("{t}", prefix).replace("{lock}", "1").encode())
        opened.execute("INSERT INTO varde_migrations VALUES (%s, 'events', 1)", (settings.tenant,))


def steps_after_the_first(settings: StoreSettings) -> int:
    return len(SQLITE_EVENTS if isinstance(settings.events, SQLiteFile) else POSTGRES_EVENTS.steps) - 1


def test_a_log_from_before_gets_the_leaves_it_would_have_had_and_goes_on(settings: StoreSettings) -> None:
    migrate(settings)
    with open_store(settings) as store:
        case = stored_case(store, 23)
        root = store.root()
    as_before_the_merkle_log(settings)
    seen: list[tuple[int, int]] = []

    assert migrate(settings, lambda done, total: seen.append((done, total))) == steps_after_the_first(settings)

    assert seen[-1] == (23, 23)
    with open_store(settings) as store:
        assert store.root() == root
        store.append([concern_received(case, 24, tenant=store.tenant)])
        assert recheck(store).faults == ()
    assert migrate(settings) == 0


def test_a_migration_that_was_cut_off_among_the_leaves_goes_on_where_it_was(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(settings)
    with open_store(settings) as store:
        stored_case(store, 23)
        root = store.root()
    as_before_the_merkle_log(settings)
    for module in (postgres_leaves, sqlite_leaves):
        monkeypatch.setattr(module, "AT_A_TIME", 5)
    seen: list[int] = []

    def cut(done: int, _: int) -> None:
        seen.append(done)
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate(settings, cut)
    assert migrate(settings, lambda done, _: seen.append(done)) > 0

    assert seen == [5, 10, 15, 20, 23]
    with open_store(settings) as store:
        assert store.root() == root


def test_a_program_that_was_running_goes_on_when_the_append_in_postgres_is_replaced(postgres_dsn: str, keys_dsn: str) -> None:
    settings = StoreSettings(
        tenant=f"t{uuid4().hex[:12]}",
        events=PostgresDatabase(dsn=postgres_dsn),
        keys=PostgresDatabase(dsn=keys_dsn),
        kek=os.urandom(32),
    )
    migrate(settings)
    before = for_tenant(APPEND_WITH_LEAVES.replace("CREATE", "CREATE OR REPLACE"), settings.tenant)
    with open_store(settings) as running, psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(before.encode())
        connection.execute("UPDATE varde_migrations SET step = step - 1 WHERE (tenant, store) = (%s, 'events')", (settings.tenant,))
        stored_case(running, 3)

        assert migrate(settings) == 1

        stored_case(running, 5)
        assert running.root() == naive_tree.root(leaves_of(running))
        assert changed_tables(connection, settings.tenant, POSTGRES_EVENTS) == ()
