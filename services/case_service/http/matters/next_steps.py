"""What is due next in a matter, and why; for the one who reads."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from services.case_service.forms import Refers
from services.case_service.http.matters.dossier import Dossier
from services.case_service.http.matters.shown_task import ShownTask, shown_task
from services.case_service.http.record.asking import is_recordable
from services.case_service.tasks import Task

FIRST: Final = 4
"""So many are in sight; the others are one click away."""


def next_steps(dossier: Dossier) -> tuple[ShownTask, ...]:
    """What is to be done, the most pressing first."""
    return tuple(shown_task(task, dossier.now, about=_about(dossier, task), topic=_topic(dossier, task)) for task in dossier.tasks)


def _topic(dossier: Dossier, task: Task) -> str | None:
    if task.stream_id != dossier.row.stream_id:
        return None
    return next((topic for topic in task.topics if is_recordable(dossier.matter, topic)), None)


def _about(dossier: Dossier, task: Task) -> str:
    """The measure or the person that the task is about, where it is not the matter as a whole."""
    if task.key is None:
        return ""
    try:
        about = UUID(task.key)
    except ValueError:
        return ""
    if about in dossier.whom.measures:
        found = dossier.whom(Refers.MEASURE, about, {})
        return found.text if found is not None else ""
    row = dossier.row
    return dossier.whom.pupil(about) if about in row.subjects and about != row.pupil else ""
