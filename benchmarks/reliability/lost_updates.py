"""Eight writers change the same four cases, each on the version that it has just seen: what is lost, and who is told.

python -m benchmarks.reliability.lost_updates sqlite|postgres [--writers 8] [--attempts 10000]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.case_service.store import PostgresDatabase, SQLiteFile, StoreSettings, migrate
from tests.store.contending import Contended, contend
from tests.store.postgres_server import new_database, running_postgres


def contended_on(database: str, writers: int, attempts: int) -> Contended:
    """What came of it on a new store."""
    with ExitStack() as stack:
        if database == "sqlite":
            home = Path(stack.enter_context(TemporaryDirectory()))
            events, keys = SQLiteFile(path=home / "events.sqlite"), SQLiteFile(path=home / "keys.sqlite")
            settings = StoreSettings(tenant="steindal", events=events, keys=keys, kek=os.urandom(32))
        else:
            dsn = stack.enter_context(running_postgres())
            places = [PostgresDatabase(dsn=new_database(dsn)) for _ in range(2)]
            settings = StoreSettings(tenant="steindal", events=places[0], keys=places[1], kek=os.urandom(32))
        migrate(settings)
        return contend(settings, writers, attempts)


def main() -> None:
    """Print the outcome as JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("database", choices=("sqlite", "postgres"))
    asked.add_argument("--writers", type=int, default=8)
    asked.add_argument("--attempts", type=int, default=10_000)
    said = asked.parse_args()
    started = time.monotonic()
    found = asdict(contended_on(said.database, said.writers, said.attempts))
    print(json.dumps({"database": said.database, **found, "seconds": round(time.monotonic() - started, 1)}), flush=True)


if __name__ == "__main__":
    main()
