"""How long a store of many events takes to answer again after its writer was killed (SIGKILL), and on PostgreSQL its server too.

    python -m benchmarks.reliability.recovery sqlite|postgres [--events 1000000] [--rounds 100] [--life 0.06] [--folder FOLDER]

From the new process's start to its first answer: it opens the store, which compares tables and triggers with what the migration
makes and recovers the write-ahead log, and carries out the request that got no answer. The process is forked, so that the time
which Python takes to load modules is not in it. On PostgreSQL the server is stopped at once under the writer, as by a crash, and
the time is counted from the server's start: it recovers from its log before it lets anybody in. A writer lives up to ``--life``
seconds, chance says how long; what it wrote meanwhile is what there is to recover. With ``--folder`` the store is made there, or
taken as it stands.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.reliability.day import PER_SAVE, SAVES_PER_CASE, settings_in
from benchmarks.reliability.kills import LONGEST_LIFE, one_life
from services.case_service.store import PostgresDatabase, StoreSettings, migrate, open_store
from tests.store.postgres_server import OwnPostgres, database, own_postgres
from tests.store.sample_events import TENANT, concern_received

BATCH = 2_000


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the new writers took, and whether anything that was acknowledged is missing.

    ``server``: until PostgreSQL let somebody in, which is in the others.
    """

    database: str
    events: int
    rounds: int
    life: float
    lost: int
    back_ms_median: float
    back_ms_p99: float
    back_ms_worst: float
    server_ms_median: float | None = None
    server_ms_worst: float | None = None


def fill(settings: StoreSettings, events: int) -> None:
    """Bring a store to so many events."""
    migrate(settings)
    with open_store(settings) as store:
        while (last := store.last_position()) < events:
            case = uuid4()
            some = range(1, min(BATCH, events - last) + 1)
            store.append([concern_received(case, version, tenant=settings.tenant) for version in some])


def recover(settings: StoreSettings, rounds: int, life: float = LONGEST_LIFE, server: OwnPostgres | None = None) -> Outcome:
    """Kill writer after writer, and under each of them the server where there is one."""
    chance = Random(1)  # noqa: S311 - when to kill is no secret
    with open_store(settings) as store:
        events = store.last_position()
    first = following = -(-events // SAVES_PER_CASE) * SAVES_PER_CASE  # requests that a kept folder has not seen
    back, up = list[float](), list[float]()
    if server is not None:
        server.stop_at_once()
    for _ in range(rounds):
        began = time.monotonic()
        if server is not None:
            server.start_and_wait()
        up.append((time.monotonic() - began) * 1000)
        answers, seconds = one_life(
            settings, following, chance.uniform(0, life), *(() if server is None else (server.stop_at_once,))
        )
        back.append(up[-1] + seconds * 1000)
        following += len(answers)
    if server is not None:
        server.start()
    with open_store(settings) as store:
        lost = max(0, events + PER_SAVE * (following - first) - store.last_position())
    return Outcome(
        database="sqlite" if server is None else "postgres",
        events=events,
        rounds=rounds,
        life=life,
        lost=lost,
        back_ms_median=round(statistics.median(back), 1),
        back_ms_p99=round(sorted(back)[int(len(back) * 0.99)], 1),
        back_ms_worst=round(max(back), 1),
        server_ms_median=None if server is None else round(statistics.median(up), 1),
        server_ms_worst=None if server is None else round(max(up), 1),
    )


@contextmanager
def _store(kind: str, folder: Path) -> Iterator[tuple[StoreSettings, OwnPostgres | None]]:
    if kind == "sqlite":
        yield settings_in(folder), None
        return
    with own_postgres(folder / "postgres") as server:
        events, keys = (PostgresDatabase(dsn=database(server.dsn, name), pool_size=2) for name in ("events", "keys"))
        yield StoreSettings(tenant=TENANT, events=events, keys=keys, kek=b"k" * 32), server


def main() -> None:
    """Print the outcome as JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("database", choices=("sqlite", "postgres"))
    asked.add_argument("--events", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=100)
    asked.add_argument("--life", type=float, default=LONGEST_LIFE)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--fill", action="store_true", help="make the store alone")
    said = asked.parse_args()
    with TemporaryDirectory() as home, _store(said.database, said.folder or Path(home)) as (settings, server):
        fill(settings, said.events)
        if not said.fill:
            print(json.dumps(asdict(recover(settings, said.rounds, said.life, server))), flush=True)


if __name__ == "__main__":
    main()
