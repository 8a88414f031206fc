"""What sealing, commitments and the Merkle log cost per event: the store beside the same recorder without them, in the same run.

    python benchmarks/sealing_and_log.py [--one-per-save | --requests] [--json]

Three measures of one event per save. *Bare*: the append alone, of an event that lies ready in memory. *A person's save*: one
command through the application, as a page or the API gives it: is the request known, read the case, decide, append with the
request's key. *A request*: the same through the whole server, as a program asks for it.
Each case has 25 events, so the store makes a key for every 25 (all at once where 25 are saved together, as an import does).
Those that are compared take turns case by case: the store, the same recorder without keys, commitments and leaves, and the event
library's own store as its documentation shows it. The last rows are proofs of a log of a million events on SQLite: their limit is
one event read by its position. ``--one-per-save`` measures the first two alone, ``--requests`` the third.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import library_store
from benchmarks.library_store import Cases
from benchmarks.plain_store import plain_state, stores
from benchmarks.result import Row, show
from benchmarks.whole_request import REQUESTS_PER_CASE, case_through_api, programs
from events.base import Stream
from events.concern import ObservationNoted
from events.envelope import Actor, Recorded
from events.lists.concern import Arena, Sign
from events.lists.people import Role
from services.case_service.application import Application, Request
from services.case_service.domain import command_for
from services.case_service.store import EventStore, SQLiteFile, StoreSettings, migrate, open_store, recheck
from services.case_service.store.sqlite_log import INSERT_AT
from services.case_service.store.sqlite_schema import EVENTS_ALONE, migrate_sqlite
from tests.store.postgres_server import new_database, running_postgres
from tests.store.sample_events import CANARY, NOON, TEACHER, TENANT, concern_received, recorded

ROUNDS = 15
CASES_PER_ROUND = {1: 9, 25: 80}
EVENTS_PER_CASE = 25
CASES_OF_REQUESTS = 2
MILLION = 1_000_000
PROOFS = 500
MOST_COST = 0.15
TARGET = 1 / (1 + MOST_COST)

PLAIN = "the same recorder without them"
LIBRARY = "the library's own store"


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


def _recorded(request: Request) -> Recorded:
    """What the library is given of a request: the fact and an envelope of the same case and person."""
    return recorded(request.command.fact, request.stream_id, (request.seen_version or 0) + 1)


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


def in_turns(saves: Sequence[Callable[[], float]], cases: int) -> list[float]:
    """Seconds that each took for so many cases; they take turns, and each is as often the first as the others."""
    took = [0.0] * len(saves)
    for case in range(cases):
        for turn in range(len(saves)):
            at = (case + turn) % len(saves)
            took[at] += saves[at]()
    return took


def measured(saves: Sequence[Callable[[], float]], cases: int, of_each: int, rounds: int = ROUNDS) -> list[float]:
    """How many of the ``of_each`` things in a case each did in a second: the median of rounds."""
    found = [[cases * of_each / took for took in in_turns(saves, cases)] for _ in range(rounds)]
    return [statistics.median(of_one) for of_one in zip(*found, strict=True)]


def costs(folder: Path, *, one_per_save: bool) -> list[Row]:
    """Appending: the store, the plain store and the library's own in turn."""
    rows = []
    with stores(folder) as opened, cases_of_the_library(folder) as libraries:
        for database, (store, plain) in opened.items():
            library = libraries[database]
            recorded = [_recorded(request) for request in _requests(uuid4())]
            bare_saves = [partial(bare, store, 1), partial(bare, plain, 1), partial(library_store.bare, library, recorded)]
            saves = [
                partial(by_a_person, store),
                partial(by_a_person, plain),
                partial(library_store.by_a_person, library, recorded),
            ]
            for name, contenders in (("bare append", bare_saves), ("a person's save", saves)):
                figure, *limits = measured(contenders, CASES_PER_ROUND[1], EVENTS_PER_CASE)
                rows += [
                    _row(f"{name}, 1 per save, {database}", figure, limit_name, limit)
                    for limit_name, limit in zip((PLAIN, LIBRARY), limits, strict=True)
                ]
            if not one_per_save:
                figure, limit = measured([partial(bare, store, 25), partial(bare, plain, 25)], CASES_PER_ROUND[25], EVENTS_PER_CASE)
                rows.append(_row(f"bare append, 25 per save, {database}", figure, PLAIN, limit, target=None))
    return rows


def whole_requests(folder: Path) -> list[Row]:
    """Requests to the API, each of which records."""
    with programs(folder) as opened:
        rows = []
        for database, both in opened.items():
            saves = [partial(case_through_api, program) for program in both]
            figure, limit = measured(saves, CASES_OF_REQUESTS, REQUESTS_PER_CASE)
            rows.append(_row(f"a request to the API, {database}", figure, PLAIN, limit, unit="requests/s"))
    return rows


def _row(name: str, figure: float, limit_name: str, limit: float, *, unit: str = "events/s", target: float | None = TARGET) -> Row:
    return Row(
        name=f"{name}, beside {limit_name}", figure=figure, unit=unit, limit_name=limit_name, limit_figure=limit, target=target
    )


@contextmanager
def cases_of_the_library(folder: Path) -> Iterator[dict[str, Cases]]:
    """The library's own store, by database."""
    with running_postgres() as dsn:
        opened = {
            "SQLite": library_store.in_sqlite(folder / "library.sqlite"),
            "PostgreSQL": library_store.in_postgres(new_database(dsn)),
        }
        try:
            yield opened
        finally:
            for one in opened.values():
                one.close()


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


def run(*, one_per_save: bool = False, requests: bool = False) -> list[Row]:
    """All rows, or those of one event per save, or of whole requests, alone."""
    with TemporaryDirectory(prefix="varde-sealing-") as made:
        folder = Path(made)
        if requests:
            return whole_requests(folder)
        rows = costs(folder, one_per_save=one_per_save)
        return rows if one_per_save else [*rows, *whole_requests(folder), *proofs(folder)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--one-per-save", action="store_true", help="measure one event per save alone")
    parser.add_argument("--requests", action="store_true", help="measure whole requests alone")
    given = parser.parse_args()
    show(run(one_per_save=given.one_per_save, requests=given.requests), as_json=given.json)
