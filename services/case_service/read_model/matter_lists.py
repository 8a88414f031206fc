"""Matters, one by one and in lists, and what was decided about access to them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

import msgspec

from events.base import Stream
from services.case_service.read_model.asking import Asking, one_of
from services.case_service.read_model.micros import micros
from services.case_service.read_model.rows import AccessRow, MatterRow, Page
from services.case_service.read_model.watching import WatchRow

PAGE: Final = 50
CASES: Final = (Stream.CASE, Stream.HEIGHTENED_CASE)
NO_ACCESS: Final = AccessRow()


def place_after(row: MatterRow) -> str:
    """The mark of what follows a matter in a list."""
    return f"{micros(row.last_event_at)}~{row.stream_id}"


class MatterLists(Asking):
    """The questions about matters."""

    def matter(self, stream_id: UUID) -> MatterRow | None:
        """A matter by its stream."""
        found = self._blobs("SELECT row FROM matters WHERE stream_id = ?", (str(stream_id),), MatterRow)
        return found[0] if found else None

    def matter_of_code(self, code_hash: str) -> UUID | None:
        """The matter whose reporter got a code, by the code's keyed hash."""
        rows = self._all("SELECT stream_id FROM matters WHERE reporter_code = ?", (code_hash,))
        return UUID(rows[0][0]) if rows else None

    def matters(
        self,
        *,
        schools: Collection[str] | None = None,
        streams: Collection[Stream] = CASES,
        stages: Collection[str] | None = None,
        handler: UUID | None = None,
        pupil: UUID | None = None,
        among: Collection[UUID] | None = None,
        open_only: bool = False,
        serious_only: bool = False,
        after: str | None = None,
        limit: int = PAGE,
    ) -> Page[MatterRow]:
        """Matters, the last touched first.

        ``schools`` None means all; ``among`` restricts to some streams; ``after`` goes on from a page.
        """
        where, values = one_of("stream", [stream.value for stream in streams])
        for column, wanted in (("school", schools), ("stage", stages), ("stream_id", among)):
            if wanted is not None:
                part, more = one_of(column, [str(one) for one in wanted])
                where, values = f"{where} AND {part}", [*values, *more]
        for column, person in (("handler", handler), ("pupil", pupil)):
            if person is not None:
                where, values = f"{where} AND {column} = ?", [*values, str(person)]
        where += " AND is_open = 1" * open_only + " AND serious = 1" * serious_only
        if after is not None:
            touched, _, stream_id = after.partition("~")
            where += " AND (last_event_at, stream_id) < (?, ?)"
            values += [int(touched) if touched.isdigit() else 0, stream_id]
        rows = self._blobs(
            f"SELECT row FROM matters WHERE {where} ORDER BY last_event_at DESC, stream_id DESC LIMIT ?",  # noqa: S608 - own names
            (*values, limit + 1),
            MatterRow,
        )
        shown = rows[:limit]
        return Page(rows=shown, next=place_after(shown[-1]) if len(rows) > limit else None)

    def inbox(self, orgnr: str) -> tuple[MatterRow, ...]:
        """A school's concerns that nobody has acknowledged, or for which no case is opened yet; the longest known first."""
        return self._blobs(
            """SELECT row FROM matters WHERE school = ? AND stream = 'case' AND is_open = 1 AND opened = 0
               ORDER BY serious DESC, acknowledged, first_known_at""",
            (orgnr,),
            MatterRow,
        )

    def owners_inbox(self, limit: int = 200) -> tuple[MatterRow, ...]:
        """What the school owner was told of, or leads, and that is open, the newest first."""
        return self._blobs(
            """SELECT row FROM matters WHERE is_open = 1 AND stream IN ('case', 'heightened_case', 'physical_intervention')
               AND (owner_led = 1 OR owner_notified = 1) ORDER BY last_event_at DESC LIMIT ?""",
            (limit,),
            MatterRow,
        )

    def reported_by(self, person: UUID, limit: int = 200) -> tuple[MatterRow, ...]:
        """What somebody has reported, the newest first."""
        return self._with_part(person, "reported", limit)

    def works_with(self, person: UUID, limit: int = 200) -> tuple[MatterRow, ...]:
        """The matters in which somebody carries a measure, a talk or another task, the last touched first."""
        return self._with_part(person, "works", limit)

    def granted_to(self, person: UUID) -> tuple[UUID, ...]:
        """The matters to which somebody was given access, or took it, whether it still holds or not."""
        rows = self._all("SELECT DISTINCT about FROM granted WHERE person = ? ORDER BY about", (str(person),))
        return tuple(UUID(row[0]) for row in rows)

    def streams_of(self, case_id: UUID, stream: Stream | None = None) -> tuple[UUID, ...]:
        """The streams that belong to a case, its own included; of one kind if that is asked for."""
        query = "SELECT stream_id FROM case_streams WHERE case_id = ? AND (? IS NULL OR stream = ?) ORDER BY stream_id"
        kind = None if stream is None else stream.value
        return tuple(UUID(row[0]) for row in self._all(query, (str(case_id), kind, kind)))

    def access(self, stream_id: UUID) -> AccessRow:
        """What was given, denied and taken for a matter."""
        rows = self._blobs("SELECT row FROM access WHERE about = ?", (str(stream_id),), AccessRow)
        if len(rows) < 2:  # noqa: PLR2004 - nothing to put together
            return rows[0] if rows else NO_ACCESS
        return AccessRow(
            grants=tuple(grant for row in rows for grant in row.grants),
            denials=tuple(denial for row in rows for denial in row.denials),
            emergencies=tuple(taken for row in rows for taken in row.emergencies),
        )

    def denied_to(self, person: UUID) -> frozenset[UUID]:
        """The matters that somebody is shut out of. Reads all that was decided about access; few matters have any."""
        rows = self._all("SELECT about, row FROM access", ())
        return frozenset(
            UUID(about)
            for about, row in rows
            if any(denial.person == person for denial in msgspec.msgpack.decode(row, type=AccessRow).denials)
        )

    def watched(self, limit: int = 200) -> tuple[WatchRow, ...]:
        """Access taken in an emergency, and unusually much reading; the newest first."""
        return self._blobs("SELECT row FROM watched ORDER BY at DESC LIMIT ?", (limit,), WatchRow)

    def _with_part(self, person: UUID, how: str, limit: int) -> tuple[MatterRow, ...]:
        return self._blobs(
            """SELECT row FROM matters JOIN takes_part USING (stream_id) WHERE person = ? AND how = ?
               ORDER BY last_event_at DESC LIMIT ?""",
            (str(person), how, limit),
            MatterRow,
        )
