"""The readings of the cases that were last replayed, so that a step along the slider reads the duties of the case no second time.

What is kept are facts alone: ids, dates and choices, never what somebody wrote. A case with new events is read anew.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final
from uuid import UUID
from weakref import WeakKeyDictionary

from services.case_service.desk import Desk
from services.case_service.replay import Judging
from services.case_service.store import EventStore

MOST_CASES: Final = 16

Versions = tuple[tuple[UUID, int], ...]

_lock: Final = Lock()
_kept: Final[WeakKeyDictionary[EventStore, OrderedDict[UUID, tuple[Versions, Judging]]]] = WeakKeyDictionary()


def judging_of(desk: Desk, case_id: UUID) -> Judging:
    """The obligations of a case as it stands in the log now. Nothing is kept while an event of it cannot be read."""
    streams = desk.read_model.streams_of(case_id)
    if desk.read_model.damaged(streams):
        return read_judging(desk, streams)
    versions = tuple((stream, desk.store.version(stream)) for stream in streams)
    with _lock:
        kept = _kept.setdefault(desk.store, OrderedDict())
        found = kept.get(case_id)
        if found is not None and found[0] == versions:
            kept.move_to_end(case_id)
            return found[1]
    judging = read_judging(desk, streams)
    with _lock:
        kept[case_id] = (versions, judging)
        while len(kept) > MOST_CASES:
            kept.popitem(last=False)
    return judging


def read_judging(desk: Desk, streams: tuple[UUID, ...]) -> Judging:
    """The obligations that the events of some streams give, read from the log."""
    recorded = [one for stream in streams for one in desk.store.readable(stream).events]
    recorded.sort(key=lambda one: (one.envelope.recorded_at, str(one.stream_id), one.version))
    return Judging(recorded, desk.calendar)
