"""What one process needs to serve pages and API: made once in each process, after it was forked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from services.case_service.application import Application
from services.case_service.attachments.vault import Vault
from services.case_service.drafts import DraftKeys, Drafts
from services.case_service.integrity.kept import Integrity, IntegrityPlaces, places_in
from services.case_service.names import Names
from services.case_service.notices.book import NoticeBook
from services.case_service.read_model import ReadModel
from services.case_service.store import EventStore
from services.compliance.calendar import Calendar
from services.compliance.loading import Rules


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """The parts that a request works with. ``home`` is the tenant's own folder, ``marking_key`` makes keyed hashes of codes."""

    store: EventStore
    application: Application
    read_model: ReadModel
    names: Names
    vault: Vault
    drafts: Drafts
    notices: NoticeBook
    integrity: Integrity
    calendar: Calendar
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    home: Path
    marking_key: bytes

    @property
    def rules(self) -> Rules:
        """The rules that histories are judged by now: they follow the log, as the read model does."""
        return self.read_model.rules


def make_desk(
    store: EventStore,
    *,
    home: Path,
    rules: Rules,
    calendar: Calendar,
    clock: Callable[[], datetime],
    new_id: Callable[[], UUID],
    marking_key: bytes,
    integrity: IntegrityPlaces | None = None,
) -> Desk:
    """A desk over an open store, with the tenant's files in ``home``; ``integrity`` if its parts lie elsewhere."""
    read_model = ReadModel(home / "read_model.sqlite", store, rules=rules, calendar=calendar, clock=clock)
    return Desk(
        store=store,
        application=Application(store, clock=clock, new_id=new_id, fingerprint_key=marking_key),
        read_model=read_model,
        names=Names(store, clock),
        vault=Vault(home / "attachments", store),
        drafts=Drafts(home / "drafts.sqlite", DraftKeys(marking_key)),
        notices=NoticeBook(home / "notices.sqlite"),
        integrity=Integrity(store, integrity or places_in(home)),
        calendar=calendar.with_closed(read_model.closed_days),
        clock=clock,
        new_id=new_id,
        home=home,
        marking_key=marking_key,
    )
