from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from uuid import UUID

from services.case_service.store import StoreSettings, migrate, open_store
from tests.store.processes import ROOT, arguments_of
from tests.store.sample_events import CANARY

ROUNDS = 8


def test_a_killed_writer_loses_nothing_that_was_acknowledged(settings: StoreSettings) -> None:
    migrate(settings)
    chance = random.Random(1)  # noqa: S311 - when to kill is no secret
    acknowledged: dict[UUID, int] = {}

    for _ in range(ROUNDS):
        acknowledged |= write_until_killed(settings, after=chance.uniform(0.005, 0.15))

    with open_store(settings) as store:
        stored = {case: store.read(case) for case in acknowledged}
        log = store.after(0, 1_000_000)
    assert len(acknowledged) >= ROUNDS
    assert [case for case, version in acknowledged.items() if len(stored[case]) < version] == []
    assert all(CANARY in one.event.own_words for events in stored.values() for one in events)
    assert [one.position for one in log] == list(range(1, len(log) + 1))


def write_until_killed(settings: StoreSettings, after: float) -> dict[UUID, int]:
    """Start a writer, kill it some seconds after its first acknowledgement, and give what it acknowledged."""
    command = [sys.executable, "-m", "tests.store.writer_process", *arguments_of(settings), "1000000", "3"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        lines = [first, *writer.stdout.readlines()]
    whole = [line.split() for line in lines if line.endswith("\n")]
    return {UUID(case): int(version) for case, version in whole}
