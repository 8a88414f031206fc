"""A process that changes a few cases at once with others, each time on the version that it has just seen, and says what came of it.

    python -m tests.store.contending_process TENANT KEK EVENTS KEYS COUNT CASE...

A line for each attempt: ``stored CASE VERSION EVENT``, or ``moved CASE SEEN ACTUAL`` where somebody else was first.
"""

from __future__ import annotations

import sys
from itertools import cycle, islice
from uuid import UUID

from services.case_service.store import StreamMovedError, open_store
from tests.store.sample_events import concern_received
from tests.store.worker_process import settings_of


def main(arguments: list[str]) -> None:
    """Make COUNT attempts, on one case after the other."""
    settings, count = settings_of(*arguments[:4]), int(arguments[4])
    with open_store(settings) as store:
        for case in islice(cycle(map(UUID, arguments[5:])), count):
            seen = store.version(case)
            event = concern_received(case, seen + 1, tenant=settings.tenant)
            try:
                store.append([event])
            except StreamMovedError as moved:
                sys.stdout.write(f"moved {case} {moved.seen} {moved.actual}\n")
            else:
                sys.stdout.write(f"stored {case} {seen + 1} {event.envelope.event_id}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
