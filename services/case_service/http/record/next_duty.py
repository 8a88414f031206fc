"""What the law and the plan ask next in a matter, and with which form it is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from services.case_service.http.case_access import Matter
from services.case_service.http.languages import current_language, t
from services.case_service.http.record.asking import is_recordable
from services.case_service.http.web import the_desk
from services.case_service.read_model import ObligationRow
from services.compliance.explain import day_text
from texts import text

SHOWN: Final = 6
OVERDUE: Final = frozenset({"overdue", "not_documented"})


class NextDuty(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is due: what, by when, from where, and the forms that fulfil it."""

    what: str
    limit: str | None
    overdue: bool
    source: str
    topics: tuple[str, ...]


def next_duties(matter: Matter) -> tuple[NextDuty, ...]:
    """What waits, the first due first; each duty once."""
    found: dict[str, NextDuty] = {}
    for duty in _duties(matter):
        found.setdefault(duty.what, duty)
    return tuple(found.values())[:SHOWN]


def told_what_is_next(matter: Matter, topic: str) -> str:
    """That it was recorded, and to staff what is due next."""
    done = t("record.done", what=text(f"event.{topic}", current_language()))
    duty = None if matter.for_family else next(iter(next_duties(matter)), None)
    if duty is None:
        return done
    return (
        f"{done} {t('record.next', what=duty.what)}"
        if duty.limit is None
        else (f"{done} {t('record.next.by', what=duty.what, limit=duty.limit)}")
    )


def _duties(matter: Matter) -> Iterator[NextDuty]:
    desk, language = the_desk(), current_language()
    for row in desk.read_model.obligations(streams=[matter.row.stream_id], limit=60):
        bound = desk.rules.by_id.get(row.rule_id)
        if bound is None:
            continue
        yield NextDuty(
            what=bound.rule.text.in_(language),
            limit=_limit(row),
            overdue=row.verdict in OVERDUE,
            source=text("reason.source", language, document=bound.document, section=bound.rule.section),
            topics=tuple(topic for topic in bound.rule.discharge.events if is_recordable(matter, topic)),
        )


def _limit(row: ObligationRow) -> str | None:
    return None if row.due_at is None else day_text(row.due_at, current_language())
