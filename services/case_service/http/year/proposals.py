"""The tasks that law and plans ask of a year, read out of the rulebooks: the same rules that later judge whether they were done.

A rule that opens when a year's wheel is opened, and is fulfilled by a kind of task, proposes that task with its own date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Final

import msgspec
import polars as pl

from events.lists.year import DocumentedBy, Term, WheelScope, WheelTask
from services.compliance.calendar import Calendar, before_iso_week, day_of_school_year
from services.compliance.loading import Rules
from services.compliance.rulebook import Asap, BoundRule, Condition, Op, SchoolYearDate

OPENED: Final = "wheel.AnnualWheelOpened"
DONE: Final = "wheel.WheelTaskDone"
PLAN_ADOPTED: Final = "wheel.SupervisionPlanAdopted"

DOCUMENTED: Final = {
    WheelTask.STAFF_REVIEW_OF_DUTIES: DocumentedBy.SIGNED_LIST,
    WheelTask.INFORM_PARENTS: DocumentedBy.PUBLISHED,
    WheelTask.SUPERVISION_PLAN: DocumentedBy.PUBLISHED,
    WheelTask.PUPIL_TALKS: DocumentedBy.LOG,
    WheelTask.DEVELOPMENT_TALKS: DocumentedBy.LOG,
    WheelTask.ELEVUNDERSOKELSEN: DocumentedBy.REPORT,
    WheelTask.COUNCIL_INFORMATION: DocumentedBy.REPORT,
    WheelTask.INTERNAL_CONTROL_REPORT: DocumentedBy.REPORT,
}
"""What usually shows that a task was done; minutes for the others."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A task with the rules that ask for it. ``asked``: law or the school's own plan does; else another plan's idea."""

    kind: WheelTask
    term: Term | None
    due_on: date
    rules: tuple[BoundRule, ...]
    asked: bool

    @property
    def key(self) -> str:
        """What tells it apart in a form."""
        return f"{self.kind.value}.{self.term.value if self.term else ''}"


def proposals(
    rules: Rules, chosen: Collection[str], scope: WheelScope, starts_in: int, *, calendar: Calendar, on: date | None = None
) -> tuple[Proposal, ...]:
    """The tasks of a year, in its order. ``chosen`` are the municipal plans that hold; ``on``: when it is opened (1 August)."""
    by_task: dict[tuple[WheelTask, Term | None], list[tuple[BoundRule, date]]] = {}
    for bound in year_rules(rules.bound, scope, on or date(starts_in, 8, 1)):
        due_on = _due_on(bound, starts_in, calendar)
        if due_on is not None:
            by_task.setdefault(task_of(bound), []).append((bound, due_on))
    found = (_proposal(kind, term, asked, chosen) for (kind, term), asked in by_task.items())
    return tuple(sorted(found, key=lambda one: (one.due_on, one.kind, one.term or "")))


def year_rules(bound: Iterable[BoundRule], scope: WheelScope, on: date) -> Iterator[BoundRule]:
    """The rules that ask for a task of the year, and hold on a day."""
    for one in bound:
        holds = one.valid_from <= on and (one.valid_until is None or on <= one.valid_until)
        if holds and OPENED in one.rule.trigger.events and _equal(one.rule.trigger.where, "scope") == scope and _is_task(one):
            yield one


def task_of(bound: BoundRule) -> tuple[WheelTask, Term | None]:
    """The task that fulfils a rule of the year. What asks for no certain task is shown by the supervision plan."""
    kind, term = _equal(bound.rule.discharge.where, "kind"), _equal(bound.rule.discharge.where, "term")
    return WheelTask(kind or WheelTask.SUPERVISION_PLAN), Term(term) if term else None


def documented_by(kind: WheelTask) -> DocumentedBy:
    """What usually shows that such a task was done."""
    return DOCUMENTED.get(kind, DocumentedBy.MINUTES)


def _is_task(bound: BoundRule) -> bool:
    return DONE in bound.rule.discharge.events or PLAN_ADOPTED in bound.rule.discharge.events


def _proposal(kind: WheelTask, term: Term | None, asked: list[tuple[BoundRule, date]], chosen: Collection[str]) -> Proposal:
    own = [(bound, due) for bound, due in asked if bound.always or bound.rulebook in chosen]
    shown = own or asked
    return Proposal(
        kind=kind,
        term=term,
        due_on=min(due for _, due in shown),
        rules=tuple(bound for bound, _ in shown),
        asked=bool(own),
    )


def _due_on(bound: BoundRule, starts_in: int, calendar: Calendar) -> date | None:
    """The day on which the rule's own limit runs out. Reckoned with the expressions that judge it, so that they cannot differ."""
    year = pl.lit(starts_in, dtype=pl.Int32)
    found: date | None = None
    match bound.rule.due:
        case SchoolYearDate(iso_week=week) if week is not None:
            found = pl.select(before_iso_week(year, pl.lit(week, dtype=pl.Int32))).item()
        case SchoolYearDate(month=month, day=day) if month is not None and day is not None:
            expression = day_of_school_year(year, pl.lit(month, dtype=pl.Int32), pl.lit(day, dtype=pl.Int32))
            found = pl.select(expression).item()
        case Asap(silence_working_days=days):
            found = calendar.working_days_after(date(starts_in, 8, 1), days)
        case _:
            found = None
    return found


def _equal(where: Iterable[Condition], field: str) -> str | None:
    """What a fact must equal."""
    return next((str(one.value) for one in where if one.field == field and one.op is Op.EQ), None)
