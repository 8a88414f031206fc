"""The log as the warehouse reads it: rows after a position, and a signal that there may be more. No keys, no writing."""

from __future__ import annotations

import sqlite3
import time
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from threading import Event

POLL: Final = 0.02
"""Seconds between two looks at the SQLite file; one costs about 2 microseconds."""


_AFTER: Final = (
    "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events WHERE rowid > ? ORDER BY rowid LIMIT ?"
)


class Row(NamedTuple):
    """One event as it lies in the log: its place in the log, its stream (32 hex digits), version, topic and bytes."""

    position: int
    stream_id: str
    version: int
    topic: str
    state: bytes


class SourceUnavailableError(Exception):
    """The event store cannot be read now; it may be later."""


class Source(Protocol):
    """A tenant's log, in the order in which it was committed."""

    def after(self, position: int, limit: int) -> Sequence[Row]:
        """At most ``limit`` rows after ``position``, in order. Raises SourceUnavailableError."""

    def end(self) -> int:
        """The last position that is in the log now; 0 when it is empty. Raises SourceUnavailableError."""

    def wait(self, stop: Event, timeout: float) -> None:
        """Return when something may have come, when ``stop`` is set, or after ``timeout`` s. Raises SourceUnavailableError."""

    def close(self) -> None:
        """Let go of the store."""

    @property
    def elsewhere(self) -> Callable[[], Source] | None:
        """What opens the same log in another process; None where none can."""


class SqliteSource:
    """The log in a SQLite file, opened read-only; a change by another connection shows in ``PRAGMA data_version``."""

    def __init__(self, path: Path) -> None:
        """Raises SourceUnavailableError when there is no store at ``path``."""
        self.elsewhere: Callable[[], Source] = partial(SqliteSource, path)
        try:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False, timeout=30
            )
            self._seen = self._version()
        except sqlite3.Error as error:
            raise SourceUnavailableError(f"the event store {path.name} cannot be read") from error

    def _version(self) -> int:
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    def after(self, position: int, limit: int) -> Sequence[Row]:
        """At most ``limit`` rows after ``position``; on SQLite the position is the row id, given in commit order."""
        try:
            self._seen = self._version()
            found = self._connection.execute(_AFTER, (position, limit)).fetchall()
        except sqlite3.Error as error:
            raise SourceUnavailableError(str(error)) from error
        return list(map(Row._make, found))

    def end(self) -> int:
        """The last row id."""
        try:
            last: int = self._connection.execute("SELECT coalesce(max(rowid), 0) FROM stored_events").fetchone()[0]
        except sqlite3.Error as error:
            raise SourceUnavailableError(str(error)) from error
        return last

    def wait(self, stop: Event, timeout: float) -> None:
        """Return when another connection has committed, when ``stop`` is set, or after ``timeout`` seconds."""
        deadline = time.monotonic() + timeout
        try:
            while self._version() == self._seen and time.monotonic() < deadline:
                if stop.wait(POLL):
                    return
        except sqlite3.Error as error:
            raise SourceUnavailableError(str(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def events_table(tenant: str) -> str:
    """The name of a tenant's table in PostgreSQL, which is also the channel that tells of new rows."""
    return f"varde_{tenant}_events"


class PostgresSource:
    """The log in a tenant's PostgreSQL table; new rows are told of by NOTIFY, and looked for anyway when the wait is over.

    The store gives positions out in commit order (its writers hold a lock), so nothing can appear behind the reader.
    """

    def __init__(self, dsn: str, tenant: str) -> None:
        import psycopg  # noqa: PLC0415  (a SQLite installation never loads it)

        self.elsewhere: Callable[[], Source] = partial(PostgresSource, dsn, tenant)
        self._psycopg = psycopg
        self._dsn = dsn
        self._table = events_table(tenant)
        self._connection: psycopg.Connection | None = None

    def _connected(self) -> _Postgres:
        if self._connection is None or self._connection.closed:
            from psycopg import sql  # noqa: PLC0415

            self._connection = self._psycopg.connect(self._dsn, autocommit=True, application_name="varde warehouse")
            self._connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._table)))
        return self._connection

    def after(self, position: int, limit: int) -> Sequence[Row]:
        """At most ``limit`` rows after ``position``."""
        from psycopg import sql  # noqa: PLC0415

        statement = sql.SQL(
            "SELECT notification_id, originator_id, originator_version, topic, state FROM {} "
            "WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
        ).format(sql.Identifier(self._table))
        try:
            with self._connected().cursor(binary=True) as cursor:
                found = cursor.execute(statement, (position, limit)).fetchall()
        except self._psycopg.Error as error:
            self.close()
            raise SourceUnavailableError(str(error)) from error
        return [
            Row(at, stream.hex if isinstance(stream, UUID) else str(stream), version, topic, state)
            for at, stream, version, topic, state in found
        ]

    def end(self) -> int:
        """The last position that is committed."""
        from psycopg import sql  # noqa: PLC0415

        statement = sql.SQL("SELECT coalesce(max(notification_id), 0) FROM {}").format(sql.Identifier(self._table))
        try:
            found = self._connected().execute(statement).fetchone()
        except self._psycopg.Error as error:
            self.close()
            raise SourceUnavailableError(str(error)) from error
        return 0 if found is None else int(found[0])

    def wait(self, stop: Event, timeout: float) -> None:
        """Return when the store told of new rows, when ``stop`` is set, or after ``timeout`` seconds."""
        deadline = time.monotonic() + timeout
        try:
            while not stop.is_set() and (left := deadline - time.monotonic()) > 0:
                for _ in self._connected().notifies(timeout=min(left, 0.25), stop_after=1):
                    return
        except self._psycopg.Error as error:
            self.close()
            raise SourceUnavailableError(str(error)) from error

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


if TYPE_CHECKING:
    import psycopg

    _Postgres = psycopg.Connection
