"""Whether a tenant's columns, functions and triggers in PostgreSQL are those that the migration makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from services.case_service.store.damage import Damage, DamageKind
from services.case_service.store.errors import SchemaChangedError
from services.case_service.store.postgres_pool import Connection
from services.case_service.store.postgres_schema import Schema, for_tenant, prefix_of

TABLE: Final = re.compile(r"CREATE TABLE (\w+) \((.*)\)\s*\Z", re.DOTALL)
COLUMN: Final = re.compile(r"ALTER TABLE (\w+) ADD COLUMN (\w+) (\S+)")
FUNCTION: Final = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\b.*?\$\$(.*)\$\$", re.DOTALL)
TRIGGER: Final = re.compile(r"CREATE TRIGGER (\w+) .*? ON (\w+)\s.*EXECUTE FUNCTION (\w+)", re.DOTALL)
OF_TABLE: Final = ("CONSTRAINT", "PRIMARY", "CHECK", "UNIQUE")
NAMES: Final = {"timestamptz": "timestamp with time zone"}
ENABLED: Final = "O"

FOUND: Final = """
SELECT 'column ' || c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    WHERE c.oid = ANY (SELECT to_regclass(t) FROM unnest(%(tables)s::text[]) AS t) AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'function ' || p.proname, p.prosrc FROM pg_proc AS p
    WHERE p.pronamespace = current_schema()::regnamespace AND p.proname = ANY (%(functions)s::text[])
UNION ALL
SELECT 'trigger ' || t.tgname, c.relname || ' ' || p.proname || ' ' || t.tgenabled::text
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS p ON p.oid = t.tgfoid
    WHERE c.oid = ANY (SELECT to_regclass(t) FROM unnest(%(tables)s::text[]) AS t) AND NOT t.tgisinternal"""

Shape = Mapping[str, str]
"""By kind and name: a column's type, a function's text, a trigger's table, function and whether it is at work."""


def refuse_changed_tables(connection: Connection, tenant: str, schema: Schema) -> None:
    """Raise SchemaChangedError when a column, function or trigger is missing or another, or a trigger is one too many."""
    if names := changed_tables(connection, tenant, schema):
        raise SchemaChangedError(names)


def damage_of(connection: Connection, tenant: str, schema: Schema) -> Iterator[Damage]:
    """What differs from what the steps make. The server's pages are its own to check (``data_checksums``, pg_amcheck)."""
    for name in changed_tables(connection, tenant, schema):
        yield Damage(kind=DamageKind.TABLES, where=name)


def changed_tables(connection: Connection, tenant: str, schema: Schema) -> tuple[str, ...]:
    """The names of what differs from what the steps make."""
    made = made_by(tenant, schema)
    names = [name.partition(" ") for name in made]
    asked = {
        "tables": sorted({name.partition(".")[0] for kind, _, name in names if kind == "column"}),
        "functions": [name for kind, _, name in names if kind == "function"],
    }
    found = {str(name): str(what) for name, what in connection.execute(FOUND, asked).fetchall()}
    return tuple(sorted(name for name in found.keys() | made.keys() if found.get(name) != made.get(name)))


@lru_cache
def made_by(tenant: str, schema: Schema) -> Shape:
    """What the steps of a schema make for a tenant, read from their own text; of two functions of a name the later one stands."""
    made = dict[str, str]()
    for statement in (for_tenant(statement, tenant) for step in schema.steps for statement in step):
        if table := TABLE.match(statement):
            name, body = table.groups()
            made |= {f"column {name}.{column}": kind for column, kind in _columns(body)}
        elif column := COLUMN.match(statement):
            made[f"column {column[1]}.{column[2]}"] = NAMES.get(column[3], column[3])
        elif function := FUNCTION.match(statement.strip()):
            made[f"function {function[1]}"] = function[2]
        elif trigger := TRIGGER.match(statement):
            made[f"trigger {trigger[1]}"] = f"{trigger[2]} {trigger[3]} {ENABLED}"
    return {name: what for name, what in made.items() if name.partition(" ")[2].startswith(prefix_of(tenant))}


def _columns(body: str) -> Iterator[tuple[str, str]]:
    """Each column of a table and its type. What a column or the table demands is left to the database."""
    for part in re.split(r",\s*(?![^(]*\))", body):
        name, kind, *_ = part.split()
        if name.upper() not in OF_TABLE:
            yield name, NAMES.get(kind, kind)
