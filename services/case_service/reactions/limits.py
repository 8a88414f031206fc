"""What the clock brings: a reminder before a limit, a word on the day, and escalation when it is past. Nothing is recorded here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from events.base import Stream
from services.case_service.notices.notice import Notice, NoticeKind
from services.case_service.reactions.recipients import Recipients
from services.case_service.read_model import ObligationRow, ReadModel
from services.compliance.calendar import Calendar, local_day
from services.compliance.rulebook import RuleKind

REMIND_BEFORE: Final = 2
"""Working days before the limit."""

ESCALATE_AFTER: Final = 5
"""Working days past the limit before the owner is told too."""

LOOK_AHEAD: Final = timedelta(days=21)
LOOK_BACK: Final = timedelta(days=45)
MOST: Final = 20_000


class Limits:
    """Says of which limits of law and plans somebody is to be told at a moment. Missed guidance stands on the matter's page."""

    def __init__(self, model: ReadModel, recipients: Recipients, calendar: Calendar) -> None:
        self._model = model
        self._recipients = recipients
        self._calendar = calendar

    def notices(self, now: datetime) -> Iterator[Notice]:
        """The notices that are due by ``now``; those that were given before are given again and count once."""
        today = local_day(now)
        for one in self._model.obligations(due_before=now + LOOK_AHEAD, at=now, limit=MOST):
            if one.kind != RuleKind.GUIDANCE.value and one.limit is not None and one.limit > now - LOOK_BACK:
                yield from self._of(one, one.limit, today, now)

    def _of(self, one: ObligationRow, limit: datetime, today: date, now: datetime) -> Iterator[Notice]:
        matter = self._model.matter(one.stream_id)
        if matter is None or not matter.is_open:
            return
        due, to = local_day(limit), self._recipients
        if due > today and self._calendar.working_days_after(today, REMIND_BEFORE) < due:
            return
        leading = to.leading(matter, today)
        if one.stream is Stream.ENFORCEMENT:
            leading = (*leading, *to.allowed(matter, to.owners(today)))
        if due < today:
            told = [(NoticeKind.OVERDUE, (*leading, *to.principals_of(matter, today)))]
            if self._calendar.working_days_after(due, ESCALATE_AFTER) <= today:
                told.append((NoticeKind.ESCALATED, to.allowed(matter, to.owners(today))))
        else:
            told = [(NoticeKind.DUE_TODAY if due == today else NoticeKind.DUE_SOON, leading)]
        for kind, people in told:
            for person in dict.fromkeys(people):
                yield Notice(
                    person=person,
                    kind=kind,
                    cause=f"{one.obligation_id}:{due}",
                    made_at=now,
                    stream=matter.stream,
                    about=matter.stream_id,
                    due_at=limit,
                )
