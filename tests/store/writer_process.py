"""A process that writes to the store until it is done or killed, and says what was acknowledged.

    python -m tests.store.writer_process TENANT KEK EVENTS KEYS COUNT BATCH

Each acknowledged save is one line: the case's id and the version that it reached. A new case begins every 25 saves.
"""

from __future__ import annotations

import sys
from uuid import uuid4

from services.case_service.store import open_store
from tests.store.sample_events import concern_received
from tests.store.worker_process import settings_of

SAVES_PER_CASE = 25


def main(arguments: list[str]) -> None:
    """Write COUNT events, BATCH to a save."""
    settings, count, batch = settings_of(*arguments[:4]), int(arguments[4]), int(arguments[5])
    with open_store(settings) as store:
        for number in range(count // batch):
            if number % SAVES_PER_CASE == 0:
                case, version = uuid4(), 0
            store.append([concern_received(case, version + n, tenant=settings.tenant) for n in range(1, batch + 1)])
            version += batch
            sys.stdout.write(f"{case} {version}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
