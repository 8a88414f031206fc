"""What cannot be read, and whom that keeps out."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from events.base import Stream
from services.case_service.read_model.damage import DamageRow
from services.case_service.read_model.matter_lists import MatterLists
from services.case_service.read_model.rows import MatterRow
from services.case_service.streams import access_stream


class Unreadable(MatterLists):
    """The questions about events that were altered or damaged. There are hardly ever any, so all are looked through."""

    def damaged(self, streams: Collection[UUID] | None = None) -> tuple[DamageRow, ...]:
        """The events that cannot be read and so count for nothing, in some streams (None: all), in the order of the log."""
        rows = self._blobs("SELECT row FROM damaged ORDER BY position", (), DamageRow)
        return rows if streams is None else tuple(row for row in rows if row.stream_id in streams)

    def notice_damage(self, stream_id: UUID) -> None:
        """Take a stream in again, of which somebody has met an event that cannot be read: else it would count here all the same."""
        if not self.damaged((stream_id,)):
            self._file.retake(stream_id)

    def may_hide_somebody(self, matter: MatterRow | None) -> bool:
        """Whether something that cannot be read may say that somebody is shut out of a matter: then what is left lets nobody in.

        It may stand in the matter or its case, in what was decided about access to them, in the pupil's own stream, or in an open
        case about an adult that concerns the same pupil.
        """
        damaged = self._hiding()
        if not damaged or matter is None:
            return False
        case = self.matter(matter.case_id)
        pupils = {one.pupil for one in (matter, case) if one is not None and one.pupil is not None}
        of = {matter.stream_id, matter.case_id, *pupils}
        for pupil in pupils:
            of |= {row.stream_id for row in self.matters(pupil=pupil, streams=(Stream.HEIGHTENED_CASE,), open_only=True).rows}
        of |= {access_stream(one) for one in of}
        return any(row.stream_id in of for row in damaged)

    def hiding_somebody(self) -> frozenset[UUID]:
        """The cases of which what cannot be read may say that somebody is shut out, as far as it is known whose it was."""
        return frozenset(case for row in self._hiding() for case in (row.case_id, row.stream_id) if case is not None)

    def _hiding(self) -> tuple[DamageRow, ...]:
        return self._blobs("SELECT row FROM damaged WHERE hides_somebody = 1", (), DamageRow)
