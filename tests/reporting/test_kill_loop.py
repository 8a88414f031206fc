"""A projector that is killed without warning, again and again while others write, loses nothing and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
from warehouse_steps import content, opened

from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.projector import Projector
from services.reporting.source import SqliteSource

pytestmark = pytest.mark.long

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ROUNDS = 100
MOVED = 10
"""How many different states the killed ones must at least have left, so that the loop shows something on a slow machine too."""

REBUILD_EVERY = 6
"""Of so many rounds one kills a projector that makes the warehouse again."""

LONGEST_LIFE = 0.4
"""Seconds that a projector at most follows before it is killed, to begin with."""

WITHOUT_A_STEP = 4
"""After so many kills in a row that found the same state, projectors live twice as long: the machine is slow or busy."""


def started(script, *arguments):
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}", "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(
        [sys.executable, str(HERE / script), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    )


class Acknowledged(threading.Thread):
    """Reads what the writer has acknowledged."""

    def __init__(self, writer):
        super().__init__(daemon=True)
        self.writer = writer
        self.events = 0
        self.start()

    def run(self):
        for line in self.writer.stdout:
            self.events = int(line)


def state_after_the_kill(folder):
    """How far events and facts have come, after checking that rows and position belong together."""
    warehouse = opened(folder / "warehouse.duckdb")
    with warehouse.cursor() as cursor:
        count, distinct, last = cursor.execute("SELECT count(*), count(DISTINCT position), max(position) FROM events").fetchall()[0]
        at = dict(cursor.execute("SELECT what, position FROM follow_position").fetchall())
        told = cursor.execute("SELECT coalesce(sum(events), 0) FROM cases").fetchall()[0][0]
        of_cases = cursor.execute(
            "SELECT count(*) FROM events WHERE stream = 'case' AND position <= ?", [at.get("facts", 0)]
        ).fetchall()[0][0]
    warehouse.close()
    assert count == distinct == (last or 0) == at.get("events", 0)
    assert told == of_cases
    return at.get("events", 0), at.get("facts", 0)


@pytest.mark.parametrize("rounds", [ROUNDS])
def test_killed_a_hundred_times_while_another_process_writes_nothing_is_lost_or_doubled(tmp_path, rounds):
    dice = random.Random(20261121)  # noqa: S311 - moments to kill at, no secret
    writer = started("writing_process.py", tmp_path, 1)
    acknowledged = Acknowledged(writer)
    while acknowledged.events == 0:
        time.sleep(0.01)
    zygote = started("following_process.py", tmp_path)
    states = [(0, 0)]
    longest = LONGEST_LIFE
    for number in range(rounds):
        zygote.stdin.write("rebuild\n" if number % REBUILD_EVERY == 0 else "follow\n")
        zygote.stdin.flush()
        kill_one(zygote, dice, longest)
        states.append(state_after_the_kill(tmp_path))
        if len(set(states[-WITHOUT_A_STEP:])) == 1:
            longest *= 2
    end(zygote)
    writer.send_signal(signal.SIGKILL)
    acknowledged.join()
    end(writer)

    assert all(before <= after for (before, _), (after, _) in pairwise(states))
    assert all(before <= after for (_, before), (_, after) in pairwise(states))
    assert len(set(states)) > MOVED
    assert not list(tmp_path.glob("*.broken-*"))

    rules = load_rulebooks(["law-12"])
    warehouse, fresh = opened(tmp_path / "warehouse.duckdb"), opened(tmp_path / "fresh.duckdb")
    source = SqliteSource(tmp_path / "events.sqlite")
    following, rebuilding = (Projector(source, one, rules, Calendar()) for one in (warehouse, fresh))
    following.once()
    rebuilding.rebuild()
    following.publish()
    rebuilding.publish()
    survived = content(warehouse)
    stored = [row.position for row in source.after(0, 10_000_000)]
    assert [row[0] for row in survived["events"]] == stored
    assert len(stored) >= acknowledged.events > 0
    assert content(fresh) == survived
    for each in (source, warehouse, fresh):
        each.close()


def kill_one(zygote, dice, longest):
    """Let one projector begin, in nine of ten rounds until it follows, and kill it at any moment after that."""
    said = [zygote.stdout.readline()]
    wanted = "on\n" if dice.random() < 0.9 else said[0]
    while wanted not in said or not any(line.startswith("pid") for line in said):
        said.append(zygote.stdout.readline())
        assert said[-1] not in {"", "ended\n"}
    time.sleep(longest * dice.random())
    os.kill(next(int(line.split()[1]) for line in said if line.startswith("pid")), signal.SIGKILL)
    while zygote.stdout.readline() != "ended\n":
        pass


def end(process):
    process.stdin.close()
    process.wait()
    process.stdout.close()
