"""The life of an ordinary case: concern, report, investigation, plan, measures, evaluation, closing; well or badly done."""

from __future__ import annotations

from datetime import timedelta

from events.best_interest import BestInterestAssessed, WeighedMoment
from events.closing import CaseClosed, CaseReopened, FollowUpAgreed, PostClosureCheckDone, SafetyConfirmed
from events.concern import (
    CaseOpened,
    ConcernReceived,
    ImmediateMeasureTaken,
    IncidentIntervened,
    ObservationNoted,
    OwnerAcknowledged,
    OwnerNotified,
    PrincipalAcknowledged,
    PupilInformedOfReceipt,
    RaisedWithPrincipal,
    ReceiptLetterSent,
    ReportedToPrincipal,
    SeverityAssessed,
)
from events.enforcement import InformedOfEnforcementRight
from events.investigation import (
    AnalysisConcluded,
    ConversationHeld,
    FindingsShared,
    InvestigationPlanned,
    InvestigationRevised,
    KickoffMeetingHeld,
    PupilHeard,
)
from events.lists.concern import Arena, Certainty, Channel, Concern, OwnerChannel, SeverityCriterion, Sign
from events.lists.investigation import ConversationKind, FindingsAudience, HearingForm, HearingOutcome, Method
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
from events.lists.people import PupilRole, Reporter, Role
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
from varde.demo.municipality import OWNER_ADVISER
from varde.demo.teller import Teller

NEGLECTED = 0.12
REOPENED = 0.12
SERIOUS = 0.15
MOST_PLANS = 4


def concern_to_report(story: Teller) -> bool:
    """From the first sign to an opened case. Returns whether the case is serious."""
    rng, school = story.rng, story.school
    reporter = rng.choice((Reporter.PUPIL, Reporter.GUARDIAN, Reporter.EMPLOYEE, Reporter.EMPLOYEE))
    serious = rng.random() < SERIOUS
    if reporter is Reporter.EMPLOYEE and rng.random() < 0.6:
        story.tell(
            ObservationNoted(
                observer=story.teacher,
                signs=tuple(rng.sample(list(Sign), 2)),
                arena=rng.choice((Arena.SCHOOLYARD, Arena.CLASSROOM, Arena.CORRIDOR)),
                facts_observed=words.one(words.OBSERVED, rng),
            ),
            by=story.teacher,
            role=Role.FORM_TEACHER,
        )
    if rng.random() < 0.3:
        story.tell(
            IncidentIntervened(
                intervened_by=story.teacher,
                concern=Concern.OFFENCE,
                arena=Arena.SCHOOLYARD,
                solved_on_the_spot=False,
                follow_up_conversations_agreed=True,
                what_happened=words.one(words.OBSERVED, rng),
                how_stopped="Gikk imellom og snakket med elevene hver for seg.",
            ),
            by=story.teacher,
            role=Role.FORM_TEACHER,
        )
    story.tell(
        ConcernReceived(
            reporter=reporter,
            receiver=story.teacher,
            concern=rng.choice((Concern.BULLYING, Concern.EXCLUSION, Concern.DIGITAL_OFFENCE, Concern.OFFENCE)),
            certainty=rng.choice((Certainty.SUSPICION, Certainty.KNOWLEDGE)),
            arenas=(rng.choice((Arena.SCHOOLYARD, Arena.DIGITAL, Arena.CLASSROOM, Arena.AFTER_SCHOOL)),),
            asks_for_measures=reporter is not Reporter.EMPLOYEE,
            own_words=words.one(words.CONCERNS, rng),
        ),
        after=1,
        by=story.teacher,
        role=Role.FORM_TEACHER,
        channel=rng.choice((Channel.ORAL, Channel.TELEPHONE, Channel.FORM, Channel.MEETING)),
    )
    slow = not story.goes(0.1)
    story.tell(
        ReportedToPrincipal(
            reported_by=story.teacher,
            principal=school.principal,
            certainty=Certainty.SUSPICION,
            pupil_informed=story.goes(),
            content="Meldt slik eleven har sagt det.",
        ),
        after=story.pause(1, 6) if slow else 0,
        by=story.teacher,
        role=Role.FORM_TEACHER,
    )
    if reporter is Reporter.GUARDIAN:
        story.tell(RaisedWithPrincipal(raised_by=reporter, principal=school.principal), by=story.guardian, role=Role.GUARDIAN)
    story.tell(
        PrincipalAcknowledged(principal=school.principal, case_handler=story.handler),
        after=story.pause(0, 2),
        by=school.principal,
        role=Role.PRINCIPAL,
    )
    story.tell(
        CaseOpened(
            pupil=story.pupil,
            pupil_role=PupilRole.EXPOSED,
            grade=rng.randint(*school.grades),
            case_handler=story.handler,
        ),
        by=school.principal,
        role=Role.PRINCIPAL,
    )
    if story.goes():
        story.tell(
            PupilInformedOfReceipt(pupil=story.pupil, informed_by=story.teacher),
            after=0 if story.goes() else story.pause(1, 3),
            by=story.teacher,
            role=Role.FORM_TEACHER,
            written_after_days=0 if rng.random() < 0.85 else 3,
        )
    _severity(story, serious=serious)
    if story.goes(-0.1):
        story.tell(
            ReceiptLetterSent(
                source=reporter,
                concern_date=story.today,
                methods=(Method.CONVERSATION, Method.OBSERVATION),
                contact_person=story.handler,
                informs_of_enforcement_right=True,
                body="Vi har mottatt en bekymring og undersøker nå skolemiljøet.",
            )
        )
    return serious


