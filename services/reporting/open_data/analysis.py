"""Read-only SQL over what is published, for analysts: a DuckDB of its own that holds the released cubes and nothing else.

It has neither the warehouse nor a file: the database is in memory, made for one statement and thrown away. External access is off
and the configuration locked before the statement is looked at, and the statement must be one SELECT.
"""

from __future__ import annotations

import threading
from contextlib import closing
from typing import Final

import duckdb
import polars as pl

LONGEST: Final = 10_000
"""Characters of a statement."""

MOST_ROWS: Final = 50_000
SECONDS: Final = 5.0
MEMORY: Final = "256MB"

TABLES: Final = ("published", "releases")


class StatementError(ValueError):
    """The statement is not taken or did not come to an end. ``reason``: no_select, failed, too_long or too_many_rows."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def analyse(statement: str, published: pl.DataFrame, releases: pl.DataFrame, *, seconds: float = SECONDS) -> pl.DataFrame:
    """What one SELECT gives over the tables ``published`` and ``releases``. Raises StatementError."""
    if len(statement) > LONGEST:
        raise StatementError("no_select", f"more than {LONGEST} characters")
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "threads": 1,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
        "allow_unsigned_extensions": False,
    }
    with closing(duckdb.connect(":memory:", config=config)) as database:
        for name, rows in zip(TABLES, (published, releases), strict=True):
            database.register("given", rows.to_arrow())
            database.execute(f"CREATE TABLE {name} AS FROM given")
            database.unregister("given")
        database.execute("SET enable_external_access = false")
        database.execute("SET lock_configuration = true")
        return _answer(database, statement, seconds)


def _answer(database: duckdb.DuckDBPyConnection, statement: str, seconds: float) -> pl.DataFrame:
    try:
        statements = database.extract_statements(statement)
    except duckdb.Error as error:
        raise StatementError("failed", str(error)) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise StatementError("no_select")
    too_late = threading.Timer(seconds, database.interrupt)
    too_late.start()
    try:
        found = database.execute(statements[0]).fetchmany(MOST_ROWS + 1)
        columns = [one[0] for one in database.description or ()]
    except duckdb.InterruptException as error:
        raise StatementError("too_long") from error
    except (duckdb.Error, RuntimeError) as error:
        raise StatementError("failed", str(error)) from error
    finally:
        too_late.cancel()
    if len(found) > MOST_ROWS:
        raise StatementError("too_many_rows")
    return pl.DataFrame(found, schema=_distinct(columns), orient="row", infer_schema_length=None)


def _distinct(names: list[str]) -> list[str]:
    """Column names that are each there once."""
    return [name if name not in names[:number] else f"{name}_{number}" for number, name in enumerate(names)]
