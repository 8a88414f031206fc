"""A version of the plan in words, from the facts of a matter as the one who gets it may read them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import TypeAlias
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.envelope import Recorded
from events.lists.people import Role
from events.plan import MeasureAdded, MeasureEvaluated, MeasureExecuted, Participation, PlanAdopted, PlanEvaluated, PlanRevised
from services.case_service.letters.plan_document import MeasureOnPaper, PlanOnPaper
from services.compliance.explain import day_text
from texts import Language, counted, label, text

Plan: TypeAlias = PlanAdopted | PlanRevised

BACKGROUND = ("background", "pupils_perspective", "guardians_perspective", "analysis", "summary", "conclusion")
"""What the first version may say beside the problem, in the order of the document."""


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the plan: the fact, and the version of the matter up to which it is told (None: it still applies)."""

    recorded: Recorded
    plan: Plan
    until: int | None

    @property
    def begins(self) -> date | datetime:
        """From when it applies."""
        return getattr(self.plan, "from_date", None) or self.recorded.envelope.occurred_at


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan is told from: the events as they may be read, whom the matter is about, and what staff are called."""

    recorded: Sequence[Recorded]
    pupil: UUID | None
    staff: Callable[[UUID], str]


def versions_in(recorded: Sequence[Recorded]) -> tuple[Version, ...]:
    """The versions of the plan, oldest first."""
    found = [(one, one.event) for one in recorded if isinstance(one.event, PlanAdopted | PlanRevised)]
    ends = [one.version for one, _ in found[1:]]
    pairs = zip_longest(found, ends)
    return tuple(Version(recorded=one, plan=plan, until=end) for (one, plan), end in pairs)


def told_on_paper(source: Told, version: Version, language: Language) -> PlanOnPaper:
    """A version in words. What a revision says nothing of stands as it stood before."""
    told = tuple(one for one in source.recorded if version.until is None or one.version < version.until)
    plans = [one.event for one in told if isinstance(one.event, PlanAdopted | PlanRevised)]
    first = next((plan for plan in plans if isinstance(plan, PlanAdopted)), None)
    problem = (first.problem or "") if first is not None else ""
    return PlanOnPaper(
        problem=problem,
        background=tuple(_background(first, plans, language)),
        measures=tuple(_said_once(one, problem) for one in _measures(source, told, version, language)),
        participation=tuple(_participation(version.plan, language)),
        coordinator=source.staff(first.coordinator) if first is not None else "",
        evaluate_on=day_text(next((plan.evaluate_on for plan in reversed(plans) if plan.evaluate_on), None), language),
        evaluations=tuple(_evaluations(told, language)),
    )


def _said_once(measure: MeasureOnPaper, problem: str) -> MeasureOnPaper:
    """A measure without the problem that the whole plan is about: it stands above already."""
    return replace(measure, about=tuple(words for words in measure.about if words != problem))


def _background(first: PlanAdopted | None, plans: list[Plan], language: Language) -> Iterator[tuple[str, str]]:
    for name in BACKGROUND:
        words = getattr(first, name, None)
        if words:
            yield text(f"plan.paper.{name}", language), words
    for plan in plans:
        if isinstance(plan, PlanRevised):
            yield text("plan.paper.changed", language, version=plan.plan_version), plan.what_changed


def _measures(source: Told, told: tuple[Recorded, ...], version: Version, language: Language) -> Iterator[MeasureOnPaper]:
    """The measures of the version: those set in before it, those that it lists, and in the newest also those set in since."""
    listed = set(version.plan.measures)
    added = [
        (one, one.event)
        for one in told
        if isinstance(one.event, MeasureAdded)
        and (version.until is None or one.version < version.recorded.version or one.event.measure in listed)
    ]
    replaced = {event.replaces for _, event in added}
    for recorded, event in added:
        if event.measure not in replaced:
            yield _measure(source, recorded, event, told, language)


def _measure(
    source: Told, recorded: Recorded, event: MeasureAdded, told: tuple[Recorded, ...], language: Language
) -> MeasureOnPaper:
    begins = day_text(event.from_date or recorded.envelope.occurred_at, language)
    ends = day_text(event.to_date, language)
    level = label(event.level, language).capitalize() if event.level is not None else ""
    about = (level, event.problem, event.description, event.reason)
    return MeasureOnPaper(
        title=event.title,
        about=tuple(words for words in about if words),
        when=text("plan.paper.period" if ends else "plan.paper.from", language, day=begins, end=ends),
        who=_who(source, event, language),
        evaluated=day_text(event.evaluate_on, language),
        outcomes=tuple(_outcomes(event.measure, told, language)),
    )


def _who(source: Told, event: MeasureAdded, language: Language) -> str:
    if event.executor is None:
        return ""
    if event.executor == source.pupil:
        return label(Role.PUPIL, language)
    return source.staff(event.executor) or label(event.executor_is, language)


def _outcomes(measure: UUID, told: tuple[Recorded, ...], language: Language) -> Iterator[str]:
    times = sum(isinstance(one.event, MeasureExecuted) and one.event.measure == measure for one in told)
    if times:
        yield counted("plan.paper.executed", times, language)
    for one in told:
        if isinstance(one.event, MeasureEvaluated) and one.event.measure == measure:
            yield _evaluated(one, label(one.event.effect, language), one.event.reason, language)


def _participation(plan: Plan, language: Language) -> Iterator[str]:
    for who, took_part in (("pupil", plan.pupil_participated), ("guardians", plan.guardians_participated)):
        detail: Participation | None = getattr(plan, "pupils_participation" if who == "pupil" else "guardians_participation")
        said = text(f"plan.paper.{who}.{'yes' if took_part else 'no'}", language)
        when = day_text(detail.on, language) if detail is not None and detail.on is not None else ""
        how = detail.how or "" if detail is not None else ""
        yield " ".join(part for part in (said, f"({when})" if when else "", how) if part)


def _evaluations(told: tuple[Recorded, ...], language: Language) -> Iterator[str]:
    for one in told:
        if isinstance(one.event, PlanEvaluated):
            yield _evaluated(one, label(one.event.effect, language), one.event.conclusion, language)


def _evaluated(one: Recorded, effect: str, reason: str, language: Language) -> str:
    return text("plan.paper.evaluated", language, day=day_text(one.envelope.occurred_at, language), effect=effect, reason=reason)
