"""The days when schools are closed, as a calendar asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from events.lists.year import ClosedDay
from services.case_service.read_model.file import File
from services.case_service.read_model.people import KeptSchool


class ClosedDays(Mapping[str, Mapping[date, ClosedDay]]):
    """By organisation number, each closed day with its kind: always as the read model has it, and nothing is kept here.

    It does not look into the log for more. Who explains a limit has read the obligation from the read model before.
    """

    def __init__(self, file: File) -> None:
        self._file = file

    def __getitem__(self, school: str) -> Mapping[date, ClosedDay]:
        with self._file.as_it_is() as db:
            found = db.execute("SELECT row FROM schools WHERE orgnr = ?", (school,)).fetchone()
        if found is None:
            raise KeyError(school)
        return _closed_days(found[0])

    def __iter__(self) -> Iterator[str]:
        with self._file.as_it_is() as db:
            return iter([row[0] for row in db.execute("SELECT orgnr FROM schools ORDER BY orgnr")])

    def __len__(self) -> int:
        with self._file.as_it_is() as db:
            return int(db.execute("SELECT count(*) FROM schools").fetchone()[0])


@lru_cache(maxsize=1024)
def _closed_days(kept: bytes) -> Mapping[date, ClosedDay]:
    return msgspec.msgpack.decode(kept, type=KeptSchool).school.closed_days
