"""Once a day: files that were laid down for a form that was never sent are taken away."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.case_service.attachments.vault import Vault
from services.case_service.notices.book import NoticeBook
from services.case_service.store import EventStore

SWEPT_AT: Final = "files_swept_at"
EVERY: Final = timedelta(days=1)
BATCH: Final = 5_000

log = logging.getLogger(__name__)


class Leftovers:
    """Sweeps one tenant's files. Several processes may do it: a file is left over or it is not."""

    def __init__(self, store: EventStore, vault: Vault, book: NoticeBook) -> None:
        self._store = store
        self._vault = vault
        self._book = book

    def sweep_daily(self, now: datetime) -> int:
        """Take away the files that no event tells of, unless that was done within a day. Returns how many went."""
        last = self._book.handled(SWEPT_AT)
        if last is not None and now - datetime.fromisoformat(last) < EVERY:
            return 0
        told_of = self._told_of()
        if told_of is None:
            log.warning("no file is taken away today: an event that may tell of one cannot be read")
            self._book.handle(SWEPT_AT, now.isoformat())
            return 0
        gone = self._vault.sweep(told_of, now)
        self._book.handle(SWEPT_AT, now.isoformat())
        if gone:
            log.info("%d files that no event tells of were taken away", gone)
        return gone

    def _told_of(self) -> frozenset[UUID] | None:
        """The files of the whole log; None when an event of it cannot be read.

        A file is old before it counts as left over, so one that is told of meanwhile is safe.
        """
        position, found = 0, set[UUID]()
        while any(batch := self._store.readable_after(position, BATCH)):
            if batch.damaged:
                return None
            position = batch.events[-1].position or position
            found |= {attachment.id for one in batch.events for attachment in one.envelope.attachments}
        return frozenset(found)
