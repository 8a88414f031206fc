"""What is known of somebody's or some matter's content when its retention is judged: facts alone, nothing of what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from events import Recorded
from events.archive import Archived
from events.base import Stream
from events.closing import CaseClosed
from events.enforcement import ComplaintToUdirLodged, UdirDecided
from events.lists.measures import ClosingReason
from events.reactions import ComplaintReceived
from events.sealing import RetentionClass
from services.case_service.domain import fold
from services.case_service.domain.access import RULES as ACCESS
from services.case_service.domain.access.state import Ledger, is_held
from services.case_service.read_model import MatterRow, ReadModel
from services.case_service.store import EventStore, KeyId
from services.case_service.streams import access_stream
from services.compliance.calendar import local_day

CLOSE: Final = frozenset({Stream.CASE, Stream.HEIGHTENED_CASE, Stream.ENFORCEMENT, Stream.AVVIK})
"""What is open until it is closed. A survey and a physical intervention end with the last that was written of them."""

BESIDE: Final = frozenset({Stream.ACCESS})
"""Streams that belong to a case and are not handed over with it: who may read it, and what became of it."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands with the content of one subject (a case, or a stream that belongs to none).

    ``ended_on`` is the local day on which the last of its matters ended, None while one is open. ``streams`` are all that are
    sealed under its keys, ``access`` the streams in which access to it and its disposal are recorded.
    """

    subject: UUID
    school: str | None
    is_case: bool
    streams: tuple[UUID, ...]
    access: tuple[UUID, ...]
    ended_on: date | None
    open_matters: frozenset[Stream]
    complaint_open: bool
    disclosure_open: bool
    held: bool
    handed_over: bool
    in_error: bool
    has_text: frozenset[RetentionClass]


class Standings:
    """Looks up how it stands with the content of a tenant's subjects."""

    def __init__(self, store: EventStore, model: ReadModel) -> None:
        self._store = store
        self._model = model

    def of(self, subject: UUID) -> Standing | None:
        """The standing of a subject; None when nothing was ever written of it."""
        streams = dict.fromkeys([*self._model.streams_of(subject), subject])
        histories = {stream: found for stream in streams if (found := self._store.facts(stream))}
        if not histories:
            return None
        told = [one for recorded in histories.values() for one in recorded if one.envelope.stream not in BESIDE]
        rows = [row for stream in histories if (row := self._model.matter(stream)) is not None]
        access = tuple(dict.fromkeys([access_stream(subject), *(access_stream(row.stream_id) for row in rows)]))
        ledgers = [self._ledger(stream) for stream in access]
        open_rows = frozenset(row.stream for row in rows if self._is_open(row))
        return Standing(
            subject=subject,
            school=next((row.school for row in rows if row.school is not None), None),
            is_case=any(row.stream in {Stream.CASE, Stream.HEIGHTENED_CASE} for row in rows),
            streams=tuple(histories),
            access=access,
            ended_on=None if open_rows or not told else max(local_day(one) for one in self._ends(rows, told)),
            open_matters=open_rows,
            complaint_open=any(_complaint_open(recorded) for recorded in histories.values()),
            disclosure_open=any(not one.answered for ledger in ledgers for one in ledger.requests.values()),
            held=any(is_held(ledger, subject) for ledger in ledgers),
            handed_over=bool(told) and all(_handed_over(found) for found in histories.values() if not _is_beside(found)),
            in_error=_in_error(told),
            has_text=frozenset(one for one in RetentionClass if self._has_text(subject, one)),
        )

    def _ledger(self, stream: UUID) -> Ledger:
        found: Ledger = fold(ACCESS, (one.event for one in self._store.facts(stream)))
        return found

    def _is_open(self, row: MatterRow) -> bool:
        """Whether somebody still handles it. What another case carries on is open as long as that one is."""
        if row.stream not in CLOSE or row.closed_at is not None:
            return False
        carried_on = None if row.joined_to is None else self._model.matter(row.joined_to)
        return carried_on is None or carried_on.closed_at is None

    def _ends(self, rows: Sequence[MatterRow], told: Sequence[Recorded]) -> Iterable[datetime]:
        for row in rows:
            carried_on = None if row.joined_to is None else self._model.matter(row.joined_to)
            ended = row if carried_on is None else carried_on
            yield ended.closed_at or ended.last_event_at
        if not rows:
            yield max(one.envelope.recorded_at for one in told)

    def _has_text(self, subject: UUID, retention: RetentionClass) -> bool:
        return self._store.has_key(KeyId(subject, retention))


def _is_beside(recorded: Sequence[Recorded]) -> bool:
    return recorded[0].envelope.stream in BESIDE


def _handed_over(recorded: Sequence[Recorded]) -> bool:
    """Whether the archive got all that was written of a matter, its own receipt left out."""
    up_to = max((one.event.up_to_version for one in recorded if isinstance(one.event, Archived)), default=0)
    return all(one.version <= up_to for one in recorded if not isinstance(one.event, Archived))


def _in_error(told: Iterable[Recorded]) -> bool:
    closings = [one.event.reason for one in told if isinstance(one.event, CaseClosed)]
    return bool(closings) and set(closings) == {ClosingReason.REGISTERED_IN_ERROR}


def _complaint_open(recorded: Iterable[Recorded]) -> bool:
    """Whether a complaint waits: to Udir until Udir decided, against the school's decision until the case was closed."""
    waits = False
    for one in recorded:
        if isinstance(one.event, ComplaintToUdirLodged | ComplaintReceived):
            waits = True
        elif isinstance(one.event, UdirDecided | CaseClosed):
            waits = False
    return waits
