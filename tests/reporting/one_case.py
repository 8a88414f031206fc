"""One case at one school, told event by event, and what the warehouse's tables then hold."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from told_log import LIEN, Told, at
from warehouse_steps import new, store

from events.base import Event, Stream
from services.reporting.projector import Projector
from services.reporting.source import SqliteSource


class OneCase:
    """A case at Lien school, without obligations; its tables come as dictionaries."""

    def __init__(self, stream: Stream = Stream.CASE) -> None:
        self.told = Told()
        self.stream = stream
        self.id, self.pupil, self.adult = self.told.new(), self.told.new(), self.told.new()

    def tell(self, fact: Event, day: str, time: str = "09:00", **more: Any) -> OneCase:
        self.told.tell(self.stream, self.id, fact, day, time, case_id=self.id, school=LIEN, **more)
        return self

    def rows(self, folder: Path, table: str) -> list[dict[str, Any]]:
        """All rows of a table, ids as text."""
        here = folder / table
        here.mkdir()
        source = SqliteSource(store(here / "events.sqlite", self.told.log))
        with new(here / "warehouse.duckdb") as warehouse:
            Projector(source, warehouse).once()
            with warehouse.cursor() as cursor:
                found = cursor.table(table).order("ALL").pl().to_dicts()
        source.close()
        return found


def naive(day: str, time: str = "09:00") -> datetime:
    """A moment as the warehouse gives it."""
    return at(day, time).replace(tzinfo=None)


def by_time(row: dict[str, Any]) -> datetime:
    """To sort rows by when they happened."""
    happened: datetime = row["happened_at"]
    return happened
