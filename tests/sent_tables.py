"""What stands in a table as it is sent (dashboards/kit/table.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def is_table(props: Mapping[str, Any]) -> bool:
    """Whether these are the properties of a table."""
    return "rows" in props and "caption" in props


def words_in(table: Mapping[str, Any]) -> list[str]:
    """Every text of it that a person can read, in its order."""
    headings = [table["caption"], *(group for group, _ in table.get("groups") or [] if group), table["head"]]
    return [*headings, *(column["title"] for column in table["columns"]), *(words_of(cell, table) for cell in _cells(table))]


def words_of(cell: Any, table: Mapping[str, Any]) -> str:
    """What is read in a cell."""
    if isinstance(cell, str):
        return cell
    words: str = table["missing"][cell["missing"]]["text"] if "missing" in cell else cell["text"]
    return words


def heads_in(table: Mapping[str, Any]) -> list[str]:
    """What the rows are named by, and the row of all together."""
    return [words_of(row[0], table) for row in _rows(table)]


def links_in(table: Mapping[str, Any]) -> list[str]:
    """Where the links lead, in their order."""
    return [cell["href"] for cell in _cells(table) if isinstance(cell, dict) and cell.get("href")]


def _cells(table: Mapping[str, Any]) -> Iterator[Any]:
    return (cell for row in _rows(table) for cell in row)


def _rows(table: Mapping[str, Any]) -> list[Any]:
    return [*table["rows"], *([table["total"]] if table.get("total") else [])]
