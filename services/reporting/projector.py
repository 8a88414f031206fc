"""Follows the log into the warehouse. Killed anywhere, it goes on where it was."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from threading import Event
from typing import TYPE_CHECKING, Final

import polars as pl

from services.reporting.duties import Duties
from services.reporting.projection import Projection
from services.reporting.reading import batch
from services.reporting.reading_ahead import pages
from services.reporting.source import SourceUnavailableError
from services.reporting.warehouse import Warehouse
from services.reporting.warehouse_file import beside, remove

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from services.compliance.calendar import Calendar
    from services.compliance.loading import Rules
    from services.reporting.source import Source

log = logging.getLogger(__name__)

BATCH: Final = 10_000
"""Events per transaction while catching up."""

LONG: Final = 250_000
"""Positions ahead from which on the log is read in a process of its own, and facts are made before its end is reached."""

MOUTHFUL: Final = 130_000
"""Events per transaction then: more than a row group of DuckDB (122,880), which goes into the file without a detour by its log."""

STRETCH: Final = 1_000_000
"""Positions that the facts are at least behind when they are made before the end of the log is reached."""

PAUSE: Final = 0.1
"""Seconds between two batches of a living log: what comes in between goes in together."""

LOOK_ANYWAY: Final = 1.0
"""Seconds after which the log is read although nothing signalled."""


class Projector:
    """One tenant's log into its warehouse. Without ``rules`` and ``calendar`` it makes no obligations.

    While the log is more than a batch ahead, events go in alone and the facts are made once, at its end.
    """

    def __init__(
        self,
        source: Source,
        warehouse: Warehouse,
        rules: Rules | None = None,
        calendar: Calendar | None = None,
        *,
        size: int = BATCH,
        long: int = LONG,
        mouthful: int = MOUTHFUL,
        stretch: int = STRETCH,
    ) -> None:
        self._source = source
        self._warehouse = warehouse
        self._duties = None if rules is None or calendar is None else Duties(rules, calendar)
        self._size, self._long, self._stretch = size, long, stretch
        self._mouthful = max(1, mouthful // size)
        self.look_again()

    def look_again(self) -> None:
        """Take the warehouse as it is found, after it was opened anew: what other rules made is made again."""
        self._projection = Projection(self._warehouse, self._duties)

    def is_of_this_log(self) -> bool:
        """Whether the last event that is in stands in the log where the warehouse has it. Raises SourceUnavailableError."""
        with self._warehouse.cursor() as cursor:
            last = cursor.execute("SELECT position, stream_id, version FROM events ORDER BY position DESC LIMIT 1").fetchall()
        if not last:
            return True
        position, stream_id, version = last[0]
        there = self._source.after(position - 1, 1)
        if not there or (there[0].position, there[0].version) != (position, version):
            return False
        return stream_id is None or there[0].stream_id.replace("-", "") == stream_id.hex

    def once(self) -> int:
        """Take in everything that the log holds now. Returns how many events came in. Raises SourceUnavailableError."""
        return self._catch_up(self._projection)

    def publish(self, stop: Event | None = None) -> None:
        """Make the releases whose day has come, each day's in a transaction of its own. To be asked after :meth:`once`."""
        while self._projection.publish() and not (stop is not None and stop.is_set()):
            pass

    def follow(self, stop: Event) -> None:
        """Take in what comes, a tenth of a second after it came, until ``stop`` is set. A store that is away is waited for.

        Releases are made beside it: their proofs may take seconds, and no figure waits for them.
        """
        is_over = Event()
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="publisher") as publisher:
            publishing: Future[None] | None = None
            is_looked_through = False
            try:
                while not stop.is_set():
                    if publishing is not None and publishing.done():
                        publishing.result()
                        publishing = None
                    try:
                        is_looked_through = self.once() == 0 and is_looked_through
                        if not is_looked_through and publishing is None:
                            publishing = publisher.submit(self.publish, is_over)
                            is_looked_through = True
                        stop.wait(PAUSE)
                        self._source.wait(stop, LOOK_ANYWAY)
                    except SourceUnavailableError as error:
                        log.warning("the event store is away: %s", error)
                        stop.wait(LOOK_ANYWAY)
            finally:
                is_over.set()

    def rebuild(self) -> int:
        """Make the warehouse again from the log's beginning, beside the living one, and put it in its place. Returns the events.

        Raises SourceUnavailableError; the living warehouse is then as it was.
        """
        building = beside(self._warehouse.path, "building")
        remove(building)
        started = time.monotonic()
        fresh = Warehouse.open(building, tenant=self._warehouse.tenant)
        try:
            taken = self._catch_up(Projection(fresh, self._duties))
            self._warehouse.replace_with(fresh)
        finally:
            fresh.close()
            remove(building)
        log.info("%d events rebuilt in %.1f s", taken, time.monotonic() - started)
        return taken

    def _catch_up(self, projection: Projection) -> int:
        taken = 0
        end = self._source.end()
        if projection.is_whole_at(end):  # a log in which nothing happens is looked at every second, day and night
            return taken
        if projection.is_building:
            projection.build_up_to(end)
        if end - projection.position >= self._long:
            taken += self._take_long_stretch(projection, end)
        for page in self._pages(projection.position):
            if page.height < self._size:
                taken += projection.take(page)
            else:
                if not projection.is_building:
                    projection.build_up_to(self._source.end())
                taken += projection.take_events_alone(page)
        projection.at_the_end()
        return taken

    def _take_long_stretch(self, projection: Projection, end: int) -> int:
        """Take in the log as far as it is now, and meanwhile make what rests on the part of it that is in."""
        if (opening := self._source.elsewhere) is None:
            return 0
        projection.build_up_to(end)
        taken = 0
        with (
            closing(pages(opening, self._warehouse.tenant, projection.position, self._size)) as coming,
            ThreadPoolExecutor(max_workers=1, thread_name_prefix="facts") as maker,
        ):
            making: Future[None] | None = None
            while mouthful := list(islice(coming, self._mouthful)):
                taken += projection.take_events_alone(pl.concat(mouthful))
                if making is not None and making.done():
                    making.result()
                    making = None
                if making is None and projection.behind >= self._stretch:
                    making = maker.submit(projection.make_facts)
            if making is not None:
                making.result()
        return taken

    def _pages(self, at: int) -> Iterator[pl.DataFrame]:
        """The log after ``at``, page by page; the next is read and decoded while DuckDB writes this one."""
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="log reader") as reader:
            coming = reader.submit(self._page, at)
            while (page := coming.result()).height > 0:
                is_last = page.height < self._size
                if not is_last:
                    coming = reader.submit(self._page, int(page["position"][-1]))
                yield page
                if is_last:
                    return

    def _page(self, at: int) -> pl.DataFrame:
        return batch(self._source.after(at, self._size), self._warehouse.tenant)
