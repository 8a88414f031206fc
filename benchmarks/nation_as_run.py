"""The nation as Varde is run: each municipality is a tenant with a warehouse of its own, and all of them stand on this machine.

One process owns all the warehouses, follows a log for each, and answers, while twenty times what the whole nation writes comes in
(``--every 0.5``; its own pace is 10), now here, now there. A municipality is drawn for every asking, the more often the more pupils
it has: its owner asks, or a principal of one of its schools, or the owner opens a page. Each figure is the 95th percentile; beside
it stands, for a question, the median with nobody writing, and for a page its questions one after another. Nothing is released
meanwhile.

    python benchmarks/nation_as_run.py [--events N] [--rounds N] [--every SECONDS] [--only NAME ...] [--json] [--in FOLDER]

Ten million events take 8 GB for the logs and 6 GB for the warehouses, which stay in ``FOLDER`` and are used again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path

import msgspec
import numpy as np
from dashboard_pages import MILLISECONDS, Either, Site, Standing
from dashboard_questions import Asked, answers, at_any_moment, p95, questions, row, timed
from nation import wanted
from pages import p95 as p95_of
from result import Row, show
from standing import FILE, WRITES_EVERY, Going, GoingOn, coming_in, following, stand

from dashboards.pages import PAGES
from services.reporting.answering import LocalQueries
from services.reporting.courtesy import Courtesy
from services.reporting.projector import Projector
from services.reporting.questions import Scope
from services.reporting.serving.client import RemoteQueries
from services.reporting.serving.server import serve
from services.reporting.warehouse import Warehouse
from varde.simulate.making import EVENTS_FILE, NATION_FILE, MadeMunicipality, MadeNation, make

EVENTS = 300_000
ROUNDS = 40
IDLE_ROUNDS = 15
CORES = 2
LOOKED_AT = 12
"""Municipalities whose pages are opened, after each was opened once: the first of a day reads from the disk."""
_CHANCE = np.random.default_rng(5)


class WithoutReleases(Projector):
    """Ten years of releases of every municipality would be made beside what is measured."""

    def publish(self, stop: threading.Event | None = None) -> None:
        """Leave it."""


class Municipality:
    """A tenant whose warehouse is open, with the log that goes on behind it."""

    def __init__(self, warehouse: Warehouse, log: GoingOn, going: Going) -> None:
        self.warehouse = warehouse
        self.log = log
        self.going = going
        asked, now = questions(warehouse, going, all_years=False)
        self.queries = LocalQueries(warehouse, lambda: now)
        self.asked = {one.name: one for one in asked}

    def ask(self, name: str) -> object:
        """Put a question by its name."""
        one: Asked = self.asked[name]
        return self.queries.ask(one.scope, one.question)


def stood(folder: Path, events: int) -> MadeNation:
    """See that the logs and warehouses of so many events are there."""
    if not (folder / NATION_FILE).exists():
        make(wanted(events), folder, one_tenant=False)
    nation = msgspec.json.decode((folder / NATION_FILE).read_bytes(), type=MadeNation)
    homes = [(folder / one.tenant, one.tenant) for one in by_size(nation)]
    missing = [(home / EVENTS_FILE, home / FILE, tenant) for home, tenant in homes if not (home / FILE).exists()]
    with ProcessPoolExecutor(CORES, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(stand, *zip(*missing, strict=True)) if missing else ())
    return nation


def by_size(nation: MadeNation) -> list[MadeMunicipality]:
    """The largest first."""
    return sorted(nation.municipalities, key=lambda one: -one.pupils)


class Draw:
    """Draws municipalities among some, each as often as it has pupils."""

    def __init__(self, nation: MadeNation, among: Collection[str]) -> None:
        self._tenants = [one.tenant for one in nation.municipalities if one.tenant in among]
        pupils = np.array([one.pupils for one in nation.municipalities if one.tenant in among])
        self._shares = pupils / pupils.sum()

    def one(self) -> str:
        """A tenant."""
        return str(_CHANCE.choice(self._tenants, p=self._shares))


@contextmanager
def everywhere(folder: Path, nation: MadeNation) -> Iterator[dict[str, Municipality]]:
    """All warehouses open and followed; by tenant those in which there is a case to ask about."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with ExitStack() as stack:
        opened, courtesy = {}, Courtesy()
        for one in by_size(nation):
            warehouse = stack.enter_context(Warehouse.open(folder / one.tenant / FILE, tenant=one.tenant))
            warehouse.courtesy = courtesy  # readers go first, whoever's warehouse they ask
            log = stack.enter_context(following(warehouse, WithoutReleases))
            going = Going(warehouse)
            if going.cases:
                opened[one.tenant] = Municipality(warehouse, log, going)
        yield opened


