"""A year's tasks as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from events.lists.year import Term, WheelTask
from services.case_service.http.languages import current_language, t
from services.case_service.http.year.duties import Duties, ShownDuty
from services.case_service.http.year.kept import Standing, YearTask
from services.case_service.http.year.picture import Mark
from services.case_service.http.year.place import Place, name_of
from services.compliance.explain import day_text
from texts import label


class ShownTask(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table. ``number`` is its number in the picture too."""

    number: int
    task: YearTask
    title: str
    responsible: str
    standing: Standing
    url: str
    asked_by: tuple[ShownDuty, ...]
    missed: tuple[ShownDuty, ...]

    @property
    def mark(self) -> Mark:
        """The task in the picture."""
        day = day_text(self.task.day, current_language())
        name = f"{self.number}. {self.title}, {day}: {t(f'year.standing.{self.standing.value}')}"
        return Mark(number=self.number, day=self.task.day, standing=self.standing, name=name, url=self.url)


def shown_tasks(place: Place, tasks: Sequence[YearTask], duties: Duties, on: date) -> tuple[ShownTask, ...]:
    """The tasks with who, when and why, numbered in the order of the year."""
    return tuple(
        ShownTask(
            number=number,
            task=task,
            title=title_of(task.kind, task.term, task.title),
            responsible=name_of(task.responsible),
            standing=task.standing(on),
            url=place.url("show_task", task=task.task) if task.task is not None else f"#oppgave-{number}",
            asked_by=duties.asked(task),
            missed=duties.missed(task),
        )
        for number, task in enumerate(tasks, 1)
    )


def title_of(kind: WheelTask, term: Term | None, title: str | None = None) -> str:
    """What a task is called: its own words, else its kind, with the half of the year where there are two."""
    named = title or label(kind, current_language())
    named = named[:1].upper() + named[1:]
    return named if term is None or title else t("year.task.in_term", task=named, term=label(term, current_language()))


def is_hers(task: YearTask, person: UUID) -> bool:
    """Whether somebody is responsible for a task."""
    return task.responsible == person
