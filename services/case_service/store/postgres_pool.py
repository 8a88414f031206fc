"""One pool of connections per process and database, shared by all tenants that live there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final, TypeAlias

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from services.case_service.store.durability import refuse_weak_postgres
from services.case_service.store.errors import SchemaMissingError, StoreUnavailableError
from services.case_service.store.settings import PostgresDatabase

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"

CONNECTION_EXCEPTION: Final = "08"
OPERATOR_INTERVENTION: Final = "57P"

_lock = Lock()
_pools: dict[tuple[int, PostgresDatabase], tuple[ConnectionPool[Connection], int]] = {}


class SharedPool:
    """A share in the process's pool for one database. The last one to close it closes the connections.

    Raises DurabilityError when the server would acknowledge what it can lose, StoreUnavailableError.
    """

    def __init__(self, database: PostgresDatabase) -> None:
        self._key = (os.getpid(), database)
        with _lock:
            pool, shares = _pools.get(self._key) or (_open(database), 0)
            _pools[self._key] = pool, shares + 1
        self.pool = pool
        self._is_open = True
        try:
            with self.connection() as connection:
                refuse_weak_postgres(connection)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection in auto-commit mode. A database that fails gives StoreUnavailableError, with the driver's as its cause."""
        try:
            with self.pool.connection() as connection:
                yield connection
        except psycopg.errors.UndefinedTable as error:
            raise SchemaMissingError("The tables are missing; run the migration first.") from error
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise StoreUnavailableError(f"The database does not answer: {error}.") from error

    def renew(self) -> None:
        """Replace the connections that broke."""
        self.pool.check()

    def close(self) -> None:
        """Give back the share."""
        with _lock:
            if not self._is_open:
                return
            self._is_open = False
            pool, shares = _pools.pop(self._key)
            if shares > 1:
                _pools[self._key] = pool, shares - 1
                return
        pool.close()


def was_cut(error: StoreUnavailableError) -> bool:
    """Whether the connection broke under the request, so that its outcome is unknown and asking again may help."""
    cause = error.__cause__
    if not isinstance(cause, psycopg.Error) or isinstance(cause, PoolTimeout):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith((CONNECTION_EXCEPTION, OPERATOR_INTERVENTION))


def _open(database: PostgresDatabase) -> ConnectionPool[Connection]:
    def configure(connection: Connection) -> None:
        connection.execute(f"SET lock_timeout = {int(database.timeout * 1000)}".encode())

    return ConnectionPool(
        database.dsn,
        kwargs={"autocommit": True},
        configure=configure,
        min_size=1,
        max_size=database.pool_size,
        timeout=database.timeout,
        open=True,
    )
