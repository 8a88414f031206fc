"""A writer process as it really runs: appends case after case to the store, and says how many events were acknowledged."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from warehouse_steps import store_settings

from benchmarks.invented_log import Writer
from services.case_service.store import migrate, open_store

PAUSE = 0.16
"""Seconds between two commits: the log grows for as long as the test takes, and what is compared at its end with it."""


def main() -> None:
    """Append until killed: one case per commit, then print how many events are committed."""
    settings = store_settings(Path(sys.argv[1]))
    migrate(settings)
    writer = Writer(int(sys.argv[2]))
    batch = writer.schools()
    committed = 0
    with open_store(settings) as store:
        while True:
            store.append(batch)
            committed += len(batch)
            print(committed, flush=True)  # noqa: T201 - what the test reads
            time.sleep(PAUSE)
            case = writer.case()
            batch = case + writer.beside(case)


if __name__ == "__main__":
    main()
