"""The rows of a key store in PostgreSQL, in a database of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from events.sealing import RetentionClass
from services.case_service.store.damage import Damage, DamageKind
from services.case_service.store.errors import WrongTenantKeyError
from services.case_service.store.keys import Tombstone
from services.case_service.store.postgres_pool import SharedPool
from services.case_service.store.postgres_schema import KEYS, prefix_of, refuse_old_schema
from services.case_service.store.postgres_shape import damage_of, refuse_changed_tables
from services.case_service.store.settings import PostgresDatabase
from services.case_service.store.wrapping import KeyId, KeyRow

SELECT: Final = """SELECT k.subject, k.retention, k.wrapped, k.commitment, k.kek_id FROM {t}_keys AS k
    JOIN unnest(%b::uuid[], %b::text[]) AS n (subject, retention) USING (subject, retention)"""
INSERT: Final = """INSERT INTO {t}_keys (subject, retention, wrapped, commitment, kek_id, created_at)
    SELECT n.*, %b::timestamptz FROM unnest(%b::uuid[], %b::text[], %b::bytea[], %b::bytea[], %b::bytea[]) AS n
    WHERE coalesce((SELECT kek_id FROM {t}_keys WHERE wrapped IS NOT NULL LIMIT 1) = ALL (%b::bytea[]), true)
    ON CONFLICT DO NOTHING"""
LOCK_ONE: Final = "SELECT wrapped FROM {t}_keys WHERE subject = %b AND retention = %b FOR UPDATE"
BURY: Final = """UPDATE {t}_keys SET wrapped = NULL, destroyed_at = %b, basis = %b, approver_1 = %b, approver_2 = %b
    WHERE subject = %b AND retention = %b"""
SELECT_TOMBSTONE: Final = """SELECT destroyed_at, basis, approver_1, approver_2, commitment FROM {t}_keys
    WHERE subject = %b AND retention = %b AND destroyed_at IS NOT NULL"""
NO_NEW_KEYS: Final = "LOCK TABLE {t}_keys IN EXCLUSIVE MODE"
"""A key that is being made waits for this, and is looked at after it: none is left behind under the replaced key-encryption key."""

SELECT_ACTIVE: Final = "SELECT subject, retention, wrapped, commitment, kek_id FROM {t}_keys WHERE wrapped IS NOT NULL FOR UPDATE"
SELECT_SUBJECTS: Final = "SELECT subject FROM {t}_keys WHERE retention = %b AND wrapped IS NOT NULL ORDER BY subject"
REWRAP: Final = "UPDATE {t}_keys SET wrapped = %b, kek_id = %b WHERE subject = %b AND retention = %b"
EPOCH: Final = "SELECT epoch FROM {t}_key_epoch"
COUNT_EPOCH: Final = "UPDATE {t}_key_epoch SET epoch = epoch + 1"
NOT_WHOLE: Final = "SELECT subject, retention FROM {t}_keys AS one WHERE checksum <> {t}_keys_checksum(one)"
KEK_IDS: Final = "SELECT DISTINCT kek_id FROM {t}_keys WHERE wrapped IS NOT NULL"


class PostgresKeys:
    """A KeyTable in a tenant's own table. The epoch is asked for at most every ``staleness`` seconds."""

    def __init__(self, database: PostgresDatabase, tenant: str, staleness: float) -> None:
        self._tenant = tenant
        self._prefix = prefix_of(tenant)
        self._staleness = staleness
        self._epoch = -1
        self._epoch_at = float("-inf")
        self._shared = SharedPool(database)
        try:
            with self._shared.connection() as connection:
                refuse_old_schema(connection, tenant, KEYS)
                refuse_changed_tables(connection, tenant, KEYS)
        except BaseException:
            self._shared.close()
            raise

    def close(self) -> None:
        """Give back all connections."""
        self._shared.close()

    def fetch(self, keys: Sequence[KeyId]) -> dict[KeyId, KeyRow]:
        """The rows that exist among ``keys``."""
        rows = self._query(SELECT, [key.subject for key in keys], [key.retention.value for key in keys])
        by_place = {(key.subject, key.retention.value): key for key in keys}
        return {by_place[subject, retention]: KeyRow(*row) for subject, retention, *row in rows}

    def insert(self, rows: Mapping[KeyId, KeyRow], at: datetime) -> int:
        """Add the rows that do not exist, in one durable transaction. Returns how many were added. Raises WrongTenantKeyError."""
        values = (
            at,
            [key.subject for key in rows],
            [key.retention.value for key in rows],
            [row.wrapped for row in rows.values()],
            [row.commitment for row in rows.values()],
            [row.kek_id for row in rows.values()],
            sorted({row.kek_id for row in rows.values()}),
        )
        with self._shared.connection() as connection:
            added = connection.execute(self._named(INSERT), values, prepare=True).rowcount
        if added < len(rows) and self.kek_ids() - {row.kek_id for row in rows.values()}:
            raise WrongTenantKeyError("The key-encryption key was replaced.")
        return added

    def bury(self, tombstone: Tombstone) -> bytes | None:
        """Replace the wrapped key by its tombstone and count the epoch up. Returns the bytes that were there."""
        place = (tombstone.key.subject, tombstone.key.retention.value)
        with self._shared.connection() as connection, connection.transaction():
            row: Any = connection.execute(self._named(LOCK_ONE), place).fetchone()
            wrapped: bytes | None = row[0]
            if wrapped is not None:
                connection.execute(self._named(BURY), (tombstone.destroyed_at, tombstone.basis, *tombstone.approvers, *place))
                connection.execute(self._named(COUNT_EPOCH))
        self._epoch_at = float("-inf")
        return wrapped

    def tombstone(self, key: KeyId) -> Tombstone | None:
        """The tombstone of a destroyed key."""
        for at, basis, first, second, commitment in self._query(SELECT_TOMBSTONE, key.subject, key.retention.value):
            return Tombstone(
                key=key, destroyed_at=at.astimezone(UTC), basis=basis, approvers=(first, second), commitment=commitment
            )
        return None

    def epoch(self) -> int:
        """A number that grows with each destruction and each change of the tenant's key, at most ``staleness`` seconds old."""
        if (now := time.monotonic()) - self._epoch_at > self._staleness:
            self._epoch = self._query(EPOCH)[0][0]
            self._epoch_at = now
        return self._epoch

    def kek_ids(self) -> set[bytes]:
        """Which key-encryption keys wrap the active keys."""
        return {row[0] for row in self._query(KEK_IDS)}

    def active(self, retention: RetentionClass) -> tuple[UUID, ...]:
        """The subjects that have an active key of a retention class."""
        return tuple(row[0] for row in self._query(SELECT_SUBJECTS, retention.value))

    def rewrap(self, change: Callable[[KeyId, KeyRow], KeyRow]) -> int:
        """Put every active key through ``change``, in one transaction. Returns how many there were."""
        with self._shared.connection() as connection, connection.transaction():
            connection.execute(self._named(NO_NEW_KEYS))
            rows: list[Any] = connection.execute(self._named(SELECT_ACTIVE)).fetchall()
            for subject, retention, *row in rows:
                changed = change(KeyId(subject, retention), KeyRow(*row))
                connection.execute(self._named(REWRAP), (changed.wrapped, changed.kek_id, subject, retention))
            connection.execute(self._named(COUNT_EPOCH))
        return len(rows)

    def damage(self) -> Sequence[Damage]:
        """Which rows are not what their checksum was made of, and what else was changed."""
        with self._shared.connection() as connection:
            found = list(damage_of(connection, self._tenant, KEYS))
        rows = [] if found else self._query(NOT_WHOLE)
        return [*found, *(Damage(kind=DamageKind.ROW, where=f"the {retention} key of {subject}") for subject, retention in rows)]

    def scrub(self, wrapped: Sequence[bytes]) -> None:
        """Remove the dead rows from the table.

        PostgreSQL's own log and its backups keep them until the keys are rewrapped and the old key-encryption key
        is destroyed: see KeyStore.rewrap.
        """
        del wrapped
        with self._shared.connection() as connection:
            connection.execute(self._named("VACUUM {t}_keys"))

    def _query(self, statement: str, *values: object) -> list[Any]:
        with self._shared.connection() as connection:
            return connection.execute(self._named(statement), values, prepare=True, binary=True).fetchall()

    def _named(self, statement: str) -> bytes:
        return statement.replace("{t}", self._prefix).encode()
