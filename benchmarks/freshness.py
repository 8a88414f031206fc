"""Freshness: from an event's commit until a reader of the warehouse process sees it in an answer.

The log is in PostgreSQL; the warehouse process listens for what the store tells of and looks once a second anyway. The named
alternative, in the same run, is looking once a second alone. Everything is real but the wheel that PostgreSQL comes from: the
project's own command follows the log, and a reader asks over the socket.

    python benchmarks/freshness.py [--json] [--commits N]
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from invented_log import TENANT, Writer
from result import Row, show

sys.path.insert(0, str(Path(__file__).parent.parent))

from services.reporting.client import RemoteQueries
from services.reporting.questions import Scope
from tests.store.postgres_server import new_database, running_postgres
from varde.composition import event_store, prepare
from varde.settings import read_settings

TARGET = 1.5
"""Seconds, for the 99th percentile."""

DEAF = """
import sys
from services.reporting.source import PostgresSource
PostgresSource.wait = lambda self, stop, timeout: stop.wait(timeout)
sys.argv = ["varde", "project", "--follow"]
from varde.cli import main
main()
"""


@contextmanager
def warehouse(environment: dict[str, str], *command: str) -> Iterator[RemoteQueries]:
    settings = read_settings(environment)
    with subprocess.Popen([sys.executable, *command], env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            with closing(RemoteQueries(settings.warehouse_socket, patience=120)) as remote:
                remote.log_position(Scope(tenant=TENANT, exact=True))
                yield remote
        finally:
            process.terminate()


def measured(environment: dict[str, str], commits: int, seed: int, *command: str) -> list[float]:
    """Seconds from each of so many commits until its position is in the answer."""
    writer, found, owner = Writer(seed), [], Scope(tenant=TENANT, exact=True)
    with event_store(read_settings(environment)) as store, warehouse(environment, *command) as remote:
        store.append(writer.schools())
        for number in range(commits):
            case = writer.case()
            store.append(case + writer.beside(case))
            committed, last = time.perf_counter(), store.last_position()
            while remote.log_position(owner).item(0, "position") < last:
                if time.perf_counter() - committed > 60:
                    raise TimeoutError("what was committed does not become visible")
                time.sleep(0.005)
            found.append(time.perf_counter() - committed)
            time.sleep(0.05 + 0.9 * (number * 0.618 % 1))  # commits fall anywhere between two looks
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--commits", type=int, default=100)
    options = parser.parse_args()
    times: dict[str, list[float]] = {}
    with running_postgres() as dsn, tempfile.TemporaryDirectory() as folder:
        for number, (name, command) in enumerate((("told", ("-m", "varde", "project", "--follow")), ("looked", ("-c", DEAF)))):
            home = Path(folder) / name
            environment = os.environ | {"VARDE_DATA": str(home), "VARDE_TENANT": TENANT}
            environment |= {"VARDE_DATABASE": new_database(dsn), "VARDE_KEY_DATABASE": new_database(dsn)}
            home.mkdir()
            for key in ("KEK", "SECRET_KEY", "PSEUDONYM_KEY"):
                (home / key).write_text(secrets.token_hex(32), encoding="ascii")
                environment[f"VARDE_{key}_FILE"] = str(home / key)
            prepare(read_settings(environment))
            times[name] = measured(environment, options.commits, number + 1, *command)
    rows = []
    for percentile in (50, 99):
        told, looked = (statistics.quantiles(times[name], n=100, method="inclusive")[percentile - 1] for name in ("told", "looked"))
        rows.append(
            Row(
                name=f"commit to visible over the socket, PostgreSQL, {options.commits} cases: p{percentile}",
                figure=told,
                unit="s",
                limit_name="looking once a second alone",
                limit_figure=looked,
                target=TARGET if percentile == 99 else None,
                lower_is_better=True,
            )
        )
    show(rows, as_json=options.json)


if __name__ == "__main__":
    main()
