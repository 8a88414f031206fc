"""A writer that is killed again and again: is everything that it acknowledged still there?"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from uuid import UUID

from services.case_service.store import StoreSettings, open_store, recheck
from tests.store.processes import ROOT, arguments_of
from tests.store.sample_events import CANARY

EVENTS_PER_SAVE = 3


@dataclass(frozen=True, kw_only=True)
class Survived:
    """What stood after the kills.

    ``torn`` are saves of which only a part is there, ``unread`` events without their text, ``leafless`` events and leaves that are
    not together, and all that does not fit in the Merkle log.
    """

    acknowledged: int
    lost: int
    torn: int
    unread: int
    leafless: int
    has_gaps: bool


def kill_writers(settings: StoreSettings, rounds: int, seed: int = 1) -> Survived:
    """Kill a writer ``rounds`` times, somewhere in its work, and look at what stands."""
    chance = random.Random(seed)  # noqa: S311 - when to kill is no secret
    acknowledged: dict[UUID, int] = {}
    for _ in range(rounds):
        acknowledged |= _write_until_killed(settings, after=chance.uniform(0.0, 0.15))
    with open_store(settings) as store:
        stored = {case: store.read(case) for case in acknowledged}
        positions = [one.position for one in store.after(0, 10_000_000)]
        leafless = len(recheck(store).faults) + abs(store.tree_size() - store.last_position())
    return Survived(
        acknowledged=sum(acknowledged.values()),
        lost=sum(max(version - len(stored[case]), 0) for case, version in acknowledged.items()),
        torn=sum(len(events) % EVENTS_PER_SAVE != 0 for events in stored.values()),
        unread=sum(CANARY not in one.event.own_words for events in stored.values() for one in events),
        leafless=leafless,
        has_gaps=positions != list(range(1, len(positions) + 1)),
    )


def _write_until_killed(settings: StoreSettings, after: float) -> dict[UUID, int]:
    """Start a writer, kill it ``after`` seconds from its first acknowledgement, and give what it acknowledged."""
    command = [sys.executable, "-m", "tests.store.writer_process", *arguments_of(settings), "9999999", str(EVENTS_PER_SAVE)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        lines = [first, *writer.stdout.readlines()]
    whole = [line.split() for line in lines if line.endswith("\n")]
    return {UUID(case): int(version) for case, version in whole}
