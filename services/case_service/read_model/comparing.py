"""Whether the read model says what the log says: a row that was changed in the file itself is found beside a file made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

WITHOUT_ORDER: Final = frozenset({"about"})
"""Tables that tell of the file itself."""


def differing_rows(file: Path, fresh: Path) -> dict[str, int]:
    """How many rows of each table stand in one of two files alone; empty when they say the same.

    ``fresh`` was made from the log up to the same position, by the same rules.
    """
    with closing(sqlite3.connect(f"{fresh.absolute().as_uri()}?mode=ro", uri=True)) as db:
        db.execute("ATTACH ? AS kept", (f"{file.absolute().as_uri()}?mode=ro",))
        return {table: rows for table in _tables(db) if (rows := _differing(db, table))}


def _tables(db: sqlite3.Connection) -> Iterator[str]:
    rows = db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    yield from (name for (name,) in rows if name not in WITHOUT_ORDER and not name.startswith("sqlite_"))


def _differing(db: sqlite3.Connection, table: str) -> int:
    either = (("main", "kept"), ("kept", "main"))
    query = "SELECT count(*) FROM (SELECT * FROM {}.{} EXCEPT SELECT * FROM {}.{})"
    return sum(int(db.execute(query.format(one, table, other, table)).fetchone()[0]) for one, other in either)
