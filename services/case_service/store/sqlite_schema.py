"""The tables in SQLite, as numbered steps; a file's PRAGMA user_version says how many it has taken."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Final

from services.case_service.store.errors import SchemaMissingError
from services.case_service.store.settings import SQLiteFile
from services.case_service.store.sqlite_connection import connect, unavailable_when_sqlite_fails, write_transaction
from services.case_service.store.waiting import until

OWNER_ALONE: Final = 0o600
"""SQLite gives its write-ahead log the same rights as the file."""

Steps = Sequence[Sequence[str]]

EVENTS: Final[Steps] = (
    (
        # An explicit integer key is the rowid, and unlike the implicit one it survives VACUUM by promise.
        """CREATE TABLE stored_events (
            position INTEGER PRIMARY KEY,
            originator_id TEXT NOT NULL,
            originator_version INTEGER NOT NULL,
            topic TEXT NOT NULL,
            state BLOB NOT NULL,
            UNIQUE (originator_id, originator_version)
        )""",
        # A position is never reused, because no row ever goes.
        """CREATE TRIGGER stored_events_are_never_deleted BEFORE DELETE ON stored_events
            BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END""",
        """CREATE TRIGGER stored_events_are_never_changed BEFORE UPDATE ON stored_events
            BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END""",
        """CREATE TABLE once (
            key TEXT PRIMARY KEY,
            fingerprint BLOB NOT NULL,
            first_position INTEGER NOT NULL,
            versions BLOB NOT NULL
        ) WITHOUT ROWID""",
    ),
    (
        # The whole subtrees that the leaf of a position completed: the leaf's hash, then those of ever larger subtrees.
        "CREATE TABLE log_leaves (position INTEGER PRIMARY KEY, completed BLOB NOT NULL)",
        """CREATE TRIGGER log_leaves_are_never_deleted BEFORE DELETE ON log_leaves
            BEGIN SELECT RAISE(ABORT, 'a leaf is never deleted'); END""",
        """CREATE TRIGGER log_leaves_are_never_changed BEFORE UPDATE ON log_leaves
            BEGIN SELECT RAISE(ABORT, 'a leaf is never changed'); END""",
    ),
    (
        # A program of before the Merkle log, still running, would else go on writing events without leaves.
        """CREATE TRIGGER an_event_has_a_leaf BEFORE INSERT ON stored_events
            WHEN NOT EXISTS (SELECT 1 FROM log_leaves WHERE position = NEW.position)
            BEGIN SELECT RAISE(ABORT, 'an event is stored together with its leaf'); END""",
    ),
    (
        # What a repeated request is compared with is no event: no leaf covers it.
        "ALTER TABLE once ADD COLUMN checksum BLOB NOT NULL DEFAULT x''",
        "UPDATE once SET checksum = varde_checksum(key, fingerprint, first_position, versions)",
    ),
)

EVENTS_ALONE: Final = EVENTS[:1]
"""The tables without the Merkle log: what is written into these gets its leaves by the migration."""

WITH_LEAVES: Final = EVENTS[:2]
"""The tables in which the migration gives leaves to the events that are there already."""

KEYS: Final[Steps] = (
    (
        """CREATE TABLE keys (
            subject TEXT NOT NULL,
            retention TEXT NOT NULL,
            wrapped BLOB,
            commitment BLOB NOT NULL,
            kek_id BLOB NOT NULL,
            created_at TEXT NOT NULL,
            destroyed_at TEXT,
            basis TEXT,
            approver_1 TEXT,
            approver_2 TEXT,
            PRIMARY KEY (subject, retention),
            CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)),
            CHECK ((destroyed_at IS NULL) = (basis IS NULL)),
            CHECK ((destroyed_at IS NULL) = (approver_1 IS NULL)),
            CHECK ((destroyed_at IS NULL) = (approver_2 IS NULL)),
            CHECK (approver_1 <> approver_2)
        )""",
        """CREATE TRIGGER keys_are_never_deleted BEFORE DELETE ON keys
            BEGIN SELECT RAISE(ABORT, 'a key is destroyed, never deleted'); END""",
        """CREATE TRIGGER tombstones_never_change BEFORE UPDATE ON keys WHEN OLD.destroyed_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'a tombstone never changes'); END""",
        "CREATE TABLE key_epoch (epoch INTEGER NOT NULL)",
        "INSERT INTO key_epoch VALUES (0)",
    ),
    (
        # The wrapping covers the key and whose it is; this covers the rest of the row, and all of a tombstone.
        "DROP TRIGGER tombstones_never_change",
        "ALTER TABLE keys ADD COLUMN checksum BLOB NOT NULL DEFAULT x''",
        """UPDATE keys SET checksum = varde_checksum(
            subject, retention, wrapped, commitment, kek_id, created_at, destroyed_at, basis, approver_1, approver_2)""",
        """CREATE TRIGGER tombstones_never_change BEFORE UPDATE ON keys WHEN OLD.destroyed_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'a tombstone never changes'); END""",
        # A program of before the checksums, still running, would else make keys without one.
        """CREATE TRIGGER a_key_has_its_checksum BEFORE INSERT ON keys WHEN length(NEW.checksum) <> 32
            BEGIN SELECT RAISE(ABORT, 'a key is stored together with its checksum'); END""",
        "ALTER TABLE key_epoch ADD COLUMN again INTEGER NOT NULL DEFAULT 0",
        "UPDATE key_epoch SET again = epoch",
        """CREATE TRIGGER an_epoch_is_kept_twice AFTER UPDATE OF epoch ON key_epoch
            BEGIN UPDATE key_epoch SET again = NEW.epoch; END""",
    ),
)


def migrate_sqlite(file: SQLiteFile, steps: Steps, first: Callable[[sqlite3.Connection], object] | None = None) -> int:
    """Make the file if need be, for its owner alone, and take the missing steps. Returns how many were taken.

    ``first`` is done before them, in their transaction, when any is missing. Safe for several processes at once.
    Raises StoreUnavailableError.
    """
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.touch(mode=OWNER_ALONE)
    connection = connect(file, create=True)
    try:
        # Switching to WAL does not wait for other connections, so it is asked for again.
        until(lambda: _is_wal(connection), file.lock_timeout, f"{file.path.name} could not be switched to WAL.")
        with unavailable_when_sqlite_fails(), write_transaction(connection):
            taken = steps_taken(connection)
            if first is not None and taken < len(steps):
                first(connection)
            for statement in (statement for step in steps[taken:] for statement in step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {max(taken, len(steps))}")
        return max(len(steps) - taken, 0)
    finally:
        connection.close()


def refuse_old_schema(connection: sqlite3.Connection, steps: Steps) -> None:
    """Raise SchemaMissingError when the file has not taken all the steps."""
    if (taken := steps_taken(connection)) < len(steps):
        raise SchemaMissingError(f"The tables stand at step {taken} of {len(steps)}; run the migration first.")


def steps_taken(connection: sqlite3.Connection) -> int:
    """How many steps a file has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _is_wal(connection: sqlite3.Connection) -> bool:
    try:
        return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]) == "wal"
    except sqlite3.OperationalError:
        return False
