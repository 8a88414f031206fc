"""A tenant's tables of PostgreSQL in a backup: one snapshot, through COPY alone, so that no program of the server is needed."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
import psycopg
from psycopg import IsolationLevel, sql

from services.case_service.backup.faults import BackupError, Fault
from services.case_service.backup.folder import CHUNK, PartFile
from services.case_service.backup.manifest import Manifest, Part, TablePart
from services.case_service.store import PostgresDatabase, StoreUnavailableError
from services.case_service.store.postgres_schema import Schema, migrate_postgres, prefix_of

TABLE: Final = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?\{t\}_(\w+)")
SIGNATURE: Final = b"PGCOPY\n\xff\r\n\0"
HEADER_BYTES: Final = len(SIGNATURE) + 8
END: Final = -1
POSITION: Final = "notification_id"

Connection = psycopg.Connection[tuple[Any, ...]]


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What one snapshot of a tenant's tables came to."""

    parts: tuple[Part, ...]
    tables: tuple[TablePart, ...]
    steps: int


def tables_of(schema: Schema) -> tuple[str, ...]:
    """The tables that a schema's steps make, without the tenant's name."""
    return tuple(name for step in schema.steps for statement in step for name in TABLE.findall(statement))


def export(database: PostgresDatabase, tenant: str, schema: Schema, folder: Path) -> Exported:
    """Write every table of a schema into ``folder``, all as of one moment. Raises StoreUnavailableError."""
    parts, tables = [], []
    try:
        with psycopg.connect(database.dsn) as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            steps = _steps(connection, tenant, schema)
            for table in tables_of(schema):
                if columns := _columns(connection, f"{prefix_of(tenant)}_{table}"):
                    part = _exported(connection, tenant, table, columns, folder)
                    parts.append(part)
                    tables.append(TablePart(part=part.name, table=table, columns=columns))
    except psycopg.OperationalError as error:
        raise StoreUnavailableError(f"The database does not answer: {error}.") from error
    return Exported(parts=tuple(parts), tables=tuple(tables), steps=steps)


def is_empty(database: PostgresDatabase, tenant: str, table: str) -> bool:
    """Whether a tenant's table has no row, or is not there."""
    try:
        with psycopg.connect(database.dsn) as connection:
            name = f"{prefix_of(tenant)}_{table}"
            if not _columns(connection, name):
                return True
            return connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(name))).fetchone() is None
    except psycopg.OperationalError as error:
        raise StoreUnavailableError(f"The database does not answer: {error}.") from error


def load(database: PostgresDatabase, schema: Schema, folder: Path, manifest: Manifest) -> None:
    """Make the tables as they were at the backup, fill them in one transaction, and bring them up to date.

    The tables of events or keys have been seen to be empty. Raises BackupError when the tables have gone further than the
    backup's, StoreUnavailableError.
    """
    tenant = manifest.tenant
    migrate_postgres(database, tenant, Schema(schema.name, schema.steps[: manifest.steps]))
    try:
        with psycopg.connect(database.dsn) as connection:
            if _steps(connection, tenant, schema) != manifest.steps:
                raise BackupError(Fault.NOT_EMPTY, place=f"{prefix_of(tenant)}_* ({schema.name})")
            for one in manifest.tables:
                table = sql.Identifier(f"{prefix_of(tenant)}_{one.table}")
                if connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(table)).fetchone() is not None:
                    connection.execute(sql.SQL("DELETE FROM {}").format(table))  # the row that the migration laid there
                columns = sql.SQL(", ").join(map(sql.Identifier, one.columns))
                statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(table, columns)
                with (folder / one.part).open("rb") as content, connection.cursor().copy(statement) as copy:
                    while chunk := content.read(CHUNK):
                        copy.write(chunk)
    except psycopg.OperationalError as error:
        raise StoreUnavailableError(f"The database does not answer: {error}.") from error
    migrate_postgres(database, tenant, schema)


def rows_of(file: Path) -> Iterator[list[bytes | None]]:
    """The rows of a table in COPY's binary format: each field's bytes in network order, None for NULL.

    Raises ValueError when it is no such file. PostgreSQL, COPY, "Binary Format".
    """
    with file.open("rb", buffering=CHUNK) as content:
        header = content.read(HEADER_BYTES)
        if not header.startswith(SIGNATURE):
            raise ValueError(f"{file.name} is no table")
        content.read(int.from_bytes(header[-4:], "big"))
        while (fields := _number(content.read(2), "!h")) != END:
            yield [_field(content.read(4), content) for _ in range(fields)]


def number_of(field: bytes | None) -> int:
    """A whole number as COPY writes it."""
    return int.from_bytes(field or b"", "big", signed=True)


def uuid_of(field: bytes | None) -> UUID:
    """An id as COPY writes it."""
    return UUID(bytes=field or b"")


def _field(length: bytes, content: Any) -> bytes | None:
    size = _number(length, "!i")
    if size == END:
        return None
    found: bytes = content.read(size)
    if len(found) != size:
        raise ValueError("the table ends too early")
    return found


def _number(content: bytes, form: str) -> int:
    if len(content) != struct.calcsize(form):
        raise ValueError("the table ends too early")
    return int(struct.unpack(form, content)[0])


def _exported(connection: Connection, tenant: str, table: str, columns: Sequence[str], folder: Path) -> Part:
    chosen = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL("SELECT {} FROM {}").format(chosen, sql.Identifier(f"{prefix_of(tenant)}_{table}"))
    if POSITION in columns:
        query += sql.SQL(" ORDER BY {}").format(sql.Identifier(POSITION))
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT BINARY)").format(query)
    with PartFile(folder, f"{table}.copy") as out:
        with connection.cursor().copy(statement) as copy:
            for chunk in copy:
                out.write(chunk)
        return out.done()


def _columns(connection: Connection, table: str) -> tuple[str, ...]:
    found = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        (table,),
    ).fetchall()
    return tuple(str(row[0]) for row in found)


def _steps(connection: Connection, tenant: str, schema: Schema) -> int:
    row = connection.execute("SELECT step FROM varde_migrations WHERE tenant = %s AND store = %s", (tenant, schema.name)).fetchone()
    return 0 if row is None else int(row[0])
