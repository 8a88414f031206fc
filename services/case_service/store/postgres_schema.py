"""The tables in PostgreSQL, as numbered steps. Every tenant has its own, named after it; ``{t}`` stands for that name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import psycopg

from services.case_service.store.errors import SchemaMissingError, StoreUnavailableError
from services.case_service.store.postgres_append import APPEND, APPEND_WITH_FEWER_READS, APPEND_WITH_LEAVES
from services.case_service.store.postgres_checksums import KEYS_WITH_CHECKSUM, ONCE_WITH_CHECKSUM
from services.case_service.store.postgres_leaves import fill_leaves
from services.case_service.store.postgres_pool import Connection
from services.case_service.store.settings import PostgresDatabase
from services.integrity.leaf import BEFORE_POSITION
from services.integrity.merkle.hashing import LEAF_MARK, NODE_MARK

NOTHING_CHANGES: Final = """CREATE FUNCTION {t}_refuse_{what}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{why}' USING ERRCODE = 'restrict_violation'; END $$"""


class Schema:
    """A numbered list of steps. ``name`` tells a tenant's events from its keys.

    After ``leaves_at`` steps the events that are there already get their leaves in the Merkle log.
    """

    def __init__(self, name: str, steps: Sequence[Sequence[str]], leaves_at: int | None = None) -> None:
        self.name = name
        self.steps = steps
        self.leaves_at = leaves_at


EVENTS: Final = Schema(
    "events",
    (
        (
            """CREATE TABLE {t}_events (
                originator_id uuid NOT NULL,
                originator_version bigint NOT NULL,
                topic text NOT NULL,
                state bytea NOT NULL,
                notification_id bigint NOT NULL,
                CONSTRAINT {t}_events_place PRIMARY KEY (originator_id, originator_version),
                CONSTRAINT {t}_events_position UNIQUE (notification_id)
            )""",
            """CREATE TABLE {t}_once (
                key text PRIMARY KEY,
                fingerprint bytea NOT NULL,
                first_position bigint NOT NULL,
                versions bigint[] NOT NULL
            )""",
            NOTHING_CHANGES.replace("{what}", "change").replace("{why}", "an event is never changed or deleted"),
            """CREATE TRIGGER {t}_events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {t}_events
                FOR EACH STATEMENT EXECUTE FUNCTION {t}_refuse_change()""",
            APPEND,
        ),
        (
            # The whole subtrees that the leaf of a position completed: the leaf's hash, then those of ever larger subtrees.
            "CREATE TABLE {t}_leaves (position bigint PRIMARY KEY, completed bytea NOT NULL)",
            """CREATE TRIGGER {t}_leaves_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {t}_leaves
                FOR EACH STATEMENT EXECUTE FUNCTION {t}_refuse_change()""",
        ),
        (
            # A program of before the Merkle log, still running, would else go on writing events without leaves.
            "DROP FUNCTION {t}_append(uuid[], bigint[], text[], bytea[], uuid[], bigint[], text, bytea)",
            APPEND_WITH_LEAVES,
        ),
        ONCE_WITH_CHECKSUM,
        (APPEND_WITH_FEWER_READS,),
    ),
    leaves_at=2,
)

KEYS: Final = Schema(
    "keys",
    (
        (
            """CREATE TABLE {t}_keys (
                subject uuid NOT NULL,
                retention text NOT NULL,
                wrapped bytea,
                commitment bytea NOT NULL,
                kek_id bytea NOT NULL,
                created_at timestamptz NOT NULL,
                destroyed_at timestamptz,
                basis text,
                approver_1 uuid,
                approver_2 uuid,
                PRIMARY KEY (subject, retention),
                CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)),
                CHECK (num_nulls(destroyed_at, basis, approver_1, approver_2) IN (0, 4)),
                CHECK (approver_1 <> approver_2)
            )""",
            NOTHING_CHANGES.replace("{what}", "delete").replace("{why}", "a key is destroyed, never deleted"),
            """CREATE TRIGGER {t}_keys_stay BEFORE DELETE OR TRUNCATE ON {t}_keys
                FOR EACH STATEMENT EXECUTE FUNCTION {t}_refuse_delete()""",
            NOTHING_CHANGES.replace("{what}", "revival").replace("{why}", "a tombstone never changes"),
            """CREATE TRIGGER {t}_tombstones_stay BEFORE UPDATE ON {t}_keys
                FOR EACH ROW WHEN (OLD.destroyed_at IS NOT NULL) EXECUTE FUNCTION {t}_refuse_revival()""",
            "CREATE TABLE {t}_key_epoch (epoch bigint NOT NULL)",
            "INSERT INTO {t}_key_epoch VALUES (0)",
        ),
        KEYS_WITH_CHECKSUM,
    ),
)


