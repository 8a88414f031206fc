"""Freshness: from an event's commit until a reader of the warehouse process sees it in an answer.

On PostgreSQL the warehouse process listens for what the store tells of and looks once a second anyway; on SQLite it looks at the
file's change counter fifty times a second. The named alternative, in the same run, is looking once a second alone. Everything is
real but the wheel that PostgreSQL comes from: the project's own command follows the log, and a reader asks over the socket.

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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from invented_log import TENANT, Writer
from result import Row, show

sys.path.insert(0, str(Path(__file__).parent.parent))

from services.case_service.store import EventStore
from services.reporting.questions import Scope
from services.reporting.serving.client import RemoteQueries
from tests.store.postgres_server import new_database, running_postgres
from varde.composition import event_store, prepare
from varde.settings import read_settings

TARGET = 1.5
"""Seconds, for the 99th percentile."""

LONGEST = 60.0
"""Seconds after which what was committed has not become visible."""

OWNER = Scope(tenant=TENANT, exact=True)

TOLD = ("-m", "varde", "project", "--follow")
LOOKING = (
    "-c",
    """
import sys
from services.reporting.source import PostgresSource, SqliteSource
for source in (PostgresSource, SqliteSource):
    source.wait = lambda self, stop, timeout: stop.wait(timeout)
sys.argv = ["varde", "project", "--follow"]
from varde.cli import main
main()
""",
)
"""The same command, but that it does nothing between two looks except wait."""


@contextmanager
def warehouse(environment: Mapping[str, str], command: Sequence[str]) -> Iterator[RemoteQueries]:
    settings = read_settings(environment)
    with subprocess.Popen([sys.executable, *command], env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            with closing(RemoteQueries(settings.warehouse_socket, patience=120)) as remote:
                remote.log_position(OWNER)
                yield remote
        finally:
            process.terminate()


def measured(store: EventStore, remotes: Sequence[RemoteQueries], commits: int) -> list[float]:
    """Seconds from each of so many commits until its position is in the answers of all warehouses."""
    writer, found = Writer(1), []
    store.append(writer.schools())
    for number in range(commits):
        case = writer.case()
        store.append(case + writer.beside(case))
        committed, last, behind = time.perf_counter(), store.last_position(), list(remotes)
        while behind := [remote for remote in behind if remote.log_position(OWNER).item(0, "position") < last]:
            if time.perf_counter() - committed > LONGEST:
                raise TimeoutError("what was committed does not become visible")
            time.sleep(0.005)
        found.append(time.perf_counter() - committed)
        time.sleep(0.05 + 0.9 * (number * 0.618 % 1))  # commits fall anywhere between two looks
    return found


def hosts(folder: Path, databases: Mapping[str, str], count: int) -> list[dict[str, str]]:
    """The environments of so many hosts of one new municipality."""
    folder.mkdir()
    given = {"VARDE_TENANT": TENANT, **databases}
    for key in ("KEK", "SECRET_KEY", "PSEUDONYM_KEY"):
        (folder / key).write_text(secrets.token_hex(32), encoding="ascii")
        given[f"VARDE_{key}_FILE"] = str(folder / key)
    return [{**os.environ, **given, "VARDE_DATA": str(folder / str(number))} for number in range(count)]


def run(folder: Path, dsn: str | None, count: int, command: Sequence[str], commits: int) -> list[float]:
    """What :func:`measured` finds over a new log, in the server ``dsn`` or else in a file, with so many warehouses."""
    databases = {} if dsn is None else {"VARDE_DATABASE": new_database(dsn), "VARDE_KEY_DATABASE": new_database(dsn)}
    environments = hosts(folder, databases, count)
    settings = read_settings(environments[0])
    prepare(settings)
    with ExitStack() as stack:
        store = stack.enter_context(event_store(settings))
        remotes = [stack.enter_context(warehouse(environment, command)) for environment in environments]
        return measured(store, remotes, commits)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--commits", type=int, default=100)
    options = parser.parse_args()
    rows = []
    with running_postgres() as dsn, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for place, address in (("SQLite", None), ("PostgreSQL", dsn)):
            looking = run(folder / f"{place} looking", address, 1, LOOKING, options.commits)
            for count in (1,) if address is None else (1, 2):
                told = run(folder / f"{place} {count}", address, count, TOLD, options.commits)
                where = place if count == 1 else f"{place}, the slower of {count} replicas"
                rows += [row(where, percentile, told, looking) for percentile in (50, 99)]
    show(rows, as_json=options.json)


def row(where: str, percentile: int, told: Sequence[float], looking: Sequence[float]) -> Row:
    figure, limit = (statistics.quantiles(times, n=100, method="inclusive")[percentile - 1] for times in (told, looking))
    return Row(
        name=f"commit to visible over the socket, {where}: p{percentile}",
        figure=figure,
        unit="s",
        limit_name="looking once a second alone",
        limit_figure=limit,
        target=TARGET if percentile == 99 else None,
        lower_is_better=True,
    )


if __name__ == "__main__":
    main()
