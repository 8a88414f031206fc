"""The first days of a case: concern, report, opening, the owner, the investigation."""

from __future__ import annotations

from events import concern, enforcement, investigation
from events.base import Stream
from events.lists.concern import Arena, Certainty, Channel, Concern, OwnerChannel, SeverityCriterion, Sign
from events.lists.decisions import AvvikGrade, AvvikKind
from events.lists.investigation import ConversationKind, FindingsAudience, HearingForm, HearingOutcome, Method
from events.lists.measures import (
    MeasureLevel,
    Weight,
)
from events.lists.people import PupilRole, Reporter, Role
from varde.simulate.mould import UNSAID
from varde.simulate.stories.raised import avvik_of
from varde.simulate.stories.told import CaseTelling, Shape


def report(told: CaseTelling) -> None:
    """Somebody tells an adult, and the adult the principal."""
    tell, teacher = told.tell, told.tell.person("teacher")
    reporter = tell.random.choice((Reporter.GUARDIAN, Reporter.GUARDIAN, Reporter.PUPIL, Reporter.EMPLOYEE, Reporter.OTHER_PUPIL))
    certainty = tell.random.choice(tuple(Certainty))
    if tell.chance(0.3):
        told.then(
            concern.IncidentIntervened(
                intervened_by=teacher,
                concern=tell.random.choice((Concern.VIOLENCE, Concern.OFFENCE, Concern.HARASSMENT)),
                arena=tell.random.choice((Arena.SCHOOLYARD, Arena.CORRIDOR, Arena.CLASSROOM)),
                solved_on_the_spot=tell.chance(0.4),
                follow_up_conversations_agreed=tell.chance(0.7),
                what_happened=UNSAID,
                how_stopped=UNSAID,
            ),
            in_time=True,
            by="teacher",
        )
    received = concern.ConcernReceived(
        reporter=reporter,
        receiver=teacher,
        concern=tell.random.choice(tuple(Concern)),
        certainty=certainty,
        arenas=(tell.random.choice(tuple(Arena)),),
        signs=(tell.random.choice(tuple(Sign)),) if tell.chance(0.5) else (),
        own_words=UNSAID * 3,
    )
    tell.then(
        Stream.CASE,
        told.case_id,
        received,
        0.2,
        case_id=told.case_id,
        by="teacher",
        role=Role.FORM_TEACHER,
        channel=tell.random.choice((Channel.ORAL, Channel.FORM, Channel.TELEPHONE, Channel.REPORT_BUTTON, Channel.EMAIL)),
        in_time=True,
    )
    told.then(
        concern.ReportedToPrincipal(
            reported_by=teacher,
            principal=tell.person("principal"),
            certainty=certainty,
            pupil_informed=tell.kept(),
            content=UNSAID * 2,
        ),
        2,
        by="teacher",
    )
    if tell.kept():
        told.then(
            concern.PrincipalAcknowledged(principal=tell.person("principal"), case_handler=tell.person("handler")), 3, in_time=True
        )


def open_case(told: CaseTelling) -> None:
    """The case is opened; how serious it is; who is told."""
    tell, handler = told.tell, told.tell.person("handler")
    told.then(
        concern.CaseOpened(
            pupil=told.pupil,
            pupil_role=tell.random.choices(tuple(PupilRole), (8, 1, 1, 1))[0],
            grade=told.grade,
            case_handler=handler,
            title=UNSAID,
        ),
        1,
        in_time=True,
    )
    if tell.kept():
        told.then(concern.PupilInformedOfReceipt(pupil=told.pupil, informed_by=handler), 2, by="handler")
    serious = told.shape in {Shape.SERIOUS, Shape.STATSFORVALTER} and tell.chance(0.85)
    criteria = (tell.random.choice(tuple(SeverityCriterion)),) if serious else ()
    told.then(concern.SeverityAssessed(serious=serious, criteria=criteria, reason=UNSAID), 2)
    if serious:
        _tell_owner(told)
    if tell.kept():
        told.then(
            enforcement.InformedOfEnforcementRight(pupil_informed=True, guardians_informed=True, in_writing=tell.chance(0.6)), 3
        )
    if serious and tell.chance(0.7):
        told.then(concern.ImmediateMeasureTaken(responsible=handler, from_date=tell.day(), measure=UNSAID), 1)


