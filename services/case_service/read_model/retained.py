"""What was decided of retention: disposals, holds and requests for erasure, by the stream in which they stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final
from uuid import UUID

import msgspec

from events.sealing import RetentionClass
from services.case_service.domain.access.state import Disposal, Erasure, Hold, Ledger
from services.case_service.read_model.asking import Asking

_encode: Final = msgspec.msgpack.Encoder().encode


class RetainedRow(msgspec.Struct, frozen=True, kw_only=True):
    """All of one stream of access that is about retention. ``disposed`` are the subjects and classes that are destroyed."""

    stream_id: UUID
    disposals: Mapping[UUID, Disposal] = {}
    disposed: tuple[tuple[UUID, RetentionClass], ...] = ()
    holds: Mapping[UUID, Hold] = {}
    erasures: Mapping[UUID, Erasure] = {}


class Retained(Asking):
    """The questions about what is kept and what lapses."""

    def retained(self) -> tuple[RetainedRow, ...]:
        """Every stream in which something was decided of retention."""
        return self._blobs("SELECT row FROM retained ORDER BY stream_id", (), RetainedRow)

    def disposed(self) -> tuple[tuple[UUID, RetentionClass], ...]:
        """The subjects and classes whose content is destroyed."""
        return tuple(one for row in self.retained() for one in row.disposed)

    def open_cases(self) -> frozenset[UUID]:
        """The cases of which a matter is open: the case itself, an avvik, or one with Statsforvalteren."""
        query = """SELECT DISTINCT case_id FROM matters
            WHERE is_open = 1 AND stream IN ('case', 'heightened_case', 'enforcement', 'avvik')"""
        return frozenset(UUID(row[0]) for row in self._all(query, ()))

    def case_ids(self) -> tuple[UUID, ...]:
        """Every case, and every matter that belongs to none."""
        return tuple(UUID(row[0]) for row in self._all("SELECT DISTINCT case_id FROM matters ORDER BY case_id", ()))


def take_retained(db: sqlite3.Connection, stream_id: UUID, ledger: Ledger) -> None:
    """Make the row of a stream of access anew; most have none."""
    db.execute("DELETE FROM retained WHERE stream_id = ?", (str(stream_id),))
    if ledger.disposals or ledger.disposed or ledger.holds or ledger.erasures:
        row = RetainedRow(
            stream_id=stream_id,
            disposals=ledger.disposals,
            disposed=tuple(sorted(ledger.disposed)),
            holds=ledger.holds,
            erasures=ledger.erasures,
        )
        db.execute("INSERT INTO retained VALUES (?, ?)", (str(stream_id), _encode(row)))
