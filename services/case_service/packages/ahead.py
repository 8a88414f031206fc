"""What comes next, with dates: what the rules ask for, and what the plan itself has set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from events.closing import FollowUpAgreed
from events.local_time import OSLO
from events.plan import FollowUpHeld, MeasureAdded, MeasureEvaluated, PlanAdopted, PlanEvaluated, PlanRevised
from services.case_service.letters.markup import Block, Heading, Paragraph, Points
from services.case_service.packages.known import Known
from services.case_service.packages.redaction import Copy
from services.case_service.tasks import Task, tasks_of
from services.compliance.explain import day_text
from texts import Language, catalogue, text


def next_part(known: Known, copies: Sequence[Copy], language: Language) -> tuple[Block, ...]:
    """What is due by rule, the first due first, and what is set in the plan from today on."""
    due = due_lines(known, language)
    set_ = set_lines(known, copies, language)
    nothing = Paragraph(text("package.next.nothing", language))
    return (
        Heading(text("package.next.due", language)),
        Points(due) if due else nothing,
        Heading(text("package.next.set", language)),
        Points(set_) if set_ else nothing,
    )


def due_lines(known: Known, language: Language) -> tuple[str, ...]:
    """What the rules ask for and is not done, with by when."""
    if not known.row.is_open:
        return ()
    return tuple(dict.fromkeys(_due(task, language) for task in tasks_of(known.judged, known.desk.rules)))


def set_lines(known: Known, copies: Sequence[Copy], language: Language) -> tuple[str, ...]:
    """The dates that the plan, the evaluations and the talks have set, from today on."""
    today = known.now.astimezone(OSLO).date()
    found = sorted({(day, words) for one in copies for day, words in _dates(one, language) if day >= today})
    return tuple(text("package.next.day", language, day=day_text(day, language), what=words) for day, words in found)


def _due(task: Task, language: Language) -> str:
    words = f"task.do.{task.topics[0]}"
    what = text(words if words in catalogue() else f"event.{task.topics[0]}", language)
    if not task.firm:
        return text("package.next.asap", language, what=what)
    return text("package.next.by", language, what=what, day=day_text(task.limit, language))


def _dates(one: Copy, language: Language) -> Iterator[tuple[date, str]]:
    match one.recorded.event:
        case MeasureAdded(title=title) as added:
            if added.evaluate_on is not None:
                yield added.evaluate_on, text("package.next.evaluate", language, what=title)
            if added.to_date is not None:
                yield added.to_date, text("package.next.ends", language, what=title)
        case PlanAdopted(evaluate_on=day) | PlanRevised(evaluate_on=day) if day is not None:
            yield day, text("package.next.evaluate_plan", language)
        case MeasureEvaluated(next_evaluation_on=day) | PlanEvaluated(next_evaluation_on=day) if day is not None:
            yield day, text("package.next.evaluate_again", language)
        case FollowUpHeld(next_on=day) if day is not None:
            yield day, text("package.next.talk", language)
        case FollowUpAgreed(until=day):
            yield day, text("package.next.follow_up", language)
