"""A school year as its own events tell it. Pure: from what was recorded to what pages show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events import Recorded
from events.envelope import Attachment
from events.lists.investigation import PostponementReason
from events.lists.year import DocumentedBy, Term, WheelTask
from events.wheel import (
    AnnualWheelOpened,
    ClassTalksHeld,
    SupervisionAbsenceCovered,
    SupervisionPlanAdopted,
    WheelTaskDone,
    WheelTaskHandedOver,
    WheelTaskPlanned,
    WheelTaskPostponed,
)
from services.compliance.calendar import local_day


class Standing(StrEnum):
    """How a task stands on a day. The text is ``year.standing.<value>``."""

    OVERDUE = "overdue"
    POSTPONED = "postponed"
    PLANNED = "planned"
    DONE = "done"


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """That a task was done: when, by whom, and what shows it."""

    on: date
    by: UUID
    documentation: DocumentedBy
    note: str | None
    attachments: tuple[Attachment, ...]


class PutOff(msgspec.Struct, frozen=True, kw_only=True):
    """That a task was put off: from which day to which, and why."""

    on: date
    by: UUID
    before: date
    after: date
    reason: PostponementReason
    explanation: str | None


class YearTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task of the year. One that was done without having been planned has neither id nor due date."""

    task: UUID | None
    kind: WheelTask
    term: Term | None
    title: str | None = None
    responsible: UUID | None = None
    due_on: date | None = None
    put_off: tuple[PutOff, ...] = ()
    done: Done | None = None

    def standing(self, on: date) -> Standing:
        """How it stands on a day; its due date itself is still in time."""
        if self.done is not None:
            return Standing.DONE
        if self.due_on is not None and self.due_on < on:
            return Standing.OVERDUE
        return Standing.POSTPONED if self.put_off else Standing.PLANNED

    @property
    def late(self) -> bool:
        """Whether it was done, and after its date."""
        return self.done is not None and self.due_on is not None and self.done.on > self.due_on

    @property
    def day(self) -> date:
        """Where it stands in the year: on its due date, or on the day it was done when it had none."""
        day = self.due_on or (self.done.on if self.done is not None else None)
        assert day is not None  # noqa: S101 - a task is planned for a day or done on one
        return day


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the supervision plan, with who adopted it, when."""

    plan: SupervisionPlanAdopted
    on: date
    by: UUID


class KeptYear(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``tasks`` stand in the order of the year, ``plans`` in the order of their versions."""

    opened_on: date | None = None
    opened_by: UUID | None = None
    tasks: tuple[YearTask, ...] = ()
    talks: tuple[tuple[ClassTalksHeld, date], ...] = ()
    plans: tuple[Adopted, ...] = ()
    covers: tuple[SupervisionAbsenceCovered, ...] = ()

    def task(self, key: UUID) -> YearTask | None:
        """A planned task by its id."""
        return next((one for one in self.tasks if one.task == key), None)

    def open_task(self, kind: WheelTask, term: Term | None) -> YearTask | None:
        """The first planned task of a kind and term that is not done."""
        return next((one for one in self.tasks if one.done is None and (one.kind, one.term) == (kind, term)), None)

    def plan_on(self, day: date) -> Adopted | None:
        """The supervision plan that holds on a day: the newest of those that hold."""
        return next((one for one in reversed(self.plans) if holds(one.plan, day)), None)


def holds(plan: SupervisionPlanAdopted, day: date) -> bool:
    """Whether a supervision plan holds on a day."""
    return plan.valid_from <= day and (plan.valid_to is None or day <= plan.valid_to)


def kept_year(recorded: Sequence[Recorded]) -> KeptYear:
    """What the events of a wheel's stream tell."""
    year = KeptYear()
    planned: dict[UUID, YearTask] = {}
    unplanned: list[YearTask] = []
    for one in recorded:
        fact, on, by = one.event, local_day(one.envelope.occurred_at), one.envelope.actor.ref
        match fact:
            case WheelTaskPlanned():
                planned[fact.task] = _planned(fact)
            case WheelTaskDone():
                done = _done(fact, on, one.envelope.attachments)
                if fact.task is None or fact.task not in planned:
                    unplanned.append(YearTask(task=None, kind=fact.kind, term=fact.term, responsible=fact.done_by, done=done))
                else:
                    planned[fact.task] = replace(planned[fact.task], done=done)
            case WheelTaskPostponed() if fact.task in planned:
                planned[fact.task] = _put_off(planned[fact.task], fact, on, by)
            case WheelTaskHandedOver() if fact.task in planned:
                planned[fact.task] = replace(planned[fact.task], responsible=fact.responsible)
            case _:
                year = _beside_the_tasks(year, one)
    tasks = sorted((*planned.values(), *unplanned), key=lambda task: (task.day, task.kind, task.term or ""))
    plans = sorted(year.plans, key=lambda adopted: adopted.plan.plan_version)
    return replace(year, tasks=tuple(tasks), plans=tuple(plans))


def _beside_the_tasks(year: KeptYear, one: Recorded) -> KeptYear:
    fact, on, by = one.event, local_day(one.envelope.occurred_at), one.envelope.actor.ref
    match fact:
        case AnnualWheelOpened():
            return replace(year, opened_on=on, opened_by=by)
        case ClassTalksHeld():
            return replace(year, talks=(*year.talks, (fact, on)))
        case SupervisionPlanAdopted():
            return replace(year, plans=(*year.plans, Adopted(plan=fact, on=on, by=by)))
        case SupervisionAbsenceCovered():
            return replace(year, covers=(*year.covers, fact))
        case _:
            return year  # routines, reading and inspections have pages of their own


def _planned(fact: WheelTaskPlanned) -> YearTask:
    return YearTask(
        task=fact.task, kind=fact.kind, term=fact.term, title=fact.title, responsible=fact.responsible, due_on=fact.due_on
    )


def _done(fact: WheelTaskDone, on: date, attachments: tuple[Attachment, ...]) -> Done:
    return Done(on=on, by=fact.done_by, documentation=fact.documentation, note=fact.note, attachments=attachments)


def _put_off(task: YearTask, fact: WheelTaskPostponed, on: date, by: UUID) -> YearTask:
    assert task.due_on is not None  # noqa: S101 - what is planned has a date
    put_off = PutOff(on=on, by=by, before=task.due_on, after=fact.due_on, reason=fact.reason, explanation=fact.explanation)
    return replace(task, due_on=fact.due_on, put_off=(*task.put_off, put_off))
