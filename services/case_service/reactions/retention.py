"""Retention by itself: carries out what two people have decided, and tells those who keep the archive what has lapsed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from events.lists.people import Role
from services.case_service.desk import Desk
from services.case_service.disposal import Disposals
from services.case_service.notices.book import NoticeBook
from services.case_service.notices.notice import Notice, NoticeKind
from services.case_service.reactions.recipients import Recipients
from services.case_service.store import DAMAGED, KeyNotScrubbedError
from services.compliance.calendar import local_day

SCANNED_AT: Final = "retention_scanned_at"
EVERY: Final = timedelta(days=1)
ARCHIVISTS: Final = frozenset({Role.ARCHIVIST})
ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})

log = logging.getLogger(__name__)


class RetentionWatch:
    """Looks after one tenant's retention. Several processes may: what is destroyed is destroyed, and each notice is told once."""

    def __init__(self, desk: Desk, book: NoticeBook, recipients: Recipients) -> None:
        self._disposals = Disposals(desk)
        self._book = book
        self._recipients = recipients

    def look(self, now: datetime) -> None:
        """Go on with disposals that are decided and not done, and once a day look for what has lapsed."""
        try:
            self._disposals.carry_out_decided()
        except DAMAGED:
            log.exception("a disposal waits: an event that may stand against it cannot be read")
        except KeyNotScrubbedError:
            log.warning("a destroyed key's bytes are still in the file; they are scrubbed when its readers are gone")
        last = self._book.handled(SCANNED_AT)
        if last is None or now - datetime.fromisoformat(last) >= EVERY:
            self._book.add(self._notices_of_what_can_be_read(now), handled=(SCANNED_AT, now.isoformat()))

    def _notices_of_what_can_be_read(self, now: datetime) -> tuple[Notice, ...]:
        try:
            return self._notices(now)
        except DAMAGED:
            log.exception("nobody is told today of what has lapsed: an event that may stand against it cannot be read")
            return ()

    def _notices(self, now: datetime) -> tuple[Notice, ...]:
        """One notice a month to each who keeps the archive, while something waits that nothing stands against."""
        ready = [one for one in self._disposals.lapsed() if not one.obstacles]
        if not ready:
            return ()
        log.info("the retention of %d subjects has ended", len(ready))
        today = local_day(now)
        told = self._recipients.with_roles(ARCHIVISTS, None, today) or self._recipients.with_roles(ADMINISTRATORS, None, today)
        return tuple(
            Notice(person=person, kind=NoticeKind.RETENTION_LAPSED, cause=f"{today.year}-{today.month:02}", made_at=now)
            for person in told
        )
