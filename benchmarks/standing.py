"""A warehouse of any size that stands, and a log that goes on behind it: what the benchmarks at scale have in common."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import msgspec
from invented_log import Writer, rows
from nation import wanted

from events.base import Stream
from events.envelope import Recorded
from events.plan import FollowUpHeld
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.projector import Projector
from services.reporting.source import Row, SqliteSource
from services.reporting.warehouse import Warehouse
from varde.simulate.making import EVENTS_FILE, make
from varde.simulate.simulating import ONE_TENANT, Simulation
from varde.simulate.writing import write

FILE = "warehouse.duckdb"
AT_MOST_AGO = 2000
"""Of the newest cases: those that go on."""
LARGE = 172
"""Schools of the largest municipality."""
WRITES_EVERY = 0.5
NEW_CASE_EVERY = 24
"""Of so many writes one is a whole new case of 25 events; the others are one event more in a case that goes on.

That is four events a second: ten million in ten years of school hours are 0.18 a second, so twenty times a whole nation's.
"""

Case: TypeAlias = tuple[UUID, UUID, str]
"""A case's id, its own history and its school."""


class GoingOn:
    """A log that is empty up to ``position``, where a warehouse stands already, and goes on with what is added."""

    def __init__(self, position: int) -> None:
        self._first = position + 1
        self._rows: list[Row] = []
        self._more = threading.Event()

    def add(self, events: Sequence[Recorded]) -> int:
        """Append ``events``. Returns the last position."""
        start = self._first + len(self._rows)
        self._rows += [Row(position, *row) for position, row in enumerate(rows(list(events)), start=start)]
        self._more.set()
        return self._first + len(self._rows) - 1

    def after(self, position: int, limit: int) -> Sequence[Row]:
        """At most ``limit`` rows after ``position``."""
        at = max(0, position + 1 - self._first)
        return self._rows[at : at + limit]

    def end(self) -> int:
        """The last position."""
        return self._first + len(self._rows) - 1

    def wake(self) -> None:
        """End a wait although nothing was added."""
        self._more.set()

    def wait(self, stop: threading.Event, timeout: float) -> None:
        """Return when something was added, or after ``timeout`` seconds."""
        if not stop.is_set():
            self._more.wait(timeout)
            self._more.clear()

    def close(self) -> None:
        """Nothing is open."""


