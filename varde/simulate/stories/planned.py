"""The second half of a case: plan, measures, follow-up, closing and reopening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from events import best_interest, closing, plan
from events.lists.concern import Arena
from events.lists.decisions import AvvikGrade, AvvikKind
from events.lists.measures import (
    ClosingReason,
    Conclusion,
    Effect,
    MeasureLevel,
    Moment,
    PlanPart,
    ReopeningReason,
    Rhythm,
    Target,
    Weight,
)
from varde.simulate.mould import UNSAID
from varde.simulate.stories.raised import avvik_of
from varde.simulate.stories.told import SAFE, CaseTelling, Shape

if TYPE_CHECKING:
    from uuid import UUID


MEASURES: Final = (
    ("close-follow-up", MeasureLevel.INDIVIDUAL, Target.EXPOSED, Arena.SCHOOL),
    ("log-conversations", MeasureLevel.INDIVIDUAL, Target.EXPOSED, Arena.SCHOOL),
    ("better-weak-relation", MeasureLevel.INDIVIDUAL, Target.EXPOSED, Arena.CLASSROOM),
    ("stop-conversation", MeasureLevel.INDIVIDUAL, Target.OFFENDING, Arena.SCHOOL),
    ("support-group", MeasureLevel.GROUP, Target.CLASS, Arena.CLASSROOM),
    ("room-for-friendship", MeasureLevel.GROUP, Target.CLASS, Arena.SCHOOLYARD),
    ("warm-and-clear-class-leadership", MeasureLevel.GROUP, Target.ADULTS, Arena.CLASSROOM),
    ("increased-supervision", MeasureLevel.SYSTEM, Target.WHOLE_SCHOOL, Arena.SCHOOLYARD),
    ("close-transitions", MeasureLevel.SYSTEM, Target.WHOLE_SCHOOL, Arena.CORRIDOR),
    (None, MeasureLevel.INDIVIDUAL, Target.EXPOSED, Arena.AFTER_SCHOOL),
)


def _assess_best_interest(told: CaseTelling) -> None:
    if not told.tell.kept():
        return
    moments = told.tell.random.sample(tuple(Moment), 4)
    told.then(
        best_interest.BestInterestAssessed(
            pupil=told.pupil,
            moments=tuple(
                best_interest.WeighedMoment(moment=moment, weight=told.tell.random.choice(tuple(Weight)), information=UNSAID)
                for moment in moments
            ),
            conflict_between_children=told.tell.chance(0.3),
            harmonised=True,
            weight_given=Weight.HEAVY,
            conclusion=UNSAID,
        ),
        5,
        by="handler",
    )


def add_measure(told: CaseTelling, evaluate_after: int) -> UUID:
    """One measure is set in, to be evaluated after so many days."""
    tell, measure = told.tell, told.tell.new()
    template, level, target, arena = tell.random.choice(MEASURES)
    is_whole = tell.kept()
    told.then(
        plan.MeasureAdded(
            measure=measure,
            level=level,
            arena=arena,
            target=target,
            executor=tell.person("teacher") if is_whole else None,
            from_date=tell.day(1),
            evaluate_on=tell.day(evaluate_after) if is_whole else None,
            pupil_participated=tell.kept(),
            guardians_participated=tell.kept(),
            template=template,
            title=UNSAID,
            problem=UNSAID,
            description=UNSAID,
        ),
        3,
        by="handler",
    )
    return measure


def few_measures(told: CaseTelling) -> None:
    """A light case: one measure, carried out and evaluated."""
    tell = told.tell
    measure = add_measure(told, 28)
    if tell.kept():
        _adopt(told, (measure,), 28)
    told.then(plan.MeasureExecuted(measure=measure, executed_by=tell.person("teacher")), 10, by="teacher")
    told.experience = min(10, told.experience + tell.random.randint(2, 5))
    _evaluate(told, measure, after=90)


def plan_measures(told: CaseTelling) -> None:
    """The best interest is assessed, measures are set in, the plan is adopted."""
    tell = told.tell
    _assess_best_interest(told)
    told.measures = tuple(add_measure(told, 28 + 7 * number) for number in range(tell.random.randint(2, 4)))
    _adopt(told, told.measures, 35)
    if not tell.kept():
        avvik_of(told, AvvikKind.PROCESS_BREACH, AvvikGrade.BREACH_OF_LAW, treated=0.6, rule="law-12.written-plan")


def _adopt(told: CaseTelling, measures: tuple[UUID, ...], evaluate_after: int) -> None:
    tell = told.tell
    told.plan_version += 1
    parts = tuple(PlanPart) if tell.kept() else tuple(PlanPart)[:-1]
    told.then(
        plan.PlanAdopted(
            plan_version=told.plan_version,
            coordinator=tell.person("handler"),
            pupil=told.pupil,
            parts=parts,
            measures=measures,
            pupil_participated=tell.kept(),
            guardians_participated=tell.kept(),
            evaluate_on=tell.day(evaluate_after),
            problem=UNSAID,
            summary=UNSAID,
        ),
        8,
    )


def _evaluate(told: CaseTelling, measure: UUID, after: float) -> None:
    tell = told.tell
    works = told.experience >= SAFE
    told.then(
        plan.MeasureEvaluated(
            measure=measure,
            participants=(told.pupil, tell.person("handler")),
            pupil_participated=tell.kept(),
            experience=told.experience if tell.kept() else None,
            effect=Effect.WORKS if works else tell.random.choice((Effect.PARTLY, Effect.DOES_NOT_WORK)),
            conclusion=tell.random.choice((Conclusion.ENDED, Conclusion.CONTINUED)) if works else Conclusion.CHANGED,
            reason=UNSAID,
        ),
        after,
        by="handler",
    )


def follow_up(told: CaseTelling, *, is_last: bool) -> None:
    """One round of carrying out, asking the pupil and evaluating; but for the last one the plan is revised."""
    tell = told.tell
    for measure in told.measures:
        if tell.kept():
            told.then(plan.MeasureExecuted(measure=measure, executed_by=tell.person("teacher")), 12, by="teacher")
        else:
            told.then(plan.MeasureMissed(measure=measure, reason=UNSAID), 12, by="teacher")
    told.experience = max(1, min(10, told.experience + tell.random.randint(0, 4)))
    if is_last:
        told.experience = max(told.experience, tell.random.randint(SAFE, 10))
    for _ in range(2):
        told.then(
            plan.FollowUpHeld(
                pupil=told.pupil,
                held_by=tell.person("teacher"),
                experience=told.experience,
                rhythm=Rhythm.WEEKLY,
                own_words=UNSAID,
            ),
            40,
            by="teacher",
        )
    for measure in told.measures:
        if tell.kept():
            _evaluate(told, measure, after=6)
    if tell.kept():
        told.then(
            plan.PlanEvaluated(
                participants=(told.pupil, tell.person("handler")),
                pupil_participated=tell.kept(),
                guardians_participated=tell.kept(),
                effect=Effect.WORKS if told.experience >= SAFE else Effect.PARTLY,
                pupil_is_safe=told.experience >= SAFE,
                experience=told.experience,
                conclusion=UNSAID,
            ),
            5,
            by="handler",
        )
    if not is_last:
        told.plan_version += 1
        told.then(
            plan.PlanRevised(
                plan_version=told.plan_version,
                parts=tuple(PlanPart),
                measures=told.measures,
                pupil_participated=tell.kept(),
                guardians_participated=tell.kept(),
                evaluate_on=tell.day(28),
                what_changed=UNSAID,
            ),
            8,
            by="handler",
        )


def close(told: CaseTelling) -> None:
    """The pupil is asked, the case is closed, and the school asks again some weeks later."""
    tell = told.tell
    told.experience = max(told.experience, SAFE)
    if tell.kept():
        told.then(
            closing.SafetyConfirmed(
                pupil=told.pupil,
                pupil_is_safe=True,
                asked_by=tell.person("handler"),
                experience=told.experience,
                guardians_agree=tell.chance(0.9),
                own_words=UNSAID,
            ),
            40,
            by="handler",
        )
    reason = ClosingReason.MOVED_SCHOOL if tell.chance(0.06) else ClosingReason.SAFE
    told.then(closing.CaseClosed(reason=reason, pupil_agrees=tell.chance(0.95), explanation=UNSAID), 16, in_time=True)
    if told.shape is not Shape.LIGHT and tell.kept():
        told.then(
            closing.PostClosureCheckDone(pupil=told.pupil, pupil_is_safe=True, experience=told.experience, own_words=UNSAID), 240
        )


def reopen(told: CaseTelling) -> None:
    """It was not over: a measure more, and closing again."""
    tell = told.tell
    reason = tell.random.choice((ReopeningReason.RELAPSE, ReopeningReason.NEW_REPORT, ReopeningReason.POST_CLOSURE_CHECK))
    told.then(closing.CaseReopened(reason=reason, explanation=UNSAID), 120, in_time=True)
    told.experience = tell.random.randint(2, 5)
    told.measures = (add_measure(told, 28),)
    follow_up(told, is_last=True)
    close(told)
