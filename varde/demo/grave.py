"""The rarer stories: a suspected employee, a physical intervention, and avvik with their treatment."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from events import Event, Stream
from events.avvik import AvvikCauseFound, AvvikClosed, AvvikEffectChecked, AvvikMeasureDecided, AvvikMeasureDone, AvvikRaised
from events.closing import CaseClosed
from events.concern import OwnerAcknowledged
from events.heightened import (
    AccusedExcluded,
    EmployeeInformedAndHeard,
    HeightenedCaseConcluded,
    HeightenedReportReceived,
    ObviousGroundlessnessAssessed,
    OwnerNotifiedOfHeightenedReport,
)
from events.intervention import (
    DebriefHeld,
    InterventionReportedToGuardians,
    InterventionReportedToMunicipality,
    InterventionReportedToPrincipal,
    PhysicalInterventionRecorded,
)
from events.investigation import PupilHeard
from events.lists.concern import Arena, OwnerChannel
from events.lists.decisions import (
    AvvikEffect,
    AvvikGrade,
    AvvikKind,
    HeightenedOutcome,
    InterventionCondition,
)
from events.lists.investigation import HearingForm, HearingOutcome
from events.lists.measures import ClosingReason
from events.lists.people import Reporter, Role, Suspected
from varde.demo import words
from varde.demo.municipality import OWNER, OWNER_ADVISER
from varde.demo.teller import Teller


def suspected_employee(story: Teller, *, leader: bool) -> None:
    """Someone at the school is suspected of offending a pupil; where it is a leader, the owner leads."""
    suspected = story.school.principal if leader else story.school.person("teacher-2")
    by, role = (OWNER, Role.SCHOOL_OWNER) if leader else (story.school.principal, Role.PRINCIPAL)

    def tell(fact: Event, after: float = 0) -> None:
        story.tell(fact, after=after, by=by, role=role, stream=Stream.HEIGHTENED_CASE)

    tell(
        HeightenedReportReceived(
            pupil=story.pupil,
            suspected=Suspected.LEADER if leader else Suspected.EMPLOYEE,
            suspected_person=suspected,
            reporter=Reporter.EMPLOYEE,
            received_by_owner=leader,
            content="En kollega har sett at eleven blir snakket hardt til foran klassen.",
        )
    )
    tell(AccusedExcluded(person=suspected))
    if not leader:
        tell(ObviousGroundlessnessAssessed(obviously_groundless=False, reason=words.REASONS[1]))
        tell(OwnerNotifiedOfHeightenedReport(channel=OwnerChannel.TELEPHONE), after=story.pause(0, 3))
        story.tell(
            OwnerAcknowledged(acknowledged_by=OWNER_ADVISER),
            by=OWNER_ADVISER,
            role=Role.OWNER_ADVISER,
            stream=Stream.HEIGHTENED_CASE,
            after=story.pause(0, 2),
        )
    tell(
        EmployeeInformedAndHeard(
            person=suspected, conversation_number=1, union_representative_present=True, account="Kjenner seg ikke igjen."
        ),
        after=1,
    )
    tell(
        PupilHeard(
            pupil=story.pupil,
            form=HearingForm.THROUGH_TRUSTED_ADULT,
            outcome=HearingOutcome.STATED_VIEW,
            offered_trusted_adult=True,
            view="Det er ubehagelig når stemmen heves.",
        ),
        after=1,
    )
    tell(HeightenedCaseConcluded(outcome=HeightenedOutcome.GROUNDED, pupil_is_safe=True, reason=words.REASONS[0]), after=8)
    tell(CaseClosed(reason=ClosingReason.SAFE, pupil_agrees=True, explanation="Fulgt opp av leder; eleven er trygg."), after=10)


def physical_intervention(story: Teller, *, serious: bool) -> None:
    """A physical intervention is written down and told to those who shall know."""

    def tell(fact: Event, *, principal: bool = True, after: float = 0) -> None:
        by, role = (story.school.principal, Role.PRINCIPAL) if principal else (story.teacher, Role.FORM_TEACHER)
        story.tell(fact, after=after, by=by, role=role, stream=Stream.PHYSICAL_INTERVENTION)

    tell(
        PhysicalInterventionRecorded(
            pupil=story.pupil,
            employee=story.teacher,
            arena=Arena.SCHOOLYARD,
            conditions=(InterventionCondition.HARM_TO_PERSON,),
            milder_means_tried=True,
            repeated=serious,
            particularly_serious=serious,
            what_happened="To elever slåss og stanset ikke da de ble snakket til.",
            intervention="Holdt rundt den ene eleven til situasjonen var over.",
            pupils_view="Det gjorde ikke vondt, men jeg ble redd.",
        ),
        principal=False,
    )
    tell(InterventionReportedToPrincipal(principal=story.school.principal), principal=False)
    tell(InterventionReportedToGuardians(guardians=(story.guardian,)), after=0 if story.goes() else 2)
    if serious and story.goes(0.1):
        tell(InterventionReportedToMunicipality(receiver=OWNER_ADVISER), after=1)
        story.tell(
            OwnerAcknowledged(acknowledged_by=OWNER_ADVISER),
            after=1,
            by=OWNER_ADVISER,
            role=Role.OWNER_ADVISER,
            stream=Stream.PHYSICAL_INTERVENTION,
        )
    tell(
        DebriefHeld(participants=(story.teacher, story.pupil), pupil_participated=True, learning="Være to voksne ved ballbingen."),
        after=2,
    )


def avvik(story: Teller, kind: AvvikKind, rule: str | None, *, treated: bool) -> None:
    """An avvik about the story's case; treated to its end, or left open."""
    stream_id = story.stream(Stream.AVVIK, f"{kind.value}:{rule}")

    def tell(fact: Event, *, after: float = 0, by: UUID = OWNER_ADVISER) -> None:
        story.tell(fact, after=after, by=by, role=Role.OWNER_ADVISER, stream=Stream.AVVIK, stream_id=stream_id)

    tell(
        AvvikRaised(
            kind=kind,
            grade=AvvikGrade.BREACH_OF_LAW if rule is None or rule.startswith("law") else AvvikGrade.INTERNAL_AVVIK,
            rule=rule,
            about_stream=story.case_id,
            responsible=story.school.principal,
        ),
        after=1,
    )
    if not treated:
        return
    measure = uuid5(stream_id, "measure")
    tell(AvvikCauseFound(found_by=story.school.principal, cause="Uklart hvem som skulle gjøre det."), after=4)
    tell(
        AvvikMeasureDecided(
            measure=measure,
            responsible=story.school.principal,
            due_on=story.today + timedelta(days=21),
            description="Sjekkliste gjennomgås på personalmøtet.",
        )
    )
    tell(AvvikMeasureDone(measure=measure), after=8)
    tell(AvvikEffectChecked(effect=AvvikEffect.EFFECTIVE), after=15)
    tell(AvvikClosed(closed_by=OWNER_ADVISER))