class Going:
    """What goes on in a warehouse's municipality: new cases, and more in old ones."""

    def __init__(self, warehouse: Warehouse, seed: int = 7) -> None:
        self._writer = Writer(seed)
        self._chance = random.Random(seed)  # noqa: S311  (invented)
        self._tenant = warehouse.tenant
        self._version = 100_000
        with warehouse.cursor() as cursor:
            self.now = cursor.sql("SELECT max(recorded_at) FROM events").fetchall()[0][0].replace(tzinfo=UTC)
            self.cases: list[Case] = cursor.sql(
                "SELECT case_id, stream_id, school FROM cases WHERE stream = 'case' AND school IS NOT NULL ORDER BY case_no"
            ).fetchall()
        self.schools = sorted({school for *_, school in self.cases})

    def new_case(self) -> list[Recorded]:
        """The 25 events of a new case at one of the schools, written down now."""
        school = self._chance.choice(self.schools)
        case = self._writer.case(days=1)
        moved = self._later() - case[-1].envelope.occurred_at
        return [self._moved(recorded, moved, school) for recorded in case]

    def more(self, case: Case) -> Recorded:
        """One event more in an old case."""
        case_id, stream_id, school = case
        fact = FollowUpHeld(pupil=self._writer.uuid(), held_by=self._writer.uuid(), experience=6, own_words="x")
        recorded = self._writer.event(Stream.CASE, stream_id, fact, self._later(), case_id=case_id, school=school)
        self._version += 1
        return msgspec.structs.replace(self._moved(recorded, timedelta(0), school), version=self._version)

    def some(self, cases: list[Case], how_many: int) -> list[Case]:
        """That many of ``cases``, no one twice."""
        return self._chance.sample(cases, how_many)

    def _later(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def _moved(self, recorded: Recorded, by: timedelta, school: str) -> Recorded:
        envelope = recorded.envelope
        times = {name: getattr(envelope, name) + by for name in ("occurred_at", "known_at", "recorded_at")}
        return msgspec.structs.replace(
            recorded, envelope=msgspec.structs.replace(envelope, tenant=self._tenant, school=school, **times)
        )


RELEASES = "--releases"


def largest_of(events: int) -> str:
    """The tenant of the largest municipality in a simulated nation of so many events."""
    return max(Simulation(wanted(events)).municipalities, key=lambda one: one.pupils).tenant


def stood(folder: Path, events: int, *, releases: bool = False, largest: bool = False) -> str:
    """See that ``folder`` holds the warehouse of a simulated nation of at least so many events. Returns whose it is.

    With ``largest`` it is that of the nation's largest municipality alone, as Varde is run: every municipality has its own.
    With ``releases`` those of all its years are there too: a projector that follows makes them else, beside what is measured.
    """
    tenant = largest_of(events) if largest else ONE_TENANT
    if not (folder / tenant / EVENTS_FILE).exists():
        _simulate(folder, events, tenant)
    # A process of its own, so that its memory is given back. Where the file is whole and of today's schema it has nothing to do.
    subprocess.run([sys.executable, __file__, folder, tenant, *([RELEASES] if releases else [])], check=True)
    return tenant


def _simulate(folder: Path, events: int, tenant: str) -> None:
    if tenant == ONE_TENANT:
        make(wanted(events), folder, one_tenant=True)
        return
    simulation = Simulation(wanted(events))
    (folder / tenant).mkdir(parents=True)
    municipality = next(one for one in simulation.municipalities if one.tenant == tenant)
    write(folder / tenant / EVENTS_FILE, simulation.rows((municipality,), tenant))


def stand(log: Path, file: Path, tenant: str, *, releases: bool = False) -> None:
    """Make the warehouse of a log in this process, or bring it up to date."""
    source = SqliteSource(log)
    with Warehouse.open(file, tenant=tenant) as warehouse:
        projector = Projector(source, warehouse, load_rulebooks(), Calendar())
        projector.once()
        if releases:
            projector.publish()
    source.close()


@contextmanager
def following(warehouse: Warehouse, kind: type[Projector] = Projector) -> Iterator[GoingOn]:
    """A projector that follows a log that goes on, until the block ends."""
    log, stop = GoingOn(warehouse.position()), threading.Event()
    projector = kind(log, warehouse, load_rulebooks(), Calendar())
    thread = threading.Thread(target=projector.follow, args=(stop,))
    thread.start()
    try:
        yield log
    finally:
        stop.set()
        log.wake()
        thread.join()


@contextmanager
def writing(warehouse: Warehouse, going: Going) -> Iterator[None]:
    """Twice a second something comes in, all the while."""
    with following(warehouse) as log, coming_in(lambda: (log, going)):
        yield


@contextmanager
def coming_in(where: Callable[[], tuple[GoingOn, Going]], every: float = WRITES_EVERY) -> Iterator[None]:
    """Something comes in ``where`` it is told, ``every`` so many seconds, until the block ends."""
    stop = threading.Event()

    def write() -> None:
        for number in count():
            if stop.wait(every):
                return
            log, going = where()
            newest = going.cases[-AT_MOST_AGO:]
            log.add(going.new_case() if number % NEW_CASE_EVERY == 0 else [going.more(*going.some(newest, 1))])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


if __name__ == "__main__":
    given_folder, whose = Path(sys.argv[1]), sys.argv[2]
    stand(given_folder / whose / EVENTS_FILE, given_folder / FILE, whose, releases=RELEASES in sys.argv)
