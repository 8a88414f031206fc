"""PostgreSQL under several processes, full size: events lost to a reader, and starts that fail, and events lost to kills.

    python benchmarks/many_writers.py [--json] [--events 100000] [--rounds 20] [--kills 100]

Four writers append in batches of 1, 5 and 50 while one reader follows the log. Then four workers start together, again
and again, each on its own fresh database and on one that exists; a worker migrates, opens the store and appends. Last, a
writer is killed again and again. Eight writers on the same cases (F7): benchmarks/reliability/lost_updates.py.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from uuid import uuid4

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from services.case_service.store import PostgresDatabase, StoreSettings, migrate
from tests.store.killing import kill_writers
from tests.store.postgres_server import new_database, running_postgres
from tests.store.processes import arguments_of, run_together
from tests.store.tailing import Tailed, tail_while_writing

WORKERS = 4


def new_settings(dsn: str) -> StoreSettings:
    events, keys = PostgresDatabase(dsn=new_database(dsn)), PostgresDatabase(dsn=new_database(dsn))
    return StoreSettings(tenant=f"t{uuid4().hex[:12]}", events=events, keys=keys, kek=os.urandom(32))


def failed_starts(dsn: str, rounds: int, *, fresh: bool) -> int:
    settings = new_settings(dsn)
    failures = 0
    for _ in range(rounds):
        failures += len(run_together([["tests.store.worker_process", *arguments_of(settings)]] * WORKERS))
        settings = new_settings(dsn) if fresh else settings
    return failures


def tail(dsn: str, events: int) -> Tailed:
    settings = new_settings(dsn)
    migrate(settings)
    return tail_while_writing(settings, events)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--kills", type=int, default=100)
    given = parser.parse_args()
    with running_postgres() as dsn:
        tailed = tail(dsn, given.events)
        found = {
            "events_stored": tailed.stored,
            "events_lost_to_the_reader": tailed.lost,
            "events_doubled": tailed.doubled,
            "events_out_of_order": tailed.out_of_order,
            "writers_failed": len(tailed.failures),
            "seconds": round(tailed.seconds, 1),
            "starts_on_fresh_databases": given.rounds * WORKERS,
            "failed_starts_on_fresh_databases": failed_starts(dsn, given.rounds, fresh=True),
            "starts_on_an_existing_database": given.rounds * WORKERS,
            "failed_starts_on_an_existing_database": failed_starts(dsn, given.rounds, fresh=False),
        }
        settings = new_settings(dsn)
        migrate(settings)
        survived = kill_writers(settings, given.kills)
        found |= {
            "kills": given.kills,
            "events_acknowledged_before_a_kill": survived.acknowledged,
            "events_lost_to_kills": survived.lost,
            "saves_torn_by_kills": survived.torn,
        }
    print(
        msgspec.json.encode(found).decode() if given.json else "\n".join(f"{name:<40} {figure}" for name, figure in found.items())
    )


if __name__ == "__main__":
    main()
