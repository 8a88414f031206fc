"""How long every question of the dashboards takes, as of now and of two past moments, while the projector writes.

A school owner asks over all schools and a principal over one. Each figure is the 95th percentile; beside it stands the same
question, asked in the same run, the whole way: for the present with nobody writing, for a past moment with everything made again
from all events (the median of a few). ``first`` is a moment that nobody has asked for yet.

    python benchmarks/dashboards.py [--events N] [--json] [--in FOLDER]

``FOLDER`` holds the warehouse and is used again.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import msgspec
import polars as pl
from result import Row, show
from standing import Going, following, stood

from services.reporting import answering, judging
from services.reporting.answering import LocalQueries
from services.reporting.questions import AnyQuestion, Question, Scope
from services.reporting.schema import FACTS
from services.reporting.warehouse import Warehouse
from varde.simulate.simulating import ONE_TENANT

EVENTS = 100_000
ROUNDS = 20
WHOLE_ROUNDS = 2
WRITES_EVERY = 0.5
P95_MILLISECONDS = 100
SINGLE = ("case_duties", "case_obligations", "case_timeline")


class Asked(msgspec.Struct, frozen=True):
    """A question in a benchmark."""

    name: str
    scope: Scope
    question: Any


def questions(warehouse: Warehouse, going: Going) -> tuple[list[Asked], datetime]:
    """Every question with plain arguments, for an owner and for a principal; and the log's present."""
    with warehouse.cursor() as cursor:
        now = cursor.sql("SELECT max(recorded_at) FROM events").fetchall()[0][0].replace(tzinfo=UTC)
    case_id, _, school = going.cases[len(going.cases) // 2]
    owner, principal = Scope(tenant=ONE_TENANT, exact=True), Scope(tenant=ONE_TENANT, exact=True, schools=(school,))
    year = now.year if now.month >= 8 else now.year - 1
    plain: dict[str, object] = {
        "case_id": case_id,
        "until": now.date() + timedelta(days=14),
        "first_until": now.date() + timedelta(days=7),
        "period_from": date(year - 1, 8, 1),
        "period_to": date(year, 7, 31),
    }
    found = []
    for kind in get_args(AnyQuestion):
        name = kind.__struct_config__.tag
        given = {field: plain[field] for field in kind.__struct_fields__ if field in plain}
        question = kind(**given)
        found += [Asked(f"{name}, {who}", scope, question) for who, scope in (("owner", owner), ("principal", principal))]
    return found, now


def p95(took: list[float]) -> float:
    return sorted(took)[max(0, round(len(took) * 0.95) - 1)] * 1000


def timed(ask: Callable[[], pl.DataFrame]) -> float:
    started = time.perf_counter()
    ask()
    return time.perf_counter() - started


@contextmanager
def writing(warehouse: Warehouse, going: Going) -> Iterator[None]:
    """New cases come in all the while."""
    stop = threading.Event()
    with following(warehouse) as log:

        def write() -> None:
            while not stop.wait(WRITES_EVERY):
                log.add(going.new_case())

        writer = threading.Thread(target=write)
        writer.start()
        try:
            yield
        finally:
            stop.set()
            writer.join()


@contextmanager
def the_whole_way() -> Iterator[None]:
    """While the block runs, a past moment is made again from all events, as it was before the short way."""
    short, text = answering.standing, answering.judging.known_then
    then = "('events', $moment, coalesce($recorded_by, TIMESTAMP 'infinity'))"
    answering.standing = lambda fact: f"{fact.name}_of{then}"  # type: ignore[assignment]
    judging.known_then = lambda: "judged_at($moment, $recorded_by)"
    brought, answering._brought = answering._brought, lambda *_: []  # noqa: SLF001
    try:
        yield
    finally:
        answering.standing, judging.known_then, answering._brought = short, text, brought  # noqa: SLF001


def as_of(question: Question, **moment: datetime) -> Any:
    return msgspec.structs.replace(question, **moment)


def is_bitemporal(asked: Asked) -> bool:
    """Whether a past moment changes the question's answer at all."""
    name = asked.question.__struct_config__.tag
    try:
        text = answering._text("overview" if name.startswith("municipality") else name)  # noqa: SLF001
    except FileNotFoundError:  # not answered in SQL
        return False
    return any(f"{{{fact.name}}}" in text for fact in FACTS) or "{judged}" in text


def run(events: int, folder: Path, rounds: int = ROUNDS) -> list[Row]:
    rows: list[Row] = []
    with Warehouse.open(stood(folder, events), tenant=ONE_TENANT) as warehouse:
        going = Going(warehouse)
        asked, now = questions(warehouse, going)
        queries = LocalQueries(warehouse, lambda: now)
        answered = [one for one in asked if answers(queries, one)]
        idle = {
            one.name: statistics.median(timed(lambda one=one: queries.ask(one.scope, one.question)) for _ in range(3))
            for one in answered
        }
        a_year_ago = now - timedelta(days=365)
        whole: dict[tuple[str, str], float] = {}
        pasts = {"as_of": {"as_of": a_year_ago}, "recorded_by": {"recorded_by": a_year_ago}}
        past = [one for one in answered if is_bitemporal(one) and one.name.endswith("owner")]
        with the_whole_way():
            for one in past:
                for axis, moment in pasts.items():
                    question = as_of(one.question, **moment)
                    whole[one.name, axis] = statistics.median(
                        timed(lambda one=one, question=question: queries.ask(one.scope, question)) for _ in range(WHOLE_ROUNDS)
                    )
        with writing(warehouse, going):
            for one in answered:
                took = [timed(lambda one=one: queries.ask(one.scope, one.question)) for _ in range(rounds)]
                rows.append(row(f"{one.name}, now", p95(took), "with nobody writing, median", idle[one.name] * 1000))
            for one in past:
                for axis, moment in pasts.items():
                    first, again = [], []
                    for back in range(rounds):
                        asked_now = as_of(one.question, **{axis: moment[axis] - timedelta(days=back // 4)})
                        (first if back % 4 == 0 else again).append(
                            timed(lambda one=one, asked_now=asked_now: queries.ask(one.scope, asked_now))
                        )
                    limit = whole[one.name, axis] * 1000
                    rows.append(row(f"{one.name}, {axis}", p95(again), "made again from all events", limit))
                    rows.append(row(f"{one.name}, {axis}, first", p95(first), "made again from all events", limit, target=None))
    return rows


def answers(queries: LocalQueries, one: Asked) -> bool:
    """Whether the question can be asked with plain arguments."""
    try:
        queries.ask(one.scope, one.question)
    except Exception as error:  # noqa: BLE001  (said, and left out)
        print(f"left out: {one.name}: {type(error).__name__}: {error}")
        return False
    return True


def row(name: str, figure: float, limit_name: str, limit: float, target: float | None = P95_MILLISECONDS) -> Row:
    return Row(name=name, figure=figure, unit="ms", limit_name=limit_name, limit_figure=limit, target=target, lower_is_better=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--in", dest="folder", type=Path, help="keep the warehouse here, and use it again")
    given = parser.parse_args()
    if given.folder is None:
        with tempfile.TemporaryDirectory(prefix="varde-dashboards-") as name:
            show(run(given.events, Path(name), given.rounds), as_json=given.json)
    else:
        show(run(given.events, given.folder, given.rounds), as_json=given.json)
