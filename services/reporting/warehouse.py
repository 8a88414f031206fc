"""The owner of a tenant's DuckDB file. One process opens it; everybody else asks that process."""

from __future__ import annotations

import logging
import os
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from threading import Condition, Event, RLock
from typing import TYPE_CHECKING, Final, Self

import duckdb

from services.reporting import judging, schema
from services.reporting.courtesy import Courtesy
from services.reporting.freshness import Freshness
from services.reporting.queries import WarehouseBuildingError
from services.reporting.tracking import FACTS, Progress, build_up_to, building, position, positions
from services.reporting.warehouse_file import (
    OPENINGS,
    DiskFullError,
    WarehouseBusyError,
    beside,
    counted_opening,
    is_full_disk,
    own,
    remove,
    set_aside,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["DiskFullError", "DoubtfulError", "ForkedError", "Warehouse", "WarehouseBusyError", "beside", "remove"]

log = logging.getLogger(__name__)

MEMORY_LIMIT: Final = "750MB"
THREADS: Final = 2
CHECKPOINT_EVERY: Final = "64MB"
"""Of write-ahead log; DuckDB's own 16 MB costs a catch-up a twelfth, and 64 MB is read again within a second of opening."""


class ForkedError(Exception):
    """The file was opened before a fork; writing from the child would be lost without an error."""


class DoubtfulError(Exception):
    """A reader met something in the file that cannot be right; nothing is written before it is examined."""


class Warehouse:
    """The open file of one tenant: a cache of the log, which is set aside and made again when it cannot be used.

    Readers take a cursor each, the projector takes the one transaction at a time. Made by :meth:`open`.
    """

    def __init__(self, path: Path, tenant: str, memory_limit: str, threads: int) -> None:
        self.path = path
        self.tenant = tenant
        self._config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "threads": threads,
            "checkpoint_threshold": CHECKPOINT_EVERY,
            "temp_directory": str(beside(path, "tmp")),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        self._pid = os.getpid()
        self._writing = RLock()
        self._taking_in = RLock()
        self._reading = Condition()
        self._readers = 0
        self.freshness = Freshness()
        self.courtesy = Courtesy()
        self._is_changing = False
        self._doubt = Event()
        self._lock = own(path)
        try:
            self._connection = self._opened_or_set_aside()
        except BaseException:
            self._lock.close()
            raise

    @classmethod
    def open(cls, path: Path, *, tenant: str, memory_limit: str = MEMORY_LIMIT, threads: int = THREADS) -> Warehouse:
        """Own and open the file, made when it is not there, and made anew when it is broken or was made by another schema.

        Raises WarehouseBusyError when another process owns it, OSError when the folder cannot be used.
        """
        return cls(path, tenant, memory_limit, threads)

    def _opened_or_set_aside(self) -> duckdb.DuckDBPyConnection:
        with counted_opening(self.path) as before:
            if before >= OPENINGS and self.path.exists():
                log.error("opening the warehouse %s ended %d processes; it is set aside and made again", self.path.name, before)
                set_aside(self.path)
            try:
                return self._opened()
            except duckdb.Error as error:
                if is_full_disk(error):
                    raise DiskFullError(f"{self.path.name} cannot be opened: {error}") from error
                if "Could not set lock" in str(error) or not (self.path.exists() and os.access(self.path, os.R_OK | os.W_OK)):
                    raise WarehouseBusyError(f"{self.path.name} cannot be opened: {error}") from error
                log.exception("the warehouse %s cannot be opened; it is set aside and made again from the log", self.path.name)
                set_aside(self.path)
                return self._opened()

    def _opened(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(str(self.path), config=self._config)
        try:
            if self._is_of_another_schema(connection):
                log.warning("the warehouse %s was made by another version; it is made again from the log", self.path.name)
                connection.close()
                remove(self.path)
                connection = duckdb.connect(str(self.path), config=self._config)
            _prepare(connection)
        except duckdb.Error:
            connection.close()
            raise
        return connection

    @staticmethod
    def _is_of_another_schema(connection: duckdb.DuckDBPyConnection) -> bool:
        tables = connection.execute("SELECT count(*) FROM information_schema.tables").fetchall()[0][0]
        if tables == 0:
            return False
        try:
            found = connection.execute("SELECT fingerprint FROM built_with WHERE what = 'schema'").fetchall()
        except duckdb.CatalogException:
            return True
        return found != [(_fingerprint(),)]

    def position(self) -> int:
        """The last position of the log that counts in every figure."""
        with self.cursor() as cursor:
            return position(cursor, FACTS)

    def building(self) -> Progress | None:
        """How far the making of the warehouse has come; None when its figures are whole."""
        with self.cursor() as cursor:
            return building(cursor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own for one request; its results must be fetched whole before the block ends. Raises ForkedError."""
        self._refuse_fork()
        with self._reading:
            self._reading.wait_for(lambda: not self._is_changing)
            self._readers += 1
            cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()
            with self._reading:
                self._readers -= 1
                self._reading.notify_all()

    @contextmanager
    def snapshot(self, *, even_unfinished: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees one moment of the file and can write nothing but temporary tables.

        Raises WarehouseBuildingError while the figures are not whole, except where ``even_unfinished``.
        """
        with self.cursor() as cursor:
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            if not even_unfinished and (progress := building(cursor)) is not None:
                raise WarehouseBuildingError(progress.done, progress.total)
            yield cursor

    @contextmanager
    def snapshots(self, most: int, *, even_unfinished: bool = False) -> Iterator[tuple[duckdb.DuckDBPyConnection, ...]]:
        """At most so many cursors as :meth:`snapshot` gives, that all see the same moment; one alone where it changed meanwhile.

        Raises the same.
        """
        with ExitStack() as stack:
            several = [stack.enter_context(self.snapshot(even_unfinished=even_unfinished)) for _ in range(most)]
            seen = [positions(cursor) for cursor in several]
            yield tuple(cursor for cursor, at in zip(several, seen, strict=True) if at == seen[0])

    @contextmanager
    def transaction(self, *, taking_in: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """The one writing transaction: committed, with a sync to disk, when the block ends, and undone when it raises.

        ``taking_in``: it only adds events, and may run beside one that does not.
        Raises as :meth:`refuse_doubtful`.
        """
        self.refuse_doubtful()
        with self._taking_in if taking_in else self._writing, self.cursor() as cursor:
            cursor.execute("BEGIN TRANSACTION")
            try:
                yield cursor
            except BaseException:
                with suppress(duckdb.Error):  # what DuckDB itself has given up is undone already
                    cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")

    def is_usable(self) -> bool:
        """Whether the file can be asked at all. DuckDB gives up a file that it could not write to the end."""
        try:
            self.position()
        except duckdb.Error:
            return False
        return True

    def doubt(self) -> None:
        """Say that something in the file cannot be right: no more is written until it is examined."""
        self._doubt.set()

    def is_doubtful(self) -> bool:
        """Whether :meth:`doubt` was told and the file was not examined since."""
        return self._doubt.is_set()

    def refuse_doubtful(self) -> None:
        """Raise DoubtfulError when the file is to be examined before anything else."""
        if self.is_doubtful():
            raise DoubtfulError(f"{self.path.name} is to be examined")

    def examine(self) -> bool:
        """Open the file again and read all of it; set it aside when that fails. Returns whether it is the same file.

        Readers wait meanwhile. Raises DiskFullError, WarehouseBusyError.
        """
        self._refuse_fork()
        with self._alone():
            self._connection.close()
            self._connection = self._opened_or_set_aside()
            is_sound = True
            try:
                for table in schema.TABLES:
                    self._connection.execute(f"SELECT max(hash(COLUMNS(*))) FROM {table.name}").fetchall()  # noqa: S608  (from the schema)
            except duckdb.Error:
                log.exception("the warehouse %s cannot be read; it is set aside and made again from the log", self.path.name)
                self._start_over()
                is_sound = False
            self._doubt.clear()
            return is_sound

    def replace_with(self, other: Warehouse) -> None:
        """Put the finished file of ``other`` in this one's place, between two requests. ``other`` is closed."""
        self._refuse_fork()
        other.close()
        with self._alone():
            self._connection.close()
            # Without its write-ahead log the old file is an earlier state of itself, and with it the new file would be broken.
            beside(self.path, "wal").unlink(missing_ok=True)
            other.path.replace(self.path)
            self._connection = self._opened_or_set_aside()
        beside(other.path, "lock").unlink(missing_ok=True)

    def start_over(self) -> None:
        """Set the file aside and begin with an empty one. Readers wait meanwhile. Raises DiskFullError, WarehouseBusyError."""
        with self._alone():
            self._start_over()

    def _start_over(self) -> None:
        self._connection.close()
        set_aside(self.path)
        self._connection = self._opened_or_set_aside()

    def close(self) -> None:
        """Write everything into the file and let go of it."""
        with self._alone():
            self._connection.close()
            self._lock.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While the block runs there is neither a reader nor a writer; who comes meanwhile waits."""
        with self._writing, self._reading:
            self._is_changing = True
            try:
                self._reading.wait_for(lambda: self._readers == 0)
                yield
            finally:
                self._is_changing = False
                self._reading.notify_all()

    def _refuse_fork(self) -> None:
        if os.getpid() != self._pid:
            raise ForkedError(f"{self.path.name} was opened by process {self._pid}")


def _statements() -> tuple[str, ...]:
    """What makes the tables and macros."""
    return (*(table.ddl for table in schema.TABLES), *schema.macros(), *judging.macros())


def _fingerprint() -> str:
    """SHA-256 of all that the file's statements are, in hex."""
    return sha256("\n".join(_statements()).encode()).hexdigest()


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    # Not in the configuration: the folder for what does not fit in memory could no longer be named after it.
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    if connection.execute("SELECT count(*) FROM information_schema.tables").fetchall() != [(0,)]:
        return  # all is there, and nothing is written: a full disk is no hindrance to opening
    connection.execute("BEGIN TRANSACTION")
    for statement in _statements():
        connection.execute(statement)
    connection.execute("INSERT INTO built_with VALUES ('schema', ?)", [_fingerprint()])
    build_up_to(connection, 0)
    connection.execute("COMMIT")
