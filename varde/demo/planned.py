"""An ordinary case, third chapter: the plan is made, carried out and evaluated."""

from __future__ import annotations

from datetime import timedelta

from events.best_interest import BestInterestAssessed, WeighedMoment
from events.enforcement import InformedOfEnforcementRight
from events.lists.concern import Arena
from events.lists.measures import Conclusion, Effect, MeasureLevel, Moment, PlanPart, Rhythm, Target, Weight
from events.lists.people import Role
from events.plan import (
    ContactRhythmAgreed,
    FollowUpHeld,
    MeasureAdded,
    MeasureEvaluated,
    MeasureExecuted,
    PlanAdopted,
    PlanEvaluated,
    PlanRevised,
)
from varde.demo import words
from varde.demo.teller import Teller


def plan(story: Teller) -> list[MeasureAdded]:
    """Best interest, measures and the written plan. Returns the measures."""
    rng = story.rng
    version = story.next_plan()
    if story.goes():
        story.tell(
            BestInterestAssessed(
                pupil=story.pupil,
                moments=(
                    WeighedMoment(moment=Moment.CHILDS_VIEW, weight=Weight.HEAVY, information="Eleven vil ha en voksen nær."),
                    WeighedMoment(
                        moment=Moment.EDUCATION_AND_SAFE_ENVIRONMENT, weight=Weight.DECISIVE, information="Fravær siste måned."
                    ),
                ),
                conflict_between_children=False,
                harmonised=True,
                weight_given=Weight.HEAVY,
                conclusion="Tiltakene er til elevens beste.",
            ),
            after=story.pause(0, 3),
        )
    gaps = not story.goes(0.05)
    measures = []
    for title, template in rng.sample(words.MEASURES, rng.randint(1, 3)):
        measures.append(
            MeasureAdded(
                measure=story.measure(),
                level=rng.choice(list(MeasureLevel)),
                arena=rng.choice((Arena.SCHOOLYARD, Arena.CLASSROOM, Arena.AFTER_SCHOOL)),
                target=rng.choice((Target.EXPOSED, Target.CLASS, Target.OFFENDING)),
                executor=story.teacher,
                from_date=story.today + timedelta(days=1),
                to_date=story.today + timedelta(days=35),
                evaluate_on=None if gaps else story.today + timedelta(days=rng.choice((14, 21, 28, 35))),
                times_per_week=3,
                weeks=5,
                same_adult=True,
                pupil_participated=story.goes(),
                guardians_participated=story.goes(),
                template=template,
                title=title,
                problem=words.one(words.PROBLEMS, rng),
                description="Slik er vi blitt enige om å gjøre det.",
            )
        )
        story.tell(measures[-1])
    ids = tuple(measure.measure for measure in measures)
    parts = tuple(PlanPart)[:4] if gaps else tuple(PlanPart)
    if version == 1:
        story.tell(
            PlanAdopted(
                plan_version=version,
                coordinator=story.handler,
                parts=parts,
                measures=ids,
                participants=(story.pupil, story.guardian, story.handler),
                pupil_participated=story.goes(),
                guardians_participated=story.goes(),
                evaluate_on=measures[0].evaluate_on,
                problem=words.one(words.PROBLEMS, rng),
            ),
            after=0 if story.goes() else story.pause(2, 10),
        )
        story.tell(ContactRhythmAgreed(rhythm=Rhythm.WEEKLY, contact_person=story.handler))
        if story.goes():
            story.tell(
                InformedOfEnforcementRight(pupil_informed=True, guardians_informed=True, in_writing=True),
                after=story.pause(0, 2),
            )
    else:
        story.tell(
            PlanRevised(
                plan_version=version,
                parts=parts,
                measures=ids,
                pupil_participated=True,
                guardians_participated=True,
                evaluate_on=measures[0].evaluate_on,
                what_changed="Nye tiltak etter evalueringen.",
            )
        )
    return measures


def carry_out(story: Teller, measures: list[MeasureAdded]) -> Effect:
    """Carry out, follow up, evaluate. Returns the effect."""
    rng = story.rng
    for measure in measures:
        story.tell(
            MeasureExecuted(measure=measure.measure, executed_by=story.teacher),
            after=0 if measure is not measures[0] else 1 if story.goes() else story.pause(2, 5),
            by=story.teacher,
            role=Role.FORM_TEACHER,
        )
    effect = Effect.WORKS if rng.random() < story.school.care * 0.7 else Effect.PARTLY
    for week in range(2):
        story.tell(
            FollowUpHeld(
                pupil=story.pupil,
                held_by=story.handler,
                experience=min(10, rng.randint(2, 5) + week * (3 if effect is Effect.WORKS else 1)),
                own_words=words.one(words.BETTER if effect is Effect.WORKS else words.NOT_BETTER, rng),
            ),
            after=5,
        )
    if not story.goes(0.1):
        return effect
    wait = story.pause(1, 9)
    for measure in measures:
        story.tell(
            MeasureEvaluated(
                measure=measure.measure,
                participants=(story.pupil, story.guardian, story.handler),
                pupil_participated=story.goes(),
                experience=8 if effect is Effect.WORKS else 4,
                effect=effect,
                conclusion=Conclusion.ENDED if effect is Effect.WORKS else Conclusion.CHANGED,
                reason=words.one(words.REASONS, rng),
            ),
            after=wait + story.pause(0, 3),
        )
        wait = 0
    story.tell(
        PlanEvaluated(
            participants=(story.pupil, story.guardian, story.handler),
            pupil_participated=True,
            guardians_participated=True,
            effect=effect,
            pupil_is_safe=effect is Effect.WORKS,
            conclusion=words.one(words.REASONS, rng),
        )
    )
    return effect
