"""One thing to do, whatever number of rules ask for it, and when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from events.base import Stream
from services.compliance.calendar import Calendar, local_day
from services.compliance.explain import Row, reason, reckoning, source_of
from services.compliance.loading import Rules
from services.compliance.rulebook import Before, Check, RuleKind
from services.compliance.verdicts import SEVERITY, Verdict
from texts import Language

UNDONE: Final = frozenset({Verdict.OPEN, Verdict.OVERDUE, Verdict.NOT_DOCUMENTED})
ORDER_OF_KINDS: Final = tuple(RuleKind)
"""Law stands before guidance, guidance before the municipality's plan."""

A_WEEK: Final = 7


class Group(StrEnum):
    """When a thing is due, seen from today. The text is ``task.group.<value>``."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that asks for it: in its own words, where it stands, how it stands now, and how its limit was reckoned."""

    rule_id: str
    kind: RuleKind
    text: str
    source: str
    verdict: Verdict
    reason: str
    reckoning: tuple[str, ...]


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do in a matter.

    ``topics`` are the facts of which one discharges it, the usual one first. ``key`` is what it is about within the matter (a
    measure, a pupil), when it is not the matter itself. ``firm``: there is a time limit; else it is to be done as soon as
    possible, and ``limit`` is when silence begins to count.
    """

    stream: Stream
    stream_id: UUID
    case_id: UUID
    school: str | None
    key: str | None
    topics: tuple[str, ...]
    limit: datetime
    firm: bool
    verdict: Verdict
    rows: tuple[Mapping[str, Any], ...]

    @property
    def obligation_ids(self) -> tuple[str, ...]:
        """The obligations that are met when it is done."""
        return tuple(str(row["obligation_id"]) for row in self.rows)

    def whys(self, rules: Rules, calendar: Calendar, language: Language) -> tuple[Why, ...]:
        """The rules that ask for it: law first."""
        found = (_why(row, rules, calendar, language) for row in self.rows)
        distinct = {why.rule_id: why for why in found}
        return tuple(sorted(distinct.values(), key=lambda why: ORDER_OF_KINDS.index(why.kind)))

    def group(self, now: datetime) -> Group:
        """In which part of a list it stands."""
        today, day = local_day(now), local_day(self.limit)
        if self.verdict is not Verdict.OPEN or self.limit < now:
            return Group.OVERDUE
        if day <= today:
            return Group.TODAY
        return Group.THIS_WEEK if day - today < timedelta(days=A_WEEK - today.weekday()) else Group.LATER


def tasks_of(rows: Iterable[Row], rules: Rules) -> tuple[Task, ...]:
    """What is to be done by judged obligations, the most pressing first.

    Rules that ask for the same fact about the same thing are one task. What is judged on what was recorded already (a plan's
    contents) can no longer be done, and stands among the duties alone. Rules that are not known any more are left out.
    """
    together: dict[tuple[str, str, str | None], list[Row]] = {}
    for row in rows:
        bound = rules.by_id.get(row["rule_id"])
        if bound is None or Verdict(row["verdict"]) not in UNDONE or isinstance(bound.rule.due, Check | Before):
            continue
        topics = bound.rule.discharge.events
        if topics:
            together.setdefault((str(row["stream_id"]), topics[0], row["key"]), []).append(row)
    return tuple(sorted((_task(group, rules) for group in together.values()), key=lambda task: (task.limit, task.topics)))


def grouped(tasks: Sequence[Task], now: datetime) -> dict[Group, tuple[Task, ...]]:
    """The tasks by when they are due; groups in which nothing stands are left out."""
    found = {group: tuple(task for task in tasks if task.group(now) is group) for group in Group}
    return {group: tasks for group, tasks in found.items() if tasks}


def _task(rows: list[Row], rules: Rules) -> Task:
    # A firm limit says more than silence; the earliest of them is what must be kept.
    rows.sort(key=lambda row: (row["due_at"] is None, row["due_at"] or row["silence_at"]))
    first = rows[0]
    topics = dict.fromkeys(topic for row in rows for topic in rules.of(row).rule.discharge.events)
    return Task(
        stream=Stream(first["stream"]),
        stream_id=UUID(str(first["stream_id"])),
        case_id=UUID(str(first["case_id"])),
        school=first["school"],
        key=first["key"],
        topics=tuple(topics),
        limit=first["due_at"] or first["silence_at"],
        firm=first["due_at"] is not None,
        verdict=min((Verdict(row["verdict"]) for row in rows), key=SEVERITY.index),
        rows=tuple(rows),
    )


def _why(row: Row, rules: Rules, calendar: Calendar, language: Language) -> Why:
    bound = rules.of(row)
    return Why(
        rule_id=bound.rule.id,
        kind=bound.kind,
        text=bound.rule.text.in_(language),
        source=source_of(row, rules, language),
        verdict=Verdict(row["verdict"]),
        reason=reason(row, rules, language),
        reckoning=tuple(reckoning(row, rules, language, calendar)),
    )
