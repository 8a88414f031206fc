"""The reference page of the warehouse, made from the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from services.reporting.open_data.writing import dictionary
from services.reporting.schema import TABLES

if TYPE_CHECKING:
    from services.reporting.schema import Column, Table

_HEAD: Final = """# The warehouse's tables

This page is made from the declarations in `services/reporting/schema/`; change them there. How the tables come to be is told in
[the explanation](../explanation/warehouse.md).

Times are UTC without a zone. Sensitivity: *open* says nothing about anybody; *school* is about a school's work; *person* is about
one pupil, guardian or employee, by pseudonym. There are no names, birth numbers or free text in the warehouse.
"""


def pages() -> dict[str, str]:
    """The page's content by file name, below docs/reference."""
    return {"warehouse.md": "\n".join([_HEAD, *(_table(table) for table in TABLES)]), "published-cubes.md": dictionary()}


def _table(table: Table) -> str:
    lines = [
        f"## {table.name}",
        "",
        table.meaning,
        "",
        "| column | type | meaning | unit | from | sensitivity |",
        "|---|---|---|---|---|---|",
        *(_row(column) for column in table.all_columns),
        "",
    ]
    return "\n".join(lines)


def _row(column: Column) -> str:
    return f"| `{column.name}` | {column.type} | {column.meaning} | {column.unit} | {column.source} | {column.sensitivity.value} |"
