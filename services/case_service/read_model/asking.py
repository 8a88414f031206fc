"""How a tenant's file is asked: what every group of questions of the read model builds on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from events.local_time import OSLO

if TYPE_CHECKING:
    from services.case_service.read_model.file import File


class Asking:
    """Asks one tenant's file. ``clock`` says which day is today."""

    def __init__(self, file: File, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._clock = clock

    def _all(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """The rows that a question gives."""
        with self._file.reading() as db:
            return db.execute(query, values).fetchall()

    def _blobs(self, query: str, values: tuple[object, ...], kind: type[Any]) -> tuple[Any, ...]:
        """The rows that a question gives, each read as a ``kind``."""
        return tuple(msgspec.msgpack.decode(row[0], type=kind) for row in self._all(query, values))

    def _today(self) -> date:
        return self._clock().astimezone(OSLO).date()


def one_of(column: str, values: list[str]) -> tuple[str, list[Any]]:
    """The condition that a column holds one of some values, and the values."""
    return f"{column} IN ({', '.join('?' * len(values))})", list(values)
