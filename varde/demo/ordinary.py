"""The life of an ordinary case: concern, report, investigation, plan, measures, evaluation, closing; well or badly done."""

from __future__ import annotations

from datetime import timedelta

from events.closing import CaseClosed, CaseReopened, FollowUpAgreed, PostClosureCheckDone, SafetyConfirmed
from events.lists.measures import ClosingReason, Effect, ReopeningReason
from events.lists.people import Role
from varde.demo import words
from varde.demo.investigated import investigate
from varde.demo.planned import carry_out, plan
from varde.demo.reported import concern_to_report
from varde.demo.teller import Teller

NEGLECTED = 0.12
REOPENED = 0.12
MOST_PLANS = 4


def close(story: Teller) -> None:
    """Closing on the pupil's own word, a check afterwards, and sometimes reopening."""
    safe = story.goes(0.05)
    if safe:
        story.tell(
            SafetyConfirmed(
                pupil=story.pupil,
                pupil_is_safe=True,
                asked_by=story.handler,
                experience=9,
                guardians_agree=True,
                own_words=words.one(words.BETTER, story.rng),
            ),
            after=story.pause(3, 10),
        )
        story.tell(FollowUpAgreed(responsible=story.handler, until=story.today + timedelta(days=42), how="Samtale hver uke."))
    story.tell(
        CaseClosed(reason=ClosingReason.SAFE, pupil_agrees=safe or None, explanation="Eleven har det trygt og godt."),
        after=story.pause(0, 5),
        by=story.school.principal,
        role=Role.PRINCIPAL,
    )
    if not story.goes(-0.1):
        return
    relapse = story.plans < MOST_PLANS and story.rng.random() < REOPENED
    story.tell(
        PostClosureCheckDone(
            pupil=story.pupil,
            pupil_is_safe=not relapse,
            experience=3 if relapse else 9,
            own_words=words.one(words.NOT_BETTER if relapse else words.BETTER, story.rng),
        ),
        after=25 + story.pause(0, 20),
    )
    if relapse:
        story.tell(
            CaseReopened(reason=ReopeningReason.RELAPSE, explanation="Eleven forteller at det har begynt igjen."),
            after=1,
            by=story.school.principal,
            role=Role.PRINCIPAL,
        )
        measures = plan(story)
        carry_out(story, measures)


def whole_case(story: Teller) -> None:
    """An ordinary case, from the first sign to closing; some are left lying."""
    concern_to_report(story)
    if story.rng.random() < NEGLECTED * (1.5 - story.school.care):
        return
    investigate(story)
    if story.rng.random() < NEGLECTED * (1.5 - story.school.care):
        return
    effect = carry_out(story, plan(story))
    while effect is not Effect.WORKS and story.plans < MOST_PLANS:
        effect = carry_out(story, plan(story))
    if effect is Effect.WORKS or story.goes():
        close(story)
