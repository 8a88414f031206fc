"""A missed limit of the law or of the municipality's own plan becomes an avvik by itself, once (kommunelova § 25-1)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from events import Actor
from events.avvik import AvvikRaised
from events.base import Stream
from events.lists.decisions import AvvikGrade, AvvikKind
from events.lists.people import Role
from services.case_service.application import Application, Request
from services.case_service.domain.avvik.commands import RaiseAvvik
from services.case_service.domain.command import Refused
from services.case_service.reactions.recipients import Recipients
from services.case_service.read_model import ObligationRow, ReadModel
from services.case_service.store import DAMAGED, StreamMovedError
from services.compliance.calendar import local_day
from services.compliance.rulebook import Miss

VARDE: Final = UUID("7a1d2c6e-0000-5000-8000-007661726465")
"""The actor of what follows by itself."""

SPACE: Final = UUID("5b7e0c54-3a0e-5a53-9d0a-9a4f6e1b2c33")
GRADES: Final = {
    Miss.BREACH_OF_LAW.value: AvvikGrade.BREACH_OF_LAW,
    Miss.INTERNAL_AVVIK.value: AvvikGrade.INTERNAL_AVVIK,
}
"""A missed guidance is a warning on the page, and no avvik."""

log = logging.getLogger(__name__)


def avvik_stream(obligation_id: str) -> UUID:
    """The stream of the avvik that a missed obligation gives: always the same, so that it is raised once."""
    return uuid5(SPACE, obligation_id)


class AvvikByRule:
    """Raises the avvik of the limits that were missed since Varde began to watch."""

    def __init__(self, model: ReadModel, recipients: Recipients, application: Application) -> None:
        self._model = model
        self._recipients = recipients
        self._application = application

    def raise_due(self, now: datetime, *, since: datetime) -> int:
        """Raise an avvik for each limit that passed after ``since`` and was not kept. Returns how many were raised."""
        return sum(self._raise(one, now) for one in self._missed(now, since))

    def _missed(self, now: datetime, since: datetime) -> Iterator[ObligationRow]:
        for one in self._model.missed_without_avvik(since=since, at=now):
            if one.miss in GRADES:
                yield one

    def _raise(self, one: ObligationRow, now: datetime) -> bool:
        stream_id = avvik_stream(one.obligation_id)
        matter = self._model.matter(one.stream_id)
        leading = () if matter is None else self._recipients.leading(matter, local_day(now))
        fact = AvvikRaised(
            kind=AvvikKind.PROCESS_BREACH,
            grade=GRADES[one.miss],
            rule=one.rule_id,
            obligation=one.obligation_id,
            about_stream=one.stream_id,
            responsible=leading[0] if leading else None,
        )
        request = Request(
            stream=Stream.AVVIK,
            stream_id=stream_id,
            command=RaiseAvvik(fact=fact),
            actor=Actor(ref=VARDE, role=Role.SYSTEM),
            occurred_at=now,
            known_at=now,
            case_id=one.case_id,
            school=one.school,
            seen_version=0,
            event_id=uuid5(stream_id, "raised"),
        )
        try:
            self._application.handle(request)
        except (Refused, StreamMovedError):
            return False  # another process was here first
        except DAMAGED:
            log.exception("the avvik %s was raised, or is to be, and cannot be read", stream_id)
            return False
        log.info("avvik raised by rule %s in case %s", one.rule_id, one.case_id)
        return True