def _severity(story: Teller, *, serious: bool) -> None:
    school = story.school
    if not (serious or story.goes(-0.1)):
        return
    story.tell(
        SeverityAssessed(
            serious=serious,
            criteria=(story.rng.choice(list(SeverityCriterion)),) if serious else (),
            reason=words.one(words.REASONS, story.rng),
        ),
        by=school.principal,
        role=Role.PRINCIPAL,
    )
    if not serious:
        return
    story.tell(
        ImmediateMeasureTaken(
            responsible=story.handler, from_date=story.today, measure="Fast voksen følger eleven i alle overganger."
        ),
    )
    if story.goes(0.1):
        story.tell(
            OwnerNotified(channel=OwnerChannel.VARDE),
            after=story.pause(0, 4),
            by=school.principal,
            role=Role.PRINCIPAL,
        )
        story.tell(
            OwnerAcknowledged(acknowledged_by=OWNER_ADVISER),
            after=story.pause(0, 3),
            by=OWNER_ADVISER,
            role=Role.OWNER_ADVISER,
        )


def investigate(story: Teller) -> None:
    """Plan for the investigation, meeting, conversations, hearing, analysis."""
    rng = story.rng
    story.tell(
        InvestigationPlanned(
            methods=(Method.CONVERSATION, Method.OBSERVATION, Method.CLASS_WELLBEING_SURVEY)[: rng.randint(1, 3)],
            to_be_heard=(story.pupil, story.other_pupil),
            responsible=story.handler,
            finish_by=story.today + timedelta(days=14),
            what_is_known=words.one(words.CONCERNS, rng),
        ),
        after=story.pause(0, 8),
    )
    if story.goes():
        story.tell(
            KickoffMeetingHeld(
                participants=(story.guardian, story.handler),
                pupil_present=rng.random() < 0.5,
                guardians_present=True,
                routine_explained=True,
                minutes="Gikk gjennom hva skolen vet, og hvordan vi undersøker videre.",
            ),
            after=story.pause(0, 4),
        )
        if story.goes():
            story.tell(
                InvestigationRevised(
                    methods=(Method.CONVERSATION, Method.OBSERVATION),
                    to_be_heard=(story.pupil, story.other_pupil),
                    pupil_gave_input=True,
                    guardians_gave_input=True,
                    finish_by=story.today + timedelta(days=14),
                    what_changed="Vi ser også på overgangene, slik foreldrene ba om.",
                )
            )
    story.tell(
        ConversationHeld(
            kind=ConversationKind.EXPOSED_PUPIL,
            person=story.pupil,
            held_by=story.handler,
            purpose_explained=True,
            own_words=words.one(words.CONCERNS, rng),
        ),
        after=story.pause(0, 3),
    )
    if story.goes(0.05):
        story.tell(
            PupilHeard(
                pupil=story.pupil,
                form=HearingForm.CONVERSATION,
                outcome=HearingOutcome.STATED_VIEW,
                weight=Weight.HEAVY,
                view="Ønsker at en voksen er i nærheten, og at klassen ikke får vite hvem som har sagt det.",
            ),
            written_after_days=0 if rng.random() < 0.9 else 12,
        )
    if story.goes(-0.1):
        story.tell(
            ConversationHeld(
                kind=ConversationKind.OFFENDING_PUPIL,
                person=story.other_pupil,
                held_by=story.handler,
                purpose_explained=True,
                own_words="Det var bare på tull.",
            ),
            after=story.pause(0, 2),
        )
        story.tell(
            ConversationHeld(
                kind=ConversationKind.GUARDIANS_OF_EXPOSED,
                person=story.guardian,
                held_by=story.handler,
                purpose_explained=True,
                own_words="Foreldrene kjenner igjen det eleven forteller.",
            ),
        )
    story.tell(
        AnalysisConcluded(
            pupil_is_safe=False,
            levels=(MeasureLevel.INDIVIDUAL, MeasureLevel.GROUP),
            maintaining_factors="Få voksne i området ved ballbingen; klassen har faste grupper.",
            problem_description=words.one(words.PROBLEMS, rng),
            conclusion="Eleven har det ikke trygt og godt.",
        ),
        after=story.pause(2, 12),
    )
    if story.goes(-0.1):
        story.tell(FindingsShared(audience=FindingsAudience.GUARDIANS, content="Hva undersøkelsen viser, og hva vi gjør nå."))


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