def _tell_owner(told: CaseTelling) -> None:
    tell = told.tell
    if not tell.kept():
        return
    told.then(concern.OwnerNotified(channel=tell.random.choice((OwnerChannel.EQS, OwnerChannel.KVALITETSPORTALEN))), 3)
    if tell.kept():
        told.then(concern.OwnerAcknowledged(acknowledged_by=tell.person("owner")), 6, in_time=True, by="owner")
    avvik_of(told, AvvikKind.SERIOUS_CASE_12_4, AvvikGrade.INTERNAL_AVVIK, treated=0.8)


def investigate(told: CaseTelling) -> None:
    """The pupil is heard, the others are talked with, and what was found is analysed."""
    tell, handler = told.tell, told.tell.person("handler")
    is_light = told.shape is Shape.LIGHT
    if not is_light or tell.chance(0.5):
        told.then(
            investigation.InvestigationPlanned(
                methods=tuple(sorted({Method.CONVERSATION, tell.random.choice(tuple(Method))})),
                to_be_heard=(told.pupil,),
                responsible=handler,
                finish_by=tell.day(14),
                pupil_gave_input=tell.kept(),
                guardians_gave_input=tell.kept(),
                what_is_known=UNSAID * 2,
            ),
            6,
            by="handler",
        )
    if tell.kept():
        stated = not tell.chance(0.1)
        told.then(
            investigation.PupilHeard(
                pupil=told.pupil,
                form=tell.random.choice((HearingForm.CONVERSATION, HearingForm.CONVERSATION, HearingForm.DRAWING)),
                outcome=HearingOutcome.STATED_VIEW if stated else HearingOutcome.DID_NOT_WISH,
                weight=tell.random.choice((Weight.HEAVY, Weight.SOME)) if stated and tell.kept() else None,
                view=UNSAID * 2 if stated else None,
            ),
            6,
            by="handler",
        )
    kinds = [ConversationKind.EXPOSED_PUPIL, ConversationKind.GUARDIANS_OF_EXPOSED]
    if not is_light:
        kinds += [ConversationKind.OFFENDING_PUPIL, ConversationKind.FELLOW_PUPIL, ConversationKind.GUARDIANS_OF_OFFENDING]
    for kind in kinds:
        if tell.kept():
            person = told.pupil if kind is ConversationKind.EXPOSED_PUPIL else tell.person("other_pupil")
            told.then(
                investigation.ConversationHeld(
                    kind=kind, person=person, held_by=handler, purpose_explained=tell.kept(), own_words=UNSAID * 2, note=UNSAID
                ),
                7,
                by="handler",
            )
    if not is_light and tell.chance(0.5):
        told.then(
            concern.ObservationNoted(
                observer=tell.person("assistant"),
                signs=(tell.random.choice(tuple(Sign)),),
                arena=Arena.SCHOOLYARD,
                facts_observed=UNSAID,
            ),
            10,
            by="teacher",
        )
    if not is_light:
        _analyse(told)


def _analyse(told: CaseTelling) -> None:
    levels = told.tell.random.choice(
        ((MeasureLevel.INDIVIDUAL,), (MeasureLevel.INDIVIDUAL, MeasureLevel.GROUP), tuple(MeasureLevel))
    )
    told.then(
        investigation.AnalysisConcluded(
            pupil_is_safe=False, levels=levels, maintaining_factors=UNSAID, problem_description=UNSAID, conclusion=UNSAID
        ),
        16,
        by="handler",
    )
    if told.tell.kept():
        told.then(investigation.FindingsShared(audience=FindingsAudience.GUARDIANS, content=UNSAID), 6, by="handler")
