"""Whether a SQLite file has the tables and triggers that the migration makes, letter by letter, and whether it is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import lru_cache

from services.case_service.store.checksum import lend_checksum
from services.case_service.store.damage import Damage, DamageKind
from services.case_service.store.errors import SchemaChangedError
from services.case_service.store.sqlite_schema import Steps

OBJECTS = "SELECT type || ' ' || name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
"""Statistics, which ANALYZE makes, are no part of the tables."""


def refuse_changed_tables(connection: sqlite3.Connection, steps: Steps) -> None:
    """Raise SchemaChangedError when a table or trigger is missing, is another, or is one too many."""
    if names := changed_tables(connection, steps):
        raise SchemaChangedError(names)


def changed_tables(connection: sqlite3.Connection, steps: Steps) -> tuple[str, ...]:
    """The names of what differs from what the steps make."""
    found, made = objects_of(connection), _made_by(tuple(map(tuple, steps)))
    return tuple(sorted(name for name in found.keys() | made.keys() if found.get(name) != made.get(name)))


def damage_of(connection: sqlite3.Connection, steps: Steps, not_whole: str) -> Iterator[Damage]:
    """What SQLite's own check finds in the file, what differs from what the steps make, and which rows do not fit their checksum.

    ``not_whole`` is the query for these: it tells where each is.
    """
    for found in _told(connection, "PRAGMA integrity_check"):
        if found != "ok":
            yield Damage(kind=DamageKind.PAGE, where=found)
    for name in changed_tables(connection, steps):
        yield Damage(kind=DamageKind.TABLES, where=name)
    for where in _told(connection, not_whole):
        yield Damage(kind=DamageKind.ROW, where=where)


def _told(connection: sqlite3.Connection, query: str) -> list[str]:
    """The rows of a query; what is so damaged that it cannot be asked is told as well."""
    try:
        return [str(found) for (found,) in connection.execute(query).fetchall()]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return [str(error)]


def objects_of(connection: sqlite3.Connection) -> Mapping[str, tuple[str, str | None]]:
    """Tables, indexes and triggers by kind and name: the table that each is of, and the statement that made it."""
    return {name: (table, sql) for name, table, sql in connection.execute(OBJECTS)}


@lru_cache
def _made_by(steps: Steps) -> Mapping[str, tuple[str, str | None]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        lend_checksum(connection)
        for statement in (statement for step in steps for statement in step):
            connection.execute(statement)
        return objects_of(connection)
