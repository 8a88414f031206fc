"""A short sum of each table's content, by which two warehouses of one log can be told to be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from services.reporting import schema
from services.reporting.tracking import FACTS, position

if TYPE_CHECKING:
    from services.reporting.warehouse import Warehouse

_HALF: Final = 2**64

_SUMS: Final = """
SELECT count(*), coalesce(sum(md5_number_lower(row)::HUGEINT), 0), coalesce(sum(md5_number_upper(row)::HUGEINT), 0)
FROM (SELECT to_json(t)::VARCHAR AS row FROM {table} AS t)
"""
"""The order of the rows is of no account, and nothing here depends on the version of DuckDB, as its own hash does."""


class TableDigest(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows a table has, and the sum of the MD5 of each row as JSON: 32 hex digits. It finds differences, not forgers."""

    rows: int
    digest: str


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """Every table at one log position."""

    position: int
    tables: dict[str, TableDigest]


def digest(warehouse: Warehouse) -> Digest:
    """The content of a whole warehouse at one moment. Raises WarehouseBuildingError."""
    with warehouse.snapshot() as cursor:
        found: dict[str, TableDigest] = {}
        for table in schema.TABLES:
            rows, lower, upper = cursor.execute(_SUMS.format(table=table.name)).fetchall()[0]
            found[table.name] = TableDigest(rows=rows, digest=f"{int(upper) % _HALF:016x}{int(lower) % _HALF:016x}")
        return Digest(position=position(cursor, FACTS), tables=found)
