"""Opening a warehouse's file: made when it is not there, set aside and made again when it cannot be used."""

from __future__ import annotations

import logging
import os
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import duckdb

from services.reporting import judging, schema
from services.reporting.tracking import build_up_to
from services.reporting.warehouse_file import (
    OPENINGS,
    DiskFullError,
    WarehouseBusyError,
    beside,
    counted_opening,
    is_full_disk,
    remove,
    set_aside,
)

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

CHECKPOINT_EVERY: Final = "64MB"
"""Of write-ahead log; DuckDB's own 16 MB costs a catch-up a twelfth, and 64 MB is read again within a second of opening."""


class Opener:
    """Opens one file, always in the same way. Whoever opens it owns it already."""

    def __init__(self, path: Path, *, memory_limit: str, threads: int) -> None:
        self._path = path
        self._config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "threads": threads,
            "checkpoint_threshold": CHECKPOINT_EVERY,
            "temp_directory": str(beside(path, "tmp")),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }

    def open(self) -> duckdb.DuckDBPyConnection:
        """The open file; a new one in its place where it is broken or was made by another schema.

        Raises WarehouseBusyError when it may not be used, DiskFullError when nothing can be written.
        """
        with counted_opening(self._path) as before:
            if before >= OPENINGS and self._path.exists():
                log.error("opening the warehouse %s ended %d processes; it is set aside and made again", self._path.name, before)
                set_aside(self._path)
            try:
                return self._opened()
            except duckdb.Error as error:
                if is_full_disk(error):
                    raise DiskFullError(f"{self._path.name} cannot be opened: {error}") from error
                if "Could not set lock" in str(error) or not (self._path.exists() and os.access(self._path, os.R_OK | os.W_OK)):
                    raise WarehouseBusyError(f"{self._path.name} cannot be opened: {error}") from error
                log.exception("the warehouse %s cannot be opened; it is set aside and made again from the log", self._path.name)
                set_aside(self._path)
                return self._opened()

    def _opened(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(str(self._path), config=self._config)
        try:
            if _is_of_another_schema(connection):
                log.warning("the warehouse %s was made by another version; it is made again from the log", self._path.name)
                connection.close()
                remove(self._path)
                connection = duckdb.connect(str(self._path), config=self._config)
            _prepare(connection)
        except duckdb.Error:
            connection.close()
            raise
        return connection


def _is_of_another_schema(connection: duckdb.DuckDBPyConnection) -> bool:
    tables = connection.execute("SELECT count(*) FROM information_schema.tables").fetchall()[0][0]
    if tables == 0:
        return False
    try:
        found = connection.execute("SELECT fingerprint FROM built_with WHERE what = 'schema'").fetchall()
    except duckdb.CatalogException:
        return True
    return found != [(_fingerprint(),)]


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
