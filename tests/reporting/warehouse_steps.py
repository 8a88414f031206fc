"""What the tests of the warehouse have in common: an invented log in a real store, and the warehouse's whole content."""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from benchmarks.invented_log import TENANT, Writer, write_sqlite
from services.case_service.store import SQLiteFile, StoreSettings
from services.reporting import schema
from services.reporting.warehouse import Warehouse

if TYPE_CHECKING:
    import duckdb

    from events.envelope import Recorded
    from services.case_service.store.settings import Place


def invented(events: int, seed: int = 1) -> list[Recorded]:
    return list(Writer(seed).log(events))


def store(path: Path, events: list[Recorded]) -> Path:
    write_sqlite(path, events)
    return path


def opened(path: Path) -> Warehouse:
    return Warehouse.open(path, tenant=TENANT, memory_limit="256MB", threads=1)


def new(path: Path) -> Warehouse:
    """A warehouse that holds nothing yet: a copy of one whose tables were made once, because making them is half of most tests."""
    if not path.exists():
        shutil.copyfile(_empty(), path)
    return opened(path)


@cache
def _empty() -> Path:
    folder = Path(mkdtemp(prefix="varde-warehouse-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    opened(folder / "empty.duckdb").close()
    return folder / "empty.duckdb"


def store_settings(folder: Path, events: Place | None = None) -> StoreSettings:
    """A real store: its events in ``folder`` unless another place is given, its keys always there."""
    return StoreSettings(
        tenant=TENANT,
        events=events or SQLiteFile(path=folder / "events.sqlite"),
        keys=SQLiteFile(path=folder / "keys.sqlite"),
        kek=bytes(range(32)),
    )


def content(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in one order."""
    with warehouse.cursor() as cursor:
        return content_seen_by(cursor)


def content_seen_by(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """The same, as one cursor sees it."""
    return {table.name: cursor.table(table.name).select(*table.column_names).order("ALL").fetchall() for table in schema.TABLES}


def settled(found: dict[str, Any]) -> dict[str, Any]:
    """The tables that are whole when the log's end is reached: releases follow by themselves a while after everything else."""
    return {name: rows for name, rows in found.items() if name != "follow_position" and not name.startswith("release")}