def prefix_of(tenant: str) -> str:
    """What the names of a tenant's tables begin with. A tenant's name is checked by its settings."""
    return f"varde_{tenant}"


def migrate_postgres(
    database: PostgresDatabase, tenant: str, schema: Schema, progress: Callable[[int, int], object] = lambda _, __: None
) -> int:
    """Take the missing steps, each batch of leaves and the steps themselves in one transaction. Returns how many were taken.

    ``progress`` is told how many events of how many have their leaf. Safe for several processes at once, and to be taken up again.
    Raises StoreUnavailableError.
    """
    try:
        with psycopg.connect(database.dsn) as connection:
            if schema.leaves_at is None or (taken := _steps_taken_if_any(connection, tenant, schema)) >= len(schema.steps):
                return _take(connection, tenant, schema, len(schema.steps))
            connection.rollback()
            before = _take(connection, tenant, schema, schema.leaves_at) if taken < schema.leaves_at else 0
            while True:
                with _alone(connection):
                    filled, total = fill_leaves(connection, prefix_of(tenant), tenant)
                progress(filled, total)
                if filled >= total:
                    break
            return before + _take(connection, tenant, schema, len(schema.steps), with_leaves=True)
    except psycopg.OperationalError as error:
        raise StoreUnavailableError(f"The database does not answer: {error}.") from error


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """A transaction of a migration. Even CREATE TABLE IF NOT EXISTS fails when two do it at once, so the lock comes first."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_lock_number("varde migration"),))
        yield


def _take(connection: Connection, tenant: str, schema: Schema, upto: int, *, with_leaves: bool = False) -> int:
    with _alone(connection):
        connection.execute(
            "CREATE TABLE IF NOT EXISTS varde_migrations (tenant text, store text, step int NOT NULL, PRIMARY KEY (tenant, store))"
        )
        taken = _steps_taken(connection, tenant, schema)
        if with_leaves and taken < upto:
            # What was appended since the last batch, with the tenant's lock held until the new function stands.
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_lock_number(prefix_of(tenant)),))
            while (progress := fill_leaves(connection, prefix_of(tenant), tenant))[0] < progress[1]:
                pass
        for statement in (statement for step in schema.steps[taken:upto] for statement in step):
            connection.execute(for_tenant(statement, tenant).encode())
        connection.execute(
            "INSERT INTO varde_migrations VALUES (%s, %s, %s) ON CONFLICT (tenant, store) DO UPDATE SET step = excluded.step",
            (tenant, schema.name, max(taken, upto)),
        )
    return max(upto - taken, 0)


def _steps_taken_if_any(connection: Connection, tenant: str, schema: Schema) -> int:
    found = connection.execute("SELECT to_regclass('varde_migrations') IS NOT NULL").fetchone()
    return _steps_taken(connection, tenant, schema) if found is not None and found[0] else 0


def refuse_old_schema(connection: Connection, tenant: str, schema: Schema) -> None:
    """Raise SchemaMissingError when the tenant's tables have not taken all the steps."""
    if (taken := _steps_taken(connection, tenant, schema)) < len(schema.steps):
        raise SchemaMissingError(
            f"The {schema.name} of {tenant!r} stand at step {taken} of {len(schema.steps)}; run the migration first."
        )


def _steps_taken(connection: Connection, tenant: str, schema: Schema) -> int:
    row = connection.execute("SELECT step FROM varde_migrations WHERE tenant = %s AND store = %s", (tenant, schema.name)).fetchone()
    return 0 if row is None else int(str(row[0]))


def for_tenant(statement: str, tenant: str) -> str:
    """A statement with the names of a tenant's tables in it."""
    prefix = prefix_of(tenant)
    filled = statement.replace("{t}", prefix).replace("{lock}", str(_lock_number(prefix)))
    return filled.replace("{before_position}", _bytes(LEAF_MARK + BEFORE_POSITION)).replace("{node_mark}", _bytes(NODE_MARK))


def _bytes(value: bytes) -> str:
    return f"'\\x{value.hex()}'::bytea"


def _lock_number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
