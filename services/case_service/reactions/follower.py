"""The process that reacts: follows the log and the clock, and writes down how far it has come only together with what it did."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from events import Recorded
from services.case_service.desk import Desk
from services.case_service.notices.book import NoticeBook
from services.case_service.notices.notice import Notice
from services.case_service.reactions.avvik_by_rule import AvvikByRule
from services.case_service.reactions.keeping_watch import KeepingWatch
from services.case_service.reactions.leftovers import Leftovers
from services.case_service.reactions.limits import Limits
from services.case_service.reactions.mailing import Mailing
from services.case_service.reactions.recipients import Recipients
from services.case_service.reactions.retention import RetentionWatch
from services.case_service.reactions.telling import Telling
from services.case_service.store import StoreError

POSITION: Final = "position"
WATCHING_SINCE: Final = "watching_since"
LOOKED_AT: Final = "looked_at"
BATCH: Final = 500
CLOCK_EVERY: Final = timedelta(minutes=1)
QUIET_FOR: Final = timedelta(minutes=5)
"""So long after its last look at the clock a process that reacts no longer counts as running."""

PAUSE: Final = 1.0
PAUSE_AFTER_FAILURE: Final = 5.0

log = logging.getLogger(__name__)


class Sender(Protocol):
    """Something that carries events out of Varde: what it queues is queued once, and what it sends it remembers."""

    def queue(self, batch: Sequence[Recorded], now: datetime) -> None:
        """Remember what is to be sent of a batch of the log."""

    def send_waiting(self, now: datetime) -> int:
        """Send what is due. Returns how much was taken."""


class Follower:
    """Reacts for one tenant. Any number may run: what two of them do has been done once."""

    def __init__(self, desk: Desk, book: NoticeBook, *, mailing: Mailing | None = None, senders: Sequence[Sender] = ()) -> None:
        recipients = Recipients(desk.read_model)
        self._desk = desk
        self._book = book
        self._mailing = mailing
        self._senders = senders
        self._telling = Telling(desk.read_model, recipients)
        self._limits = Limits(desk.read_model, recipients, desk.calendar)
        self._avvik = AvvikByRule(desk.read_model, recipients, desk.application)
        self._leftovers = Leftovers(desk.store, desk.vault, book)
        self._retention = RetentionWatch(desk, book, recipients)
        self._watch = KeepingWatch(desk.integrity, desk.read_model, book, recipients)
        self._looked_at: datetime | None = None

    def once(self) -> int:
        """React to all that stands in the log and to the clock. Returns how many events were handled."""
        now = self._desk.clock()
        try:
            handled = self._handle(now)
        finally:  # what goes wrong with the log must not keep the check from finding it
            if self._looked_at is None or now - self._looked_at >= CLOCK_EVERY:
                self.look_at_the_clock(now)
                self._looked_at = now
        self._send(now)
        return handled

    def _handle(self, now: datetime) -> int:
        """React to what came into the log. Whom to tell is decided on facts: nobody's text is opened for it.

        An event that cannot be read is gone past, and reacted to when it can be.
        """
        position, handled = self._begin(now), 0
        while any(found := self._desk.store.readable_after(position, BATCH)):
            skipped = [one.position for one in found.damaged]
            position = max(*(one.position or position for one in found.events), *skipped, position)
            self._book.add(self._react(found.events, now), handled=(POSITION, str(position)), skipped=skipped)
            handled += len(found.events)
        return handled

    def _make_up(self, now: datetime) -> None:
        """React to what was gone past and was restored since."""
        for position in self._book.skipped():
            if events := self._desk.store.readable_after(position - 1, 1).events:
                self._book.add(self._react(events, now), made_up=position)

    def _react(self, events: Sequence[Recorded], now: datetime) -> list[Notice]:
        for sender in self._senders:
            sender.queue(events, now)
        return [notice for one in events for notice in self._telling.notices(one)]

    def look_at_the_clock(self, now: datetime) -> None:
        """Look after the log first, make up for what was gone past, then raise avvik and tell of limits, and clear up."""
        self._watch.look(now)
        self._make_up(now)
        since = datetime.fromisoformat(self._book.handled(WATCHING_SINCE) or now.isoformat())
        self._avvik.raise_due(now, since=since)
        self._book.add(self._limits.notices(now))
        self._book.sweep(now)
        self._leftovers.sweep_daily(now)
        self._retention.look(now)
        self._book.handle(LOOKED_AT, now.isoformat())

    def follow(self, stop: threading.Event) -> None:
        """React until told to stop. A store that does not answer is asked again."""
        while not stop.is_set():
            try:
                self.once()
                pause = PAUSE
            except (StoreError, sqlite3.OperationalError):
                log.exception("reactions wait for the store")
                pause = PAUSE_AFTER_FAILURE
            stop.wait(pause)

    def _begin(self, now: datetime) -> int:
        """Where to go on. What stood in the log before the first start is history: nobody is told of it now."""
        known = self._book.handled(POSITION)
        if known is None:
            known = str(self._desk.store.last_position())
            self._book.handle(WATCHING_SINCE, now.isoformat())
            self._book.handle(POSITION, known)
        return int(known)

    def _send(self, now: datetime) -> None:
        if self._mailing is not None:
            self._mailing.queue_digests(now)
            self._mailing.send_waiting(now)
        for sender in self._senders:
            sender.send_waiting(now)


def is_running(book: NoticeBook, now: datetime) -> bool:
    """Whether a process that reacts has looked at the clock lately."""
    looked = book.handled(LOOKED_AT)
    return looked is not None and now - datetime.fromisoformat(looked) <= QUIET_FOR
