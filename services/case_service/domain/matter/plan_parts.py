"""Which of the parts a-e a written plan really holds (opplæringslova § 12-4 tredje ledd)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from events.lists.measures import PlanPart
from services.case_service.domain.matter.work import Work


def parts_held(work: Work, measures: Sequence[UUID], *, states_problem: bool, evaluate_on: date | None) -> tuple[PlanPart, ...]:
    """The parts that a plan listing ``measures`` holds; a part counts only when every listed measure has it.

    A plan that states the problem itself, or one day of evaluation for all, holds a or e for all its measures.
    """
    listed = [work.measures[key] for key in measures]
    named = bool(listed)
    held = {
        PlanPart.PROBLEM: states_problem or (named and all(measure.states_problem for measure in listed)),
        PlanPart.MEASURES: named,
        PlanPart.WHEN: named and all(measure.from_date is not None for measure in listed),
        PlanPart.WHO: named and all(measure.executor is not None for measure in listed),
        PlanPart.EVALUATION: named and (evaluate_on is not None or all(measure.evaluate_on is not None for measure in listed)),
    }
    return tuple(part for part, there in held.items() if there)
