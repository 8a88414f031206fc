"""What sealing, commitments and the Merkle log cost per event: the store beside the same recorder without them, in the same run.

    python benchmarks/sealing_and_log.py [--one-per-save] [--json]

Two measures of one event per save. *Bare*: the append alone, of an event that lies ready in memory. *A person's save*: one command
through the application, as a page or the API gives it: is the request known, read the case, decide, append with the request's key.
Each case has 25 events, so the store makes a key for every 25 (all at once where 25 are saved together, as an import does).
The two stores take turns case by case. The last rows are proofs of a log of a million events on SQLite: their limit is one event
read by its position. ``--one-per-save`` measures the two alone.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeAlias
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.plain_store import plain_state, stores
from benchmarks.result import Row, show
from events.base import Stream
from events.concern import ObservationNoted
from events.envelope import Actor
from events.lists.concern import Arena, Sign
from events.lists.people import Role
from services.case_service.application import Application, Request
from services.case_service.domain import command_for
from services.case_service.store import EventStore, SQLiteFile, StoreSettings, migrate, open_store, recheck
from services.case_service.store.sqlite_log import INSERT_AT
from services.case_service.store.sqlite_schema import EVENTS_ALONE, migrate_sqlite
from tests.store.sample_events import CANARY, NOON, TEACHER, TENANT, concern_received

ROUNDS = 15
CASES_PER_ROUND = {1: 8, 25: 80}
EVENTS_PER_CASE = 25
MILLION = 1_000_000
PROOFS = 500
MOST_COST = 0.15
TARGET = 1 / (1 + MOST_COST)

Save: TypeAlias = "Callable[[EventStore], float]"
"""Saves a new case and tells how many seconds it took."""


def bare(store: EventStore, per_save: int) -> float:
    """Append a case whose events lie ready."""
    case = uuid4()
    events = [concern_received(case, version) for version in range(1, EVENTS_PER_CASE + 1)]
    started = time.perf_counter()
    for at in range(0, EVENTS_PER_CASE, per_save):
        store.append(events[at : at + per_save])
    return time.perf_counter() - started


def by_a_person(store: EventStore) -> float:
    """Carry out one command after the other on a case: a concern, and then what was observed."""
    application = Application(store, clock=lambda: NOON, new_id=uuid4, fingerprint_key=bytes(32))
    requests = _requests(uuid4())
    started = time.perf_counter()
    for request in requests:
        application.handle(request, idempotency_key=str(request.event_id))
    return time.perf_counter() - started


def _requests(case: UUID) -> list[Request]:
    first = concern_received(case, 1)
    said = f"{CANARY}: de andre løper fra henne i hvert friminutt, og hun går alene hjem. " * 3
    later = ObservationNoted(
        observer=TEACHER, signs=(Sign.CHANGED_EMOTIONS,), arena=Arena.SCHOOLYARD, facts_observed=said, interpretation=CANARY
    )
    topics = [(first.topic, first.event)] + [("case.ObservationNoted", later)] * (EVENTS_PER_CASE - 1)
    return [
        Request(
            stream=Stream.CASE,
            stream_id=case,
            command=command_for(Stream.CASE, topic)(fact=fact),
            actor=Actor(ref=TEACHER, role=Role.FORM_TEACHER),
            occurred_at=NOON - timedelta(hours=2),
            known_at=NOON - timedelta(hours=1),
            school="999888777",
            seen_version=version,
            event_id=uuid4(),
        )
        for version, (topic, fact) in enumerate(topics)
    ]


def rates(store: EventStore, plain: EventStore, cases: int, save: Save) -> tuple[float, float]:
    """Events per second into new cases, of either store, which take turns."""
    ours = limit = 0.0
    for _ in range(cases):
        limit += save(plain)
        ours += save(store)
    return cases * EVENTS_PER_CASE / ours, cases * EVENTS_PER_CASE / limit


def costs(folder: Path, *, one_per_save: bool) -> list[Row]:
    """Appending, both stores in turn."""
    rows = []
    measures: list[tuple[str, int, float | None, Save]] = [
        ("bare append, 1 per save", CASES_PER_ROUND[1], TARGET, lambda store: bare(store, 1)),
        ("a person's save, 1 per save", CASES_PER_ROUND[1], TARGET, by_a_person),
    ]
    if not one_per_save:
        measures.append(("bare append, 25 per save", CASES_PER_ROUND[25], None, lambda store: bare(store, 25)))
    with stores(folder) as opened:
        for database, (store, plain) in opened.items():
            for name, cases, target, save in measures:
                found = [rates(store, plain, cases, save) for _ in range(ROUNDS)]
                rows.append(
                    Row(
                        name=f"sealed, with commitments and Merkle log: {name}, {database}",
                        figure=statistics.median(ours for ours, _ in found),
                        unit="events/s",
                        limit_name=f"the same recorder without them, {database}",
                        limit_figure=statistics.median(limit for _, limit in found),
                        target=target,
                    )
                )
    return rows


def proofs(folder: Path) -> list[Row]:
    """A million events on SQLite: how long a proof takes."""
    settings = StoreSettings(
        tenant=TENANT,
        events=SQLiteFile(path=folder / "million.sqlite"),
        keys=SQLiteFile(path=folder / "million_keys.sqlite"),
        kek=os.urandom(32),
    )
    migrate_sqlite(SQLiteFile(path=folder / "million.sqlite"), EVENTS_ALONE)
    with closing(sqlite3.connect(folder / "million.sqlite", isolation_level=None)) as connection:
        state = plain_state(concern_received(UUID(int=1), 1))
        connection.execute("BEGIN")
        connection.executemany(
            INSERT_AT, ((at, UUID(int=at).hex, 1, "case.ConcernReceived", state) for at in range(1, MILLION + 1))
        )
        connection.execute("COMMIT")
    started = time.perf_counter()
    migrate(settings)
    filling = time.perf_counter() - started
    random = Random(1)  # noqa: S311 - which proofs are asked for is no secret
    with open_store(settings) as store:
        places = [random.randrange(1, MILLION + 1) for _ in range(PROOFS)]
        one_event = _each(lambda at: store.stored_after(at - 1, 1), places)
        figures = {
            "inclusion proof in a million events": (_each(lambda at: store.inclusion(at, MILLION), places), 5.0),
            "consistency proof to a million events": (_each(lambda at: store.consistency(at, MILLION), places), 5.0),
            "root of a million events": (_each(lambda _: store.root(MILLION), places), 5.0),
        }
        started = time.perf_counter()
        found = recheck(store)
        checking = time.perf_counter() - started
    if found.faults:
        raise AssertionError(found)
    return [
        *(
            Row(
                name=f"{name}, SQLite: median",
                figure=figure,
                unit="ms",
                limit_name="one event read by position",
                limit_figure=one_event,
                target=target,
                lower_is_better=True,
            )
            for name, (figure, target) in figures.items()
        ),
        Row(
            name="leaves for a million events that had none, SQLite",
            figure=MILLION / filling,
            unit="events/s",
            limit_name="events read by position",
            limit_figure=1000 / one_event,
            target=None,
        ),
        Row(
            name="whole log of a million events made again and compared, SQLite",
            figure=MILLION / checking,
            unit="events/s",
            limit_name="events read by position",
            limit_figure=1000 / one_event,
            target=None,
        ),
    ]


def _each(ask: Callable[[int], object], places: Sequence[int]) -> float:
    """The median of single askings, in milliseconds."""
    took = []
    for at in places:
        started = time.perf_counter()
        ask(at)
        took.append(time.perf_counter() - started)
    return statistics.median(took) * 1000


def run(*, one_per_save: bool = False) -> list[Row]:
    """All rows, or those of one event per save alone."""
    with TemporaryDirectory(prefix="varde-sealing-") as folder:
        rows = costs(Path(folder), one_per_save=one_per_save)
        return rows if one_per_save else [*rows, *proofs(Path(folder))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--one-per-save", action="store_true", help="measure one event per save alone")
    given = parser.parse_args()
    show(run(one_per_save=given.one_per_save), as_json=given.json)
