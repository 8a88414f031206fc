"""The rows of a key store in a SQLite file of its own."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final
from uuid import UUID

from events.sealing import RetentionClass
from services.case_service.store.damage import Damage
from services.case_service.store.durability import refuse_weak_sqlite
from services.case_service.store.errors import KeyNotScrubbedError, TamperedError, WrongTenantKeyError
from services.case_service.store.keys import Tombstone
from services.case_service.store.settings import SQLiteFile
from services.case_service.store.sqlite_bytes import bytes_of
from services.case_service.store.sqlite_connection import connect, unavailable_when_sqlite_fails, write_transaction
from services.case_service.store.sqlite_schema import KEYS, refuse_old_schema
from services.case_service.store.sqlite_shape import damage_of, refuse_changed_tables
from services.case_service.store.wrapping import KeyId, KeyRow

SELECT: Final = """SELECT wrapped, commitment, kek_id, checksum = varde_checksum(
        subject, retention, wrapped, commitment, kek_id, created_at, destroyed_at, basis, approver_1, approver_2)
    FROM keys WHERE subject = ? AND retention = ?"""
INSERT: Final = """INSERT OR IGNORE INTO keys (subject, retention, wrapped, commitment, kek_id, created_at, checksum)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, varde_checksum(?1, ?2, ?3, ?4, ?5, ?6, NULL, NULL, NULL, NULL))"""
BURY: Final = """UPDATE keys SET wrapped = NULL, destroyed_at = ?1, basis = ?2, approver_1 = ?3, approver_2 = ?4,
        checksum = varde_checksum(subject, retention, NULL, commitment, kek_id, created_at, ?1, ?2, ?3, ?4)
    WHERE subject = ?5 AND retention = ?6"""
SELECT_TOMBSTONE: Final = """SELECT destroyed_at, basis, approver_1, approver_2, commitment, checksum = varde_checksum(
        subject, retention, wrapped, commitment, kek_id, created_at, destroyed_at, basis, approver_1, approver_2)
    FROM keys WHERE subject = ? AND retention = ? AND destroyed_at IS NOT NULL"""
SELECT_ACTIVE: Final = """SELECT subject, retention, wrapped, commitment, kek_id, checksum = varde_checksum(
        subject, retention, wrapped, commitment, kek_id, created_at, destroyed_at, basis, approver_1, approver_2)
    FROM keys WHERE wrapped IS NOT NULL"""
REWRAP: Final = """UPDATE keys SET wrapped = ?1, kek_id = ?2,
        checksum = varde_checksum(subject, retention, ?1, commitment, ?2, created_at, NULL, NULL, NULL, NULL)
    WHERE subject = ?3 AND retention = ?4"""
NOT_WHOLE: Final = """SELECT 'the ' || retention || ' key of ' || subject FROM keys WHERE checksum <> varde_checksum(
        subject, retention, wrapped, commitment, kek_id, created_at, destroyed_at, basis, approver_1, approver_2)
    UNION ALL SELECT 'key_epoch' WHERE (SELECT count(*) FROM key_epoch WHERE epoch = again) <> 1"""
WRAPPED_BY: Final = "SELECT kek_id FROM keys WHERE wrapped IS NOT NULL LIMIT 1"
FOLD_AFTER: Final = 64
"""Pages of the write-ahead log. SQLite's own 1,000 is some 400 keys, and until it is reached once after every start each new key
makes the file longer, which costs a commit half as much again as writing over what is there."""

COUNT_EPOCH: Final = "UPDATE key_epoch SET epoch = epoch + 1"


class SQLiteKeys:
    """A KeyTable in one file. One connection, one user at a time: a look takes microseconds."""

    def __init__(self, file: SQLiteFile) -> None:
        self._path = file.path
        self._lock = Lock()
        self._connection = connect(file)
        with unavailable_when_sqlite_fails():
            refuse_weak_sqlite(self._connection)
            self._connection.execute(f"PRAGMA wal_autocheckpoint = {FOLD_AFTER}")
            refuse_old_schema(self._connection, KEYS)
            refuse_changed_tables(self._connection, KEYS)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    def fetch(self, keys: Sequence[KeyId]) -> dict[KeyId, KeyRow]:
        """The rows that exist among ``keys``. Raises TamperedError for one that is not what its checksum was made of."""
        with unavailable_when_sqlite_fails(), self._lock:
            rows = {key: self._connection.execute(SELECT, _place(key)).fetchone() for key in keys}
        return {key: _whole(key, row) for key, row in rows.items() if row is not None}

    def insert(self, rows: Mapping[KeyId, KeyRow], at: datetime) -> int:
        """Add the rows that do not exist, in one durable transaction. Returns how many were added. Raises WrongTenantKeyError."""
        values = [(*_place(key), row.wrapped, row.commitment, row.kek_id, at.isoformat()) for key, row in rows.items()]
        with unavailable_when_sqlite_fails(), self._lock, write_transaction(self._connection):
            wrapped_by = self._connection.execute(WRAPPED_BY).fetchone()
            if wrapped_by is not None and {row.kek_id for row in rows.values()} - {wrapped_by[0]}:
                raise WrongTenantKeyError("The key-encryption key was replaced.")
            return self._connection.executemany(INSERT, values).rowcount

    def bury(self, tombstone: Tombstone) -> bytes | None:
        """Replace the wrapped key by its tombstone and count the epoch up. Returns the bytes that were there."""
        place = _place(tombstone.key)
        approvers = [approver.hex for approver in tombstone.approvers]
        with unavailable_when_sqlite_fails(), self._lock, write_transaction(self._connection):
            wrapped = _whole(tombstone.key, self._connection.execute(SELECT, place).fetchone()).wrapped
            if wrapped is not None:
                self._connection.execute(BURY, (tombstone.destroyed_at.isoformat(), tombstone.basis, *approvers, *place))
                self._connection.execute(COUNT_EPOCH)
        return wrapped

    def tombstone(self, key: KeyId) -> Tombstone | None:
        """The tombstone of a destroyed key. Raises TamperedError when it is not what its checksum was made of."""
        with unavailable_when_sqlite_fails(), self._lock:
            row = self._connection.execute(SELECT_TOMBSTONE, _place(key)).fetchone()
        if row is None:
            return None
        at, basis, first, second, commitment, is_whole = row
        if not is_whole:
            raise _changed(key)
        return Tombstone(
            key=key,
            destroyed_at=datetime.fromisoformat(at),
            basis=basis,
            approvers=(UUID(first), UUID(second)),
            commitment=commitment,
        )

    def epoch(self) -> int:
        """A number that grows with each destruction and each change of the tenant's key."""
        with unavailable_when_sqlite_fails(), self._lock:
            return int(self._connection.execute("SELECT epoch FROM key_epoch").fetchone()[0])

    def kek_ids(self) -> set[bytes]:
        """Which key-encryption keys wrap the active keys."""
        with unavailable_when_sqlite_fails(), self._lock:
            return {row[0] for row in self._connection.execute("SELECT DISTINCT kek_id FROM keys WHERE wrapped IS NOT NULL")}

    def active(self, retention: RetentionClass) -> tuple[UUID, ...]:
        """The subjects that have an active key of a retention class."""
        query = "SELECT subject FROM keys WHERE retention = ? AND wrapped IS NOT NULL ORDER BY subject"
        with unavailable_when_sqlite_fails(), self._lock:
            return tuple(UUID(row[0]) for row in self._connection.execute(query, (retention.value,)))

    def rewrap(self, change: Callable[[KeyId, KeyRow], KeyRow]) -> int:
        """Put every active key through ``change``, in one transaction. Returns how many there were."""
        with unavailable_when_sqlite_fails(), self._lock, write_transaction(self._connection):
            rows = self._connection.execute(SELECT_ACTIVE).fetchall()
            for subject, retention, *row in rows:
                key = KeyId(UUID(subject), RetentionClass(retention))
                changed = change(key, _whole(key, row))
                self._connection.execute(REWRAP, (changed.wrapped, changed.kek_id, subject, retention))
            self._connection.execute(COUNT_EPOCH)
        return len(rows)

    def damage(self) -> Sequence[Damage]:
        """What is damaged in the file."""
        with unavailable_when_sqlite_fails(), self._lock:
            return list(damage_of(self._connection, KEYS, NOT_WHOLE))

    def scrub(self, wrapped: Sequence[bytes]) -> None:
        """Fold the write-ahead log into the file, cut it, and search both for the bytes.

        In WAL mode the file keeps deleted content until the checkpoint even with secure_delete (measured: 100 of 100
        keys), and a page that was rebuilt can keep a stale copy until VACUUM. SQLite does not sync the cut: without a sync
        of ours a power cut brought back the key in 3 of 400 images. Raises KeyNotScrubbedError.
        """
        log = self._path.with_name(self._path.name + "-wal")
        with self._lock, suppress(sqlite3.OperationalError, OSError):
            for tidy in ("SELECT 1", "VACUUM") if wrapped else ("VACUUM",):
                self._connection.execute(tidy)
                is_busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                found = (bytes_of(self._path), log.read_bytes() if log.exists() else b"")
                if not is_busy and not any(one in content for content in found for one in wrapped):
                    _sync(log)
                    return
        raise KeyNotScrubbedError("The key is destroyed, but its wrapped bytes are still in the file. Destroy it again.")


def _whole(key: KeyId, row: Sequence[Any]) -> KeyRow:
    *columns, is_whole = row
    if not is_whole:
        raise _changed(key)
    return KeyRow(*columns)


def _changed(key: KeyId) -> TamperedError:
    return TamperedError(f"The row of the {key.retention} key of {key.subject} was changed.")


def _place(key: KeyId) -> tuple[str, str]:
    return key.subject.hex, key.retention.value


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)
