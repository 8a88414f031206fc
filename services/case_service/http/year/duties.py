"""The rules behind the tasks of a year, and how each stands: from the obligations that the read model keeps."""

from __future__ import annotations

from typing import Final

import msgspec

from events.lists.year import Term, WheelTask
from services.case_service.http.languages import current_language
from services.case_service.http.web import the_desk
from services.case_service.http.year.kept import YearTask
from services.case_service.http.year.place import Place
from services.case_service.http.year.proposals import OPENED, task_of
from services.case_service.tasks import judged_row
from services.compliance.explain import Row, reason, source_of
from services.compliance.rulebook import BoundRule
from services.compliance.verdicts import Verdict

MOST: Final = 2000
MISSED: Final = frozenset({Verdict.OVERDUE, Verdict.NOT_DOCUMENTED})
ENDED: Final = frozenset({Verdict.NOT_APPLICABLE})
UNDONE: Final = MISSED | {Verdict.OPEN}


class ShownDuty(msgspec.Struct, frozen=True, kw_only=True):
    """A rule in its own words, where it stands, how it stands now, and why."""

    rule_id: str
    text: str
    source: str
    verdict: Verdict
    reason: str

    @property
    def missed(self) -> bool:
        """Whether its limit has run out."""
        return self.verdict in MISSED


class Duties:
    """The obligations of one year, each beside the task that fulfils it."""

    def __init__(self, place: Place) -> None:
        desk = the_desk()
        now = desk.clock()
        found = desk.read_model.obligations(streams=[place.stream_id], undone_only=False, limit=MOST)
        rows = (judged_row(one, now) for one in found if one.rule_id in desk.rules.by_id and Verdict(one.verdict) not in ENDED)
        self._rows = [(row, desk.rules.of(row)) for row in rows]

    def asked(self, task: YearTask) -> tuple[ShownDuty, ...]:
        """The rules of law and plans that ask for a task."""
        return tuple(_shown(row, bound) for row, bound in self._rows if asks_for(bound, task.kind, task.term))

    def of(self, task: YearTask) -> tuple[ShownDuty, ...]:
        """The rules that ask for a task, and then that its own date is kept."""
        own = (_shown(row, bound) for row, bound in self._rows if task.task is not None and row["key"] == str(task.task))
        return (*self.asked(task), *own)

    def missed(self, task: YearTask) -> tuple[ShownDuty, ...]:
        """The rules that ask for a task and whose limit has run out."""
        return () if task.done is not None else tuple(one for one in self.of(task) if one.missed)

    def without_task(self, tasks: tuple[YearTask, ...]) -> tuple[ShownDuty, ...]:
        """What is asked of the year and not done, and that no task has been planned for."""
        return tuple(
            _shown(row, bound)
            for row, bound in self._rows
            if OPENED in bound.rule.trigger.events
            and Verdict(row["verdict"]) in UNDONE
            and not any(asks_for(bound, task.kind, task.term) for task in tasks)
        )


def asks_for(bound: BoundRule, kind: WheelTask, term: Term | None) -> bool:
    """Whether a rule asks for such a task in every year."""
    return OPENED in bound.rule.trigger.events and (found := task_of(bound))[0] is kind and found[1] in {None, term}


def _shown(row: Row, bound: BoundRule) -> ShownDuty:
    rules, language = the_desk().rules, current_language()
    # That a planned date is kept stands among many laws; the section alone says where.
    source = source_of(row, rules, language) if OPENED in bound.rule.trigger.events else bound.rule.section
    return ShownDuty(
        rule_id=bound.rule.id,
        text=bound.rule.text.in_(language),
        source=source,
        verdict=Verdict(row["verdict"]),
        reason=reason(row, rules, language),
    )
