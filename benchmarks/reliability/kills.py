"""A writer is killed (SIGKILL) again and again, somewhere in its work; the next one repeats the request that got no answer.

python -m benchmarks.reliability.kills ROUNDS [--seed N]
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.reliability.day import PER_SAVE, save, settings_in
from benchmarks.reliability.judge import leaves_of, missing, sound
from services.case_service.store import StoreSettings, migrate, open_store

LONGEST_LIFE = 0.06
"""Seconds from a writer's first answer to its death, at most."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What stands after all rounds. ``repeated`` are requests that had been carried out although nobody was told.

    ``back_ms`` is the time from a new writer's start to its first answer: the median and the 99th percentile.
    """

    rounds: int
    acknowledged: int
    repeated: int
    lost: int
    torn: int
    wrong_leaves: int
    doubled: int
    corrupt: int
    back_ms_median: float
    back_ms_p99: float


def kill_writers(rounds: int, folder: Path, seed: int = 1) -> Outcome:
    """Kill ``rounds`` writers, one after the other, on the same store."""
    chance = Random(seed)  # noqa: S311 - when to kill is no secret
    migrate(settings_in(folder))
    following, repeated, back = 0, 0, []
    for _ in range(rounds):
        answers, seconds = one_life(settings_in(folder), following, chance.uniform(0, LONGEST_LIFE))
        back.append(seconds * 1000)
        repeated += sum(answer.endswith("again") for answer in answers)
        following += len(answers)
    with open_store(settings_in(folder)) as store:
        save(store, following)
        lost = sum(missing(store, number, silent=False) for number in range(following))
        doubled = store.last_position() - PER_SAVE * (following + 1)
    torn, wrong = leaves_of(folder / "events.db")
    return Outcome(
        rounds=rounds,
        acknowledged=PER_SAVE * following,
        repeated=repeated,
        lost=lost,
        torn=torn,
        wrong_leaves=wrong,
        doubled=abs(doubled),
        corrupt=sum(not sound(folder / name) for name in ("events.db", "keys.db")),
        back_ms_median=round(statistics.median(back), 1),
        back_ms_p99=round(sorted(back)[int(len(back) * 0.99)], 1),
    )


def one_life(
    settings: StoreSettings, following: int, after: float, before_its_end: Callable[[], None] = lambda: None
) -> tuple[list[str], float]:
    """Start a writer at request ``following`` and kill it ``after`` seconds from its first answer. Gives its whole answers."""
    reads, writes = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reads)
        try:
            write_on(settings, following, writes)
        finally:
            os._exit(1)
    os.close(writes)
    with os.fdopen(reads) as answers:
        first = answers.readline()
        back = time.monotonic() - began
        time.sleep(after)
        before_its_end()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [line.strip() for line in [first, *answers.readlines()] if line.endswith("\n")], back


def write_on(settings: StoreSettings, following: int, writes: int) -> NoReturn:
    """Carry out one request after the other until somebody puts an end to it."""
    with open_store(settings) as store:
        while True:
            before = store.last_position()
            save(store, following)
            again = store.last_position() == before
            os.write(writes, f"{following}{' again' if again else ''}\n".encode())
            following += 1
    raise AssertionError


def main() -> None:
    """Print the outcome as JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("rounds", type=int)
    asked.add_argument("--seed", type=int, default=1)
    said = asked.parse_args()
    with TemporaryDirectory() as home:
        print(json.dumps(asdict(kill_writers(said.rounds, Path(home), said.seed))), flush=True)


if __name__ == "__main__":
    main()
