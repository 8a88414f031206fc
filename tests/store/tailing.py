"""Four writers and one reader that follows the log: does the reader see every event, in the order of positions?"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Thread

from services.case_service.store import StoreSettings, open_store
from tests.store.processes import arguments_of, run_together

WRITERS = 4
BATCHES = (1, 5, 50)


@dataclass(frozen=True, kw_only=True)
class Tailed:
    """What came of it: ``lost`` stood in the log at the end and never reached the reader."""

    stored: int
    seen: int
    lost: int
    doubled: int
    out_of_order: int
    failures: Sequence[str]
    seconds: float


def tail_while_writing(settings: StoreSettings, events: int, batches: Sequence[int] = BATCHES) -> Tailed:
    """Write at least ``events`` events, as many with each size of batch, while a reader follows."""
    per_writer = math.ceil(events / WRITERS / len(batches) / max(batches)) * max(batches)
    started, seen, failures = time.monotonic(), [], []

    def write() -> None:
        for batch in batches:
            one = ["tests.store.writer_process", *arguments_of(settings), str(per_writer), str(batch)]
            failures.extend(run_together([one] * WRITERS, timeout=600))

    writers = Thread(target=write)
    with open_store(settings) as reader:
        writers.start()
        position = 0
        while True:
            is_last_look = not writers.is_alive()
            found = reader.after(position, 500)
            seen += [one.position for one in found]
            if found:
                position = seen[-1]
            elif is_last_look:
                break
            else:
                reader.wait_for_change(0.1)
        writers.join()
        stored = [one.position for one in reader.after(0, 10 * events)]
    return Tailed(
        stored=len(stored),
        seen=len(seen),
        lost=len(set(stored) - set(seen)),
        doubled=len(seen) - len(set(seen)),
        out_of_order=sum(later < earlier for earlier, later in pairwise(seen)),
        failures=failures,
        seconds=time.monotonic() - started,
    )
