"""What waits for the one who is logged in: a principal's whole school, a case handler's own cases, anybody's own measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

import msgspec

from events.base import Stream
from events.plan import MeasureAdded
from services.case_service.http.case_access import current_person, decision_on
from services.case_service.http.cases.reach import led_schools, own_matters
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow, ObligationRow
from services.case_service.rights import Action, Decision, Share
from services.case_service.tasks import Task, judged_row, tasks_of

AHEAD: Final = timedelta(days=28)
"""So far ahead the page looks."""

MOST: Final = 1000
SHARED: Final = frozenset({Share.WHOLE})


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A task in a matter that the reader may see; ``row`` is None for the school's own year. ``topic`` is what she can record."""

    task: Task
    row: MatterRow | None
    topic: str | None


class Matters:
    """The matters of one request: each looked up and decided on once."""

    def __init__(self) -> None:
        self.row = lru_cache(maxsize=None)(the_desk().read_model.matter)
        self._decided: dict[tuple[UUID, Action], Decision] = {}

    def decision(self, row: MatterRow, action: Action) -> Decision:
        """What is decided for the reader."""
        key = (row.stream_id, action)
        if key not in self._decided:
            self._decided[key] = decision_on(row, action)
        return self._decided[key]


def waiting(matters: Matters, now: datetime) -> tuple[Waiting, ...]:
    """All that waits, the most pressing first."""
    schools = sorted(led_schools())
    own = own_matters(current_person().id)
    model = the_desk().read_model
    rows: dict[str, ObligationRow] = {}
    if schools:
        found = model.obligations(schools=schools, due_before=now + AHEAD, limit=MOST)
        rows |= {one.obligation_id: one for one in found}
    if own:
        found = model.obligations(streams=[row.stream_id for row in own], due_before=now + AHEAD, limit=MOST)
        rows |= {one.obligation_id: one for one in found}
    tasks = tasks_of((judged_row(one, now) for one in rows.values()), the_desk().rules)
    return tuple(_hers(tasks, matters, set(schools)))


def _hers(tasks: Iterable[Task], matters: Matters, schools: set[str]) -> Iterator[Waiting]:
    for task in tasks:
        row = matters.row(task.stream_id)
        if row is None:
            if task.stream is Stream.ANNUAL_WHEEL and task.school in schools:
                yield Waiting(task=task, row=None, topic=None)
            continue
        seen = matters.decision(row, Action.SEE_CONTENT)
        if not row.is_open or not seen.allowed:
            continue
        recording = matters.decision(row, Action.RECORD)
        topic = next((topic for topic in task.topics if recording.may_record(topic)), None)
        if seen.share in SHARED or (topic is not None and _is_own(task)):
            yield Waiting(task=task, row=row, topic=topic)


def _is_own(task: Task) -> bool:
    """Whether the task is about a measure that the reader carries out."""
    if task.key is None:
        return False
    person = current_person().id
    return any(
        isinstance(one.event, MeasureAdded) and str(one.event.measure) == task.key and one.event.executor == person
        for one in the_desk().store.readable(task.stream_id).events
    )
