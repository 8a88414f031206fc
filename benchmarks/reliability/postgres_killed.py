"""PostgreSQL's server goes down without a word under a writer, again and again; the writer repeats what got no answer.

    python -m benchmarks.reliability.postgres_killed ROUNDS

The server is stopped as `pg_ctl stop -m immediate` does: its processes end at once, nothing is tidied up, and it recovers from its
write-ahead log when it is started again.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.reliability.day import PER_SAVE, save
from benchmarks.reliability.judge import missing
from services.case_service.store import (
    EventStore,
    PostgresDatabase,
    SQLiteFile,
    StoreSettings,
    StoreUnavailableError,
    migrate,
    open_store,
)
from services.case_service.store.leaves import content_of
from services.integrity.leaf import leaf_at
from services.integrity.merkle import Frontier
from tests.store.postgres_server import new_database, own_postgres
from tests.store.sample_events import TENANT

LONGEST_LIFE: Final = 0.3
PATIENCE: Final = 60.0


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What stands after all rounds."""

    rounds: int
    acknowledged: int
    lost: int
    torn: int
    wrong_leaves: int
    doubled: int


class Writer(threading.Thread):
    """Carries out one request after the other until it is told to end; what gets no answer is repeated."""

    def __init__(self, store: EventStore) -> None:
        super().__init__(daemon=True)
        self.store = store
        self.answered = 0
        self.ends = threading.Event()

    def run(self) -> None:
        """Write."""
        while not self.ends.is_set():
            try:
                save(self.store, self.answered)
            except StoreUnavailableError:
                time.sleep(0.01)
            else:
                self.answered += 1


def kill_servers(rounds: int, keys: Path, seed: int = 1) -> Outcome:
    """Stop the server ``rounds`` times under one writer."""
    chance = Random(seed)  # noqa: S311 - when to stop it is no secret
    with own_postgres() as server:
        events = PostgresDatabase(dsn=new_database(server.dsn), pool_size=3, timeout=2.0)
        settings = StoreSettings(tenant=TENANT, events=events, keys=SQLiteFile(path=keys), kek=b"k" * 32)
        migrate(settings)
        with open_store(settings) as store:
            writer = Writer(store)
            writer.start()
            for _ in range(rounds):
                wait_for_an_answer(writer)
                time.sleep(chance.uniform(0, LONGEST_LIFE))
                server.stop_at_once()
                server.start()
            wait_for_an_answer(writer)
            writer.ends.set()
            writer.join(PATIENCE)
            return verdict(store, rounds, writer.answered)


def wait_for_an_answer(writer: Writer) -> None:
    """Until the writer writes again. Raises TimeoutError."""
    before, until = writer.answered, time.monotonic() + PATIENCE
    while writer.answered == before:
        if time.monotonic() > until:
            raise TimeoutError("The writer did not go on after the server was started again.")
        time.sleep(0.005)


def verdict(store: EventStore, rounds: int, answered: int) -> Outcome:
    """What stands of ``answered`` requests."""
    log = store._log  # noqa: SLF001 - the bytes are read as they lie there, past the store
    stored = log.select_notifications(1, 10_000_000, inclusive_of_start=True)
    leaves = dict(log.leaves_after(0, 10_000_000))
    frontier, wrong = Frontier(), 0
    for one in stored:
        wrong += frontier.add(leaf_at(one.id, content_of(TENANT, one))) != leaves.get(one.id)
    return Outcome(
        rounds=rounds,
        acknowledged=answered * PER_SAVE,
        lost=sum(missing(store, number, silent=False) for number in range(answered)),
        torn=len({one.id for one in stored} ^ set(leaves)) + len(stored) % PER_SAVE,
        wrong_leaves=wrong,
        doubled=max(0, len(stored) - answered * PER_SAVE),
    )


def main() -> None:
    """Print the outcome as JSON."""
    with TemporaryDirectory() as home:
        print(json.dumps(asdict(kill_servers(int(sys.argv[1]), Path(home) / "keys.db"))), flush=True)


if __name__ == "__main__":
    main()
