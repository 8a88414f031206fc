"""What people are called: read from their own sealed streams when a page shows them, and remembered for a few minutes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from events import Recorded
from events.organisation import StaffMemberRegistered
from events.pupil import GuardianRegistered, PupilEnrolled, PupilIdentityCorrected, PupilRegistered
from services.case_service.directions import closed
from services.case_service.store import EventStore
from services.case_service.streams import staff_stream

MOST: Final = 4096
KEPT_FOR: Final = timedelta(minutes=5)
"""A corrected name, or a destroyed key, shows itself after this at the latest."""


class Names:
    """The names of one tenant's people. A name that is not known is an empty text, and the page says so in its language."""

    def __init__(self, store: EventStore, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, UUID, UUID | None], tuple[datetime, str]] = OrderedDict()

    def staff(self, person: UUID) -> str:
        """The name of somebody who works, or has worked, at a school or for the municipality."""
        return self._name(("staff", person, None), lambda: _staff(self._events(staff_stream(person))))

    def pupil(self, pupil: UUID) -> str:
        """The name of a pupil."""
        return self._name(("pupil", pupil, None), lambda: _pupil(self._events(pupil)))

    def class_of(self, pupil: UUID) -> str:
        """What the class of a pupil is called."""
        return self._name(("class", pupil, None), lambda: _class(self._events(pupil)))

    def guardian(self, pupil: UUID, guardian: UUID) -> str:
        """The name of an adult who acts for a pupil."""
        return self._name(("guardian", pupil, guardian), lambda: _guardian(self._events(pupil), guardian))

    def forget(self) -> None:
        """Forget all names."""
        with self._lock:
            self._known.clear()

    def _events(self, stream_id: UUID) -> tuple[Recorded, ...]:
        return self._store.readable(stream_id, texts=True).events

    def _name(self, key: tuple[str, UUID, UUID | None], find: Callable[[], str]) -> str:
        now = self._clock()
        with self._lock:
            known = self._known.get(key)
        if known is not None and now - known[0] < KEPT_FOR:
            return known[1]
        name: str = closed(find())
        with self._lock:
            self._known[key] = (now, name)
            self._known.move_to_end(key)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return name


def _staff(recorded: tuple[Recorded, ...]) -> str:
    return _last(one.event.name for one in recorded if isinstance(one.event, StaffMemberRegistered))


def _pupil(recorded: tuple[Recorded, ...]) -> str:
    return _last(one.event.name for one in recorded if isinstance(one.event, PupilRegistered | PupilIdentityCorrected))


def _class(recorded: tuple[Recorded, ...]) -> str:
    return _last(one.event.class_name or "" for one in recorded if isinstance(one.event, PupilEnrolled))


def _guardian(recorded: tuple[Recorded, ...], guardian: UUID) -> str:
    registered = (one.event for one in recorded if isinstance(one.event, GuardianRegistered))
    return _last(event.name for event in registered if event.guardian == guardian)


def _last(names: Iterable[str]) -> str:
    *_, last = ("", *names)
    return last
