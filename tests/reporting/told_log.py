"""A log that a test tells event by event, in a warehouse of its own that is asked as of a clock of the test's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from reporting.warehouse_steps import new, store

from benchmarks.invented_log import TENANT, Writer
from events.base import Event, Stream
from events.envelope import Recorded
from events.heightened import HeightenedReportReceived
from events.lists.people import Reporter, Suspected
from events.organisation import SchoolRegistered
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.questions import Scope
from services.reporting.source import SqliteSource

LIEN, MOEN = "999000011", "999000012"
OWNER = Scope(tenant=TENANT, exact=True)
AT_LIEN = Scope(tenant=TENANT, exact=True, schools=(LIEN,))
SOON = timedelta(minutes=10)


def at(day: str, time: str = "09:00") -> datetime:
    """A moment in UTC; nine in the morning is within the same local day all year."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)


class Told:
    """What has happened so far."""

    def __init__(self, seed: int = 3) -> None:
        self._writer = Writer(seed)
        self.log: list[Recorded] = []
        for orgnr, name in ((LIEN, "Lien skole"), (MOEN, "Moen skole")):
            registered = SchoolRegistered(
                orgnr=orgnr, name=name, lowest_grade=1, highest_grade=10, pupils=200, municipality="Steindal"
            )
            self.tell(Stream.SCHOOL, self.new(), registered, "2020-08-01", school=orgnr)

    def new(self) -> UUID:
        return self._writer.uuid()

    def tell(
        self, stream: Stream, stream_id: UUID, event: Event, day: str, time: str = "09:00", *, late: timedelta = SOON, **more: Any
    ) -> None:
        self.log.append(self._writer.event(stream, stream_id, event, at(day, time), late=late, **more))

    def report_about_an_adult(self) -> HeightenedReportReceived:
        """A pupil reports an employee."""
        return HeightenedReportReceived(
            pupil=self.new(),
            suspected=Suspected.EMPLOYEE,
            suspected_person=self.new(),
            reporter=Reporter.PUPIL,
            received_by_owner=False,
            content="x",
        )

    @contextmanager
    def asked_on(self, folder: Path, day: str) -> Iterator[LocalQueries]:
        """The questions, asked at nine in the morning of a day."""
        warehouse = new(folder / "warehouse.duckdb")
        source = SqliteSource(store(folder / "events.sqlite", self.log))
        Projector(source, warehouse, load_rulebooks(["law-12"]), Calendar()).once()
        source.close()
        try:
            yield LocalQueries(warehouse, lambda: at(day))
        finally:
            warehouse.close()
