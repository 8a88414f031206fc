"""How long a store of many events takes to answer again after its writer was killed (SIGKILL).

    python -m benchmarks.reliability.recovery sqlite|postgres [--events 1000000] [--rounds 100] [--folder FOLDER]

From the new process's start to its first answer: it opens the store, which compares tables and triggers with what the migration
makes and recovers the write-ahead log, and carries out the request that got no answer. The process is forked, so that the time
which Python takes to load modules is not in it. With ``--folder`` the store is made there, or taken as it stands (SQLite).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.reliability.day import PER_SAVE, settings_in
from benchmarks.reliability.kills import LONGEST_LIFE, one_life
from services.case_service.store import PostgresDatabase, StoreSettings, migrate, open_store
from tests.store.postgres_server import new_database, running_postgres
from tests.store.sample_events import concern_received

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the new writers took, and whether anything that was acknowledged is missing."""

    database: str
    events: int
    rounds: int
    lost: int
    back_ms_median: float
    back_ms_p99: float
    back_ms_worst: float


def fill(settings: StoreSettings, events: int) -> None:
    """Bring a store to so many events."""
    migrate(settings)
    with open_store(settings) as store:
        while (last := store.last_position()) < events:
            case = uuid4()
            some = range(1, min(BATCH, events - last) + 1)
            store.append([concern_received(case, version, tenant=settings.tenant) for version in some])


def recover(database: str, settings: StoreSettings, events: int, rounds: int) -> Outcome:
    """Kill writer after writer."""
    chance = Random(1)  # noqa: S311 - when to kill is no secret
    following, back = 0, []
    for _ in range(rounds):
        answers, seconds = one_life(settings, following, chance.uniform(0, LONGEST_LIFE))
        back.append(seconds * 1000)
        following += len(answers)
    with open_store(settings) as store:
        lost = max(0, events + PER_SAVE * following - store.last_position())
    return Outcome(
        database=database,
        events=events,
        rounds=rounds,
        lost=lost,
        back_ms_median=round(statistics.median(back), 1),
        back_ms_p99=round(sorted(back)[int(len(back) * 0.99)], 1),
        back_ms_worst=round(max(back), 1),
    )


def main() -> None:
    """Print the outcome as JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("database", choices=("sqlite", "postgres"))
    asked.add_argument("--events", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=100)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--fill", action="store_true", help="make the store alone")
    said = asked.parse_args()
    with ExitStack() as stack:
        folder = said.folder or Path(stack.enter_context(TemporaryDirectory()))
        settings = settings_in(folder)
        if said.database == "postgres":
            dsn = stack.enter_context(running_postgres())
            events, keys = (PostgresDatabase(dsn=new_database(dsn), pool_size=2) for _ in range(2))
            settings = StoreSettings(tenant=settings.tenant, events=events, keys=keys, kek=os.urandom(32))
        fill(settings, said.events)
        if not said.fill:
            with open_store(settings) as store:
                stand = store.last_position()
            print(json.dumps(asdict(recover(said.database, settings, stand, said.rounds))), flush=True)


if __name__ == "__main__":
    main()
