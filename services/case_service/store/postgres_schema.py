"""The tables in PostgreSQL, as numbered steps. Every tenant has its own, named after it; ``{t}`` stands for that name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import psycopg

from services.case_service.store.errors import SchemaMissingError, StoreUnavailableError
from services.case_service.store.postgres_pool import Connection
from services.case_service.store.settings import PostgresDatabase

NOTHING_CHANGES: Final = """CREATE FUNCTION {t}_refuse_{what}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{why}' USING ERRCODE = 'restrict_violation'; END $$"""


class Schema:
    """A numbered list of steps. ``name`` tells a tenant's events from its keys."""

    def __init__(self, name: str, steps: Sequence[Sequence[str]]) -> None:
        self.name = name
        self.steps = steps


# One function appends. It holds the tenant's lock until the transaction ends, so the order of positions is the order
# of commits, and a reader that goes by position never passes one that is yet to come. Being under the lock it can
# also count positions without gaps, and check versions without waiting for a violation.
APPEND: Final = """
CREATE FUNCTION {t}_append(
    new_streams uuid[], new_versions bigint[], new_topics text[], new_states bytea[],
    seen_streams uuid[], seen_versions bigint[], once_key text, once_fingerprint bytea,
    OUT outcome text, OUT first_position bigint, OUT versions bigint[], OUT stream uuid, OUT seen bigint, OUT actual bigint
) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    found_fingerprint bytea;
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    IF once_key IS NOT NULL THEN
        SELECT o.fingerprint, o.first_position, o.versions INTO found_fingerprint, first_position, versions
            FROM {t}_once AS o WHERE o.key = once_key;
        IF found_fingerprint IS NOT NULL THEN
            outcome := CASE WHEN found_fingerprint = once_fingerprint THEN 'repeated' ELSE 'reused' END;
            RETURN;
        END IF;
    END IF;
    FOR i IN 1 .. cardinality(seen_streams) LOOP
        SELECT coalesce(max(e.originator_version), 0) INTO actual FROM {t}_events AS e WHERE e.originator_id = seen_streams[i];
        IF actual <> seen_versions[i] THEN
            outcome := 'moved';
            stream := seen_streams[i];
            seen := seen_versions[i];
            RETURN;
        END IF;
    END LOOP;
    outcome := 'appended';
    versions := new_versions;
    SELECT coalesce(max(e.notification_id), 0) + 1 INTO first_position FROM {t}_events AS e;
    INSERT INTO {t}_events (originator_id, originator_version, topic, state, notification_id)
        SELECT n.stream, n.version, n.topic, n.state, first_position - 1 + n.place
        FROM unnest(new_streams, new_versions, new_topics, new_states) WITH ORDINALITY AS n (stream, version, topic, state, place);
    IF once_key IS NOT NULL THEN
        INSERT INTO {t}_once VALUES (once_key, once_fingerprint, first_position, new_versions);
    END IF;
    PERFORM pg_notify('{t}_events', '');
END $$"""

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
    ),
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
    ),
)


def prefix_of(tenant: str) -> str:
    """What the names of a tenant's tables begin with. A tenant's name is checked by its settings."""
    return f"varde_{tenant}"


def migrate_postgres(database: PostgresDatabase, tenant: str, schema: Schema) -> int:
    """Take the missing steps in one transaction. Safe for several processes at once. Returns how many were taken.

    Raises StoreUnavailableError.
    """
    try:
        with psycopg.connect(database.dsn) as connection:
            # Even CREATE TABLE IF NOT EXISTS fails when two do it at once, so the lock comes before everything.
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_lock_number("varde migration"),))
            connection.execute(
                "CREATE TABLE IF NOT EXISTS varde_migrations "
                "(tenant text, store text, step int NOT NULL, PRIMARY KEY (tenant, store))"
            )
            taken = _steps_taken(connection, tenant, schema)
            for statement in (statement for step in schema.steps[taken:] for statement in step):
                connection.execute(_for_tenant(statement, tenant).encode())
            connection.execute(
                "INSERT INTO varde_migrations VALUES (%s, %s, %s) ON CONFLICT (tenant, store) DO UPDATE SET step = excluded.step",
                (tenant, schema.name, max(taken, len(schema.steps))),
            )
    except psycopg.OperationalError as error:
        raise StoreUnavailableError(f"The database does not answer: {error}.") from error
    return max(len(schema.steps) - taken, 0)


def refuse_old_schema(connection: Connection, tenant: str, schema: Schema) -> None:
    """Raise SchemaMissingError when the tenant's tables have not taken all the steps."""
    if (taken := _steps_taken(connection, tenant, schema)) < len(schema.steps):
        raise SchemaMissingError(
            f"The {schema.name} of {tenant!r} stand at step {taken} of {len(schema.steps)}; run the migration first."
        )


def _steps_taken(connection: Connection, tenant: str, schema: Schema) -> int:
    row = connection.execute("SELECT step FROM varde_migrations WHERE tenant = %s AND store = %s", (tenant, schema.name)).fetchone()
    return 0 if row is None else int(str(row[0]))


def _for_tenant(statement: str, tenant: str) -> str:
    prefix = prefix_of(tenant)
    return statement.replace("{t}", prefix).replace("{lock}", str(_lock_number(prefix)))


def _lock_number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
