"""The questions that pages, rights and reactions ask. Each sees everything that stood in the log when it was asked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec

from events.base import Stream
from services.case_service.read_model.asking import one_of
from services.case_service.read_model.closed_days import ClosedDays
from services.case_service.read_model.file import File
from services.case_service.read_model.micros import EPOCH, micros
from services.case_service.read_model.oversight import Oversight
from services.case_service.read_model.retained import Retained
from services.case_service.read_model.rows import AvvikRow, ObligationRow
from services.case_service.read_model.rulebooks import Rulebooks
from services.case_service.read_model.schema import TIMES
from services.case_service.read_model.unreadable import Unreadable
from services.case_service.store import EventStore
from services.compliance.calendar import Calendar
from services.compliance.loading import Rules
from services.compliance.verdicts import VERDICT_SQL

UNDONE: Final = frozenset({"open", "overdue", "not_documented"})


class ReadModel(Oversight, Unreadable, Retained, Rulebooks):
    """The read model of one tenant. Safe to share between threads, not across a fork."""

    def __init__(self, file: Path, store: EventStore, *, rules: Rules, calendar: Calendar, clock: Callable[[], datetime]) -> None:
        super().__init__(File(file, store, rules, calendar, clock), clock)
        self._store, self._known = store, rules
        self.closed_days = ClosedDays(self._file)

    def catch_up(self) -> int:
        """Take in all that stands in the log. Returns the position reached."""
        return self._file.catch_up()

    def close(self) -> None:
        """Close this thread's connection to the file."""
        self._file.close()

    def obligations(
        self,
        *,
        schools: Collection[str] | None = None,
        case_ids: Collection[UUID] | None = None,
        streams: Collection[UUID] | None = None,
        undone_only: bool = True,
        due_before: datetime | None = None,
        at: datetime | None = None,
        limit: int = 500,
    ) -> tuple[ObligationRow, ...]:
        """Obligations with their verdict now (or ``at`` a moment), the first due first.

        ``undone_only``: those that wait for somebody.
        """
        now = micros(at or self._clock())
        where, values = "opened_at <= ?", [now]
        for column, wanted in (("school", schools), ("case_id", case_ids), ("stream_id", streams)):
            if wanted is not None:
                part, more = one_of(column, [str(one) for one in wanted])
                where, values = f"{where} AND {part}", [*values, *more]
        if undone_only:
            where += " AND discharged_at IS NULL AND released_at IS NULL"
        if due_before is not None:
            where, values = f"{where} AND COALESCE(due_at, silence_at) < ?", [*values, micros(due_before)]
        query = f"""SELECT *, {VERDICT_SQL} AS verdict FROM (SELECT *, ? AS judged_at FROM obligations WHERE {where})
            ORDER BY COALESCE(due_at, silence_at), obligation_id LIMIT ?"""  # noqa: S608 - own names
        found = self._obligations(query, (now, *values, limit))
        return tuple(one for one in found if not undone_only or one.verdict in UNDONE)

    def missed_without_avvik(self, *, since: datetime, at: datetime, limit: int = 500) -> tuple[ObligationRow, ...]:
        """Obligations whose limit passed after ``since``, that were not kept in time, and for which no avvik was raised.

        For "as soon as possible" the limit is when silence begins to count.
        """
        now = micros(at)
        query = f"""SELECT *, {VERDICT_SQL} AS verdict FROM (
                SELECT o.*, ? AS judged_at FROM obligations AS o LEFT JOIN avvik AS a ON a.obligation = o.obligation_id
                WHERE a.obligation IS NULL AND COALESCE(o.due_at, o.silence_at) BETWEEN ? AND ? AND o.opened_at <= ?)
            WHERE verdict IN ('overdue', 'late', 'not_documented') ORDER BY COALESCE(due_at, silence_at), obligation_id LIMIT ?"""  # noqa: S608 - own names
        return self._obligations(query, (now, micros(since), now, now, limit))

    def avvik(
        self,
        *,
        schools: Collection[str] | None = None,
        open_only: bool = True,
        kind: str | None = None,
        not_of: Collection[UUID] = (),
        limit: int = 500,
    ) -> tuple[AvvikRow, ...]:
        """Avvik, the newest first, but none that belongs to a case in ``not_of``."""
        where, values = ("1", []) if schools is None else one_of("school", list(schools))
        where += " AND is_open = 1" * open_only
        if kind is not None:
            where, values = f"{where} AND kind = ?", [*values, kind]
        if not_of:
            part, more = one_of("case_id", [str(one) for one in not_of])
            where, values = f"{where} AND stream_id NOT IN (SELECT stream_id FROM matters WHERE {part})", [*values, *more]  # noqa: S608 - own names
        return self._blobs(
            f"SELECT row FROM avvik WHERE {where} ORDER BY raised_at DESC, stream_id LIMIT ?",  # noqa: S608 - own names
            (*values, limit),
            AvvikRow,
        )

    def avvik_row(self, stream_id: UUID) -> AvvikRow | None:
        """An avvik by its stream."""
        found = self._blobs("SELECT row FROM avvik WHERE stream_id = ?", (str(stream_id),), AvvikRow)
        return found[0] if found else None

    def avvik_of(self, obligation_id: str) -> AvvikRow | None:
        """The avvik that was raised because of an obligation."""
        found = self._blobs("SELECT row FROM avvik WHERE obligation = ?", (obligation_id,), AvvikRow)
        return found[0] if found else None

    def streams(self, stream: Stream) -> tuple[UUID, ...]:
        """All streams of a kind: for kinds that are few and read whole, such as wheels."""
        rows = self._all("SELECT stream_id FROM case_streams WHERE stream = ? ORDER BY stream_id", (stream.value,))
        return tuple(UUID(row[0]) for row in rows)

    def _obligations(self, query: str, values: tuple[object, ...]) -> tuple[ObligationRow, ...]:
        with self._file.reading() as db:
            cursor = db.execute(query, values)
            names = [column[0] for column in cursor.description]
            return tuple(_obligation(dict(zip(names, row, strict=True))) for row in cursor)


def _obligation(row: dict[str, Any]) -> ObligationRow:
    moments = {name: None if row[name] is None else EPOCH + timedelta(microseconds=row[name]) for name in TIMES}
    given = {**row, **moments}
    return msgspec.convert({name: given[name] for name in ObligationRow.__struct_fields__}, ObligationRow)