def writing(opened: dict[str, Municipality], draw: Draw, every: float) -> AbstractContextManager[None]:
    """Something comes in somewhere, ``every`` so many seconds, until the block ends."""

    def somewhere() -> tuple[GoingOn, Going]:
        there = opened[draw.one()]
        return there.log, there.going

    return coming_in(somewhere, every)


def of_questions(folder: Path, nation: MadeNation, rounds: int, every: float, only: Sequence[str]) -> Iterator[Row]:
    """Every question, asked of municipalities as they are drawn."""
    with everywhere(folder, nation) as opened:
        draw = Draw(nation, opened)
        largest = opened[by_size(nation)[0].tenant]
        wanted_ones = [one for one in largest.asked.values() if not only or any(name in one.name for name in only)]
        names = [one.name for one in wanted_ones if answers(largest.queries, one)]
        drawn = [opened[draw.one()] for _ in range(IDLE_ROUNDS)]
        idle = {name: [timed(lambda name=name, there=there: there.ask(name)) for there in drawn] for name in names}
        with writing(opened, draw, every):
            for name in names:
                drawn = [opened[draw.one()] for _ in range(rounds)]
                took = [at_any_moment(lambda name=name, there=there: there.ask(name)) for there in drawn]
                yield row(name, p95(took), "with nobody writing, median", statistics.median(idle[name]) * 1000)


def serve_all(folder: Path, nation: MadeNation, every: float, sockets: Path) -> None:
    """Answer for all of them, each at a socket of its own, until nobody listens any more."""
    with everywhere(folder, nation) as opened, ExitStack() as stack:
        for tenant, one in opened.items():
            stack.enter_context(serve(one.warehouse, sockets / f"{tenant}.sock", lambda one=one: one.going.now))
        stack.enter_context(writing(opened, Draw(nation, opened), every))
        standings = [Standing(now=one.going.now, tenant=tenant, schools=one.going.schools) for tenant, one in opened.items()]
        print(msgspec.json.encode(standings).decode(), flush=True)
        sys.stdin.read()


@contextmanager
def warehouses_process(folder: Path, every: float, sockets: Path) -> Iterator[list[Standing]]:
    """That process, until the block ends."""
    command = [sys.executable, __file__, "--serve", str(sockets), "--every", str(every), "--in", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield msgspec.json.decode(next(iter(process.stdout or ())), type=list[Standing])
        finally:
            if process.stdin:
                process.stdin.close()


def of_pages(folder: Path, nation: MadeNation, rounds: int, every: float, only: Sequence[str]) -> Iterator[Row]:
    """The callback of every page, opened by owners as they are drawn."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="varde-nation-")))
        standings = stack.enter_context(warehouses_process(folder, every, scratch))
        draw = Draw(nation, {one.tenant for one in standings})
        remotes = {one.tenant: stack.enter_context(closing(RemoteQueries(scratch / f"{one.tenant}.sock"))) for one in standings}
        site = Site(scratch, Either(remotes[standings[0].tenant]), standings[0])

        drawn = [draw.one() for _ in range(LOOKED_AT)]

        def look(path: str, *, together: bool, tenant: str = "") -> object:
            tenant = tenant or str(_CHANCE.choice(drawn))
            site.scope, site.queries.real = Scope(tenant=tenant, exact=True), remotes[tenant]
            return site.page(path, together=together)()

        for page in PAGES:
            if page.needs_warehouse and (not only or page.name in only):
                for tenant in set(drawn):
                    look(page.path, together=True, tenant=tenant)
                yield Row(
                    name=f"page {page.name}",
                    figure=p95_of(lambda path=page.path: look(path, together=True), rounds),
                    unit="ms",
                    limit_name="its questions one after another",
                    limit_figure=p95_of(lambda path=page.path: look(path, together=False), rounds),
                    target=MILLISECONDS,
                    lower_is_better=True,
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--every", type=float, default=WRITES_EVERY, metavar="SECONDS", help="how often something comes in")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="only what has one of these in its name")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--in", dest="folder", type=Path, help="keep logs and warehouses here, and use them again")
    parser.add_argument("--serve", type=Path, help="be the warehouses' process, with its sockets in this folder")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="varde-nation-")))
        nation = stood(folder, given.events)
        if given.serve:
            serve_all(folder, nation, given.every, given.serve)
            return
        how = (given.rounds, given.every, given.only)
        found = [*of_questions(folder, nation, *how), *of_pages(folder, nation, *how)]
        show(found, as_json=given.json)


if __name__ == "__main__":
    main()
