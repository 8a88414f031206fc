"""Every minute the log is compared with what was signed, and signed; hourly the witnesses are asked, and nightly all is checked.

What could not be read when it was needed is an alarm at once.

Whoever administrates is told of an alarm once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from events.lists.people import Role
from services.case_service.integrity.kept import Integrity
from services.case_service.integrity.thorough import THOROUGH, check_whole_log, fault_at
from services.case_service.integrity.witnesses import ask_witnesses
from services.case_service.notices.book import NoticeBook
from services.case_service.notices.notice import Notice, NoticeKind
from services.case_service.reactions.recipients import Recipients
from services.case_service.read_model import ReadModel
from services.compliance.calendar import local_day
from services.integrity.keeping.alarms import Alarm
from services.integrity.notes.errors import NoteError

TOLD: Final = frozenset({Role.ADMINISTRATOR, Role.SCHOOL_OWNER})
WITNESSES_ASKED: Final = "witnesses"
WITNESSES_EVERY: Final = timedelta(hours=1)
THOROUGH_EVERY: Final = timedelta(hours=24)
MOST_IN_PASSING: Final = 100_000
"""Events: a larger log is checked by ``varde check --integrity``, which a timer runs, so that nobody's notice waits for it."""

log = logging.getLogger(__name__)


class KeepingWatch:
    """Watches one tenant's log. Nothing is done before a migration has begun to sign it."""

    def __init__(self, integrity: Integrity, model: ReadModel, notices: NoticeBook, recipients: Recipients) -> None:
        self._integrity = integrity
        self._model = model
        self._notices = notices
        self._recipients = recipients

    def look(self, now: datetime) -> tuple[Alarm, ...]:
        """Do what is due. Returns the alarms that are new. Raises StoreUnavailableError."""
        if not self._integrity.begun:
            return ()
        try:
            new = [*self._integrity.keeper().look(now), *self._ask(now), *self._check_all(now), *self._met(now)]
        except NoteError:
            log.exception("the list of the log's keys or of its witnesses cannot be read")
            return ()
        for alarm in new:
            log.error("the log: %s: %s", alarm.kind.value, alarm.detail)
        self._notices.add(self._told(new, now))
        return tuple(new)

    def _ask(self, now: datetime) -> Iterable[Alarm]:
        if not self._due(WITNESSES_ASKED, WITNESSES_EVERY, now):
            return ()
        return ask_witnesses(self._integrity, now, under=WITNESSES_ASKED)

    def _check_all(self, now: datetime) -> Iterable[Alarm]:
        if not self._due(THOROUGH, THOROUGH_EVERY, now) or self._integrity.store.tree_size() > MOST_IN_PASSING:
            return ()
        return check_whole_log(self._integrity, now).new_alarms

    def _met(self, now: datetime) -> Iterable[Alarm]:
        """What could not be read when it was needed. That it can be again the whole check finds."""
        faults = [fault_at(one.position, one.why, moved=one.moved) for one in self._model.damaged()]
        return self._integrity.book.found(faults, frozenset(), now) if faults else ()

    def _due(self, what: str, every: timedelta, now: datetime) -> bool:
        last = self._integrity.book.checked(what)
        return last is None or now - last.at >= every

    def _told(self, new: Iterable[Alarm], now: datetime) -> Iterable[Notice]:
        for alarm in new:
            for person in self._recipients.with_roles(TOLD, None, local_day(now)):
                yield Notice(person=person, kind=NoticeKind.LOG_ALARM, cause=f"log alarm {alarm.number}", made_at=now)
