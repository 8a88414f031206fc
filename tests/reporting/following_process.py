"""A projector process as it really runs: it owns the warehouse and follows the log until it is killed, and says when it begins.

A zygote that has everything imported forks one such process for every line it reads, so that a round of the kill loop takes
the time of a projector and not that of an import.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from benchmarks.invented_log import TENANT
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.projector import Projector
from services.reporting.source import SqliteSource
from services.reporting.warehouse import Warehouse

RULES = load_rulebooks(["law-12"])


def follow(folder: Path, task: str) -> None:
    """Follow the log in ``folder`` for ever, or make its warehouse again and again."""
    warehouse = Warehouse.open(folder / "warehouse.duckdb", tenant=TENANT, memory_limit="512MB", threads=1)
    source = SqliteSource(folder / "events.sqlite")
    projector = Projector(source, warehouse, RULES, Calendar(), size=100)
    print("on", flush=True)  # noqa: T201 - what the test reads
    while task == "rebuild":
        projector.rebuild()
    projector.follow(threading.Event())


def main() -> None:
    """For every line of standard input, fork a projector, write its process id, and "ended" when it is dead."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            follow(folder, line.strip())
        print("pid", child, flush=True)  # noqa: T201 - what the test reads
        os.waitpid(child, 0)
        print("ended", flush=True)  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main()
