"""The rules behind the tasks of a year, and how each stands: from the obligations that the read model keeps."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from services.case_service.http.languages import current_language
from services.case_service.http.web import the_desk
from services.case_service.http.year.kept import YearTask
from services.case_service.http.year.place import Place
from services.case_service.http.year.proposals import OPENED, task_of
from services.case_service.read_model import ObligationRow
from services.case_service.tasks import judged_row
from services.compliance.explain import reason, source_of
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
        self._now: datetime = desk.clock()
        found = desk.read_model.obligations(streams=[place.stream_id], undone_only=False, limit=MOST)
        known = desk.rules.by_id
        self._rows = [(one, known[one.rule_id]) for one in found if one.rule_id in known and Verdict(one.verdict) not in ENDED]

    def of(self, task: YearTask) -> tuple[ShownDuty, ...]:
        """The rules that ask for a task: those of law and plans first, then that its own date is kept."""
        asked = [row for row, bound in self._rows if _asks_for(bound, task)]
        own = [row for row, _ in self._rows if task.task is not None and row.key == str(task.task)]
        return tuple(self._shown(row) for row in (*asked, *own))

    def missed(self, task: YearTask) -> tuple[ShownDuty, ...]:
        """The rules that ask for a task and whose limit has run out."""
        return () if task.done is not None else tuple(one for one in self.of(task) if one.missed)

    def without_task(self, tasks: tuple[YearTask, ...]) -> tuple[ShownDuty, ...]:
        """What is asked of the year and not done, and that no task has been planned for."""
        return tuple(
            self._shown(row)
            for row, bound in self._rows
            if OPENED in bound.rule.trigger.events
            and Verdict(row.verdict) in UNDONE
            and not any(_asks_for(bound, task) for task in tasks)
        )

    def _shown(self, row: ObligationRow) -> ShownDuty:
        rules, language = the_desk().rules, current_language()
        judged = judged_row(row, self._now)
        return ShownDuty(
            rule_id=row.rule_id,
            text=rules.by_id[row.rule_id].rule.text.in_(language),
            source=source_of(judged, rules, language),
            verdict=Verdict(row.verdict),
            reason=reason(judged, rules, language),
        )


def _asks_for(bound: BoundRule, task: YearTask) -> bool:
    if OPENED not in bound.rule.trigger.events:
        return False
    kind, term = task_of(bound)
    return kind is task.kind and term in {None, task.term}
