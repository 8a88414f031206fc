"""Connections to a SQLite file as the store wants them: existing file, WAL, full fsync, many prepared statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from eventsourcing.persistence import DatabaseError, InterfaceError, OperationalError
from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool, SQLiteDatastore

from services.case_service.store.checksum import lend_checksum
from services.case_service.store.durability import refuse_weak_sqlite
from services.case_service.store.errors import SchemaMissingError, StoreUnavailableError
from services.case_service.store.settings import SQLiteFile

CACHED_STATEMENTS: Final = 64
PRIMARY_CODE: Final = 0xFF
"""SQLite's extended result codes hold the primary one in their lowest byte."""

DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def connect(file: SQLiteFile, *, create: bool = False) -> sqlite3.Connection:
    """A connection in auto-commit mode with full durability. Only the migration may ``create`` the file.

    Raises SchemaMissingError when there is no file, DurabilityError, StoreUnavailableError also when it can only be read.
    """
    if not create and not file.path.exists():
        raise SchemaMissingError(f"There is no {file.path.name}; run the migration first.")
    with unavailable_when_sqlite_fails():
        connection = sqlite3.connect(
            f"{file.path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}",
            uri=True,
            timeout=file.lock_timeout,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=CACHED_STATEMENTS,
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        connection.execute("PRAGMA secure_delete = ON")
        lend_checksum(connection)
        _refuse_read_only(connection, file)
    return connection


def _refuse_read_only(connection: sqlite3.Connection, file: SQLiteFile) -> None:
    """Raise sqlite3.OperationalError when the file could not be opened for writing: SQLite then opens it for reading, silently.

    A fault of the moment would else leave a process that refuses every write until it is started anew.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & PRIMARY_CODE == sqlite3.SQLITE_READONLY:
            connection.close()
            raise
    connection.execute(f"PRAGMA busy_timeout = {round(file.lock_timeout * 1000)}")


@contextmanager
def unavailable_when_sqlite_fails() -> Iterator[None]:
    """Turns a locked, full, failing or damaged database into StoreUnavailableError."""
    try:
        yield
    except (sqlite3.OperationalError, OperationalError, InterfaceError) as error:
        raise StoreUnavailableError(f"The database does not answer: {error}.") from error
    except (sqlite3.DatabaseError, DatabaseError) as error:
        cause = error if isinstance(error, sqlite3.Error) else error.__cause__
        if getattr(cause, "sqlite_errorcode", 0) & PRIMARY_CODE in DAMAGED:
            raise StoreUnavailableError(f"The database is damaged: {error}. Restore a backup.") from error
        raise
    except UnicodeDecodeError as error:
        raise StoreUnavailableError("The database is damaged: a text is none. Restore a backup.") from error


@contextmanager
def write_transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that holds the write lock from its first statement, so that what it reads cannot move."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


class DurablePool(SQLiteConnectionPool):
    """The library's pool over connections of ours. One writer at a time, in the order of asking."""

    def __init__(self, file: SQLiteFile) -> None:
        self.file = file
        super().__init__(db_name=str(file.path), pool_timeout=file.lock_timeout)

    def _create_connection(self) -> SQLiteConnection:
        connection = connect(self.file)
        refuse_weak_sqlite(connection)
        connection.row_factory = sqlite3.Row
        return SQLiteConnection(sqlite_conn=connection, max_age=self.max_age)

    def put_connection(self, conn: SQLiteConnection) -> None:
        """Take a connection back; one that comes back to a closed pool is closed."""
        with self._put_condition:
            if self._closed:
                del self._in_use[id(conn)]
                conn.close()
                conn.in_use.release()
                if conn.is_writer:
                    self._writer_lock.release()
                return
        super().put_connection(conn)

    def close(self) -> None:
        """Close what is idle now and the rest when it comes back: closing under a running statement ends the process."""
        with self._put_condition:
            self._closed = True
            while self._pool:
                self._pool.popleft().close()


class DurableDatastore(SQLiteDatastore):
    """The library's datastore over our pool."""

    def __init__(self, file: SQLiteFile) -> None:
        super().__init__(str(file.path))
        self.pool = DurablePool(file)
