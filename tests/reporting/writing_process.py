"""A writer process as it really runs: appends case after case durably, and acknowledges each commit on standard output."""

from __future__ import annotations

import sqlite3
import sys
import time
from pathlib import Path

from benchmarks.invented_log import TABLE, Writer, rows

PAUSE = 0.04
"""Seconds between two commits."""


def main() -> None:
    """Append until killed: one case per commit, then print how many events are committed."""
    connection = sqlite3.connect(Path(sys.argv[1]) / "events.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(TABLE)
    writer = Writer(int(sys.argv[2]))
    committed = connection.execute("SELECT count(*) FROM stored_events").fetchone()[0]
    batch = writer.schools()
    while True:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO stored_events VALUES (?, ?, ?, ?)", rows(batch))
        connection.execute("COMMIT")
        committed += len(batch)
        print(committed, flush=True)  # noqa: T201 - what the test reads
        time.sleep(PAUSE)
        case = writer.case()
        batch = case + writer.beside(case)


if __name__ == "__main__":
    main()
