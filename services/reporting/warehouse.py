"""The owner of a tenant's DuckDB file. One process opens it; everybody else asks that process."""

from __future__ import annotations

import logging
import os
from contextlib import ExitStack, contextmanager, suppress
from threading import Condition, Event, RLock
from typing import TYPE_CHECKING, Final, Self

import duckdb

from services.reporting import schema
from services.reporting.courtesy import Courtesy
from services.reporting.freshness import Freshness
from services.reporting.opening import Opener
from services.reporting.queries import WarehouseBuildingError
from services.reporting.tracking import FACTS, Progress, building, position, positions
from services.reporting.warehouse_file import beside, own, set_aside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = logging.getLogger(__name__)

MEMORY_LIMIT: Final = "750MB"
THREADS: Final = 2


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
        self._opener = Opener(path, memory_limit=memory_limit, threads=threads)
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
            self._connection = self._opener.open()
        except BaseException:
            self._lock.close()
            raise

    @classmethod
    def open(cls, path: Path, *, tenant: str, memory_limit: str = MEMORY_LIMIT, threads: int = THREADS) -> Warehouse:
        """Own and open the file, made when it is not there, and made anew when it is broken or was made by another schema.

        Raises WarehouseBusyError when another process owns it, OSError when the folder cannot be used.
        """
        return cls(path, tenant, memory_limit, threads)

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
            self._connection = self._opener.open()
            is_sound = True
            try:
                for table in schema.TABLES:
                    self._connection.table(table.name).aggregate("max(hash(COLUMNS(*)))").fetchall()
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
            self._connection = self._opener.open()
        beside(other.path, "lock").unlink(missing_ok=True)

    def start_over(self) -> None:
        """Set the file aside and begin with an empty one. Readers wait meanwhile. Raises DiskFullError, WarehouseBusyError."""
        with self._alone():
            self._start_over()

    def _start_over(self) -> None:
        self._connection.close()
        set_aside(self.path)
        self._connection = self._opener.open()

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
