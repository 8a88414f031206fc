"""Matters with histories of their own: a report under § 12-5, a physical intervention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events import concern, heightened, intervention, investigation, plan
from events.base import Stream
from events.lists.concern import Arena, OwnerChannel
from events.lists.decisions import HeightenedOutcome, InterventionCondition
from events.lists.investigation import HearingForm, HearingOutcome
from events.lists.measures import PlanPart, Weight
from events.lists.people import Reporter, Suspected
from varde.simulate.mould import UNSAID, Telling

if TYPE_CHECKING:
    from events.base import Event


def tell_heightened(tell: Telling) -> None:
    """Somebody suspects an adult at the school; the case is the suspicion's own."""
    case_id, pupil, accused = tell.new(), tell.person("pupil"), tell.new()

    def then(event: Event, after: float = 2, *, in_time: bool = False) -> None:
        tell.then(Stream.HEIGHTENED_CASE, case_id, event, after, case_id=case_id, in_time=in_time)

    is_leader = tell.chance(0.1)
    received = heightened.HeightenedReportReceived(
        pupil=pupil,
        suspected=Suspected.LEADER if is_leader else Suspected.EMPLOYEE,
        suspected_person=accused,
        reporter=tell.random.choice((Reporter.PUPIL, Reporter.GUARDIAN, Reporter.EMPLOYEE)),
        received_by_owner=is_leader,
        content=UNSAID * 2,
    )
    then(received, in_time=True)
    groundless = tell.chance(0.1)
    then(heightened.ObviousGroundlessnessAssessed(obviously_groundless=groundless, reason=UNSAID))
    if groundless:
        return
    if not is_leader and tell.kept():
        then(heightened.OwnerNotifiedOfHeightenedReport(channel=OwnerChannel.TELEPHONE), 3)
        then(concern.OwnerAcknowledged(acknowledged_by=tell.person("owner")), 4)
    if tell.kept():
        then(heightened.AccusedExcluded(person=accused), 2, in_time=True)
    if tell.kept():
        heard = investigation.PupilHeard(
            pupil=pupil, form=HearingForm.CONVERSATION, outcome=HearingOutcome.STATED_VIEW, weight=Weight.HEAVY, view=UNSAID
        )
        then(heard, 8)
    for number in (1, 2):
        then(
            heightened.EmployeeInformedAndHeard(
                person=accused, conversation_number=number, union_representative_present=tell.chance(0.7), account=UNSAID
            ),
            10,
        )
    is_safe = tell.chance(0.5)
    outcome = HeightenedOutcome.GROUNDED if tell.chance(0.4) else HeightenedOutcome.NOT_GROUNDED
    then(heightened.HeightenedCaseConcluded(outcome=outcome, pupil_is_safe=is_safe, reason=UNSAID), 40)
    if not is_safe and tell.kept():
        then(
            plan.PlanAdopted(
                plan_version=1,
                coordinator=tell.person("handler"),
                parts=tuple(PlanPart),
                pupil_participated=True,
                guardians_participated=True,
                evaluate_on=tell.day(28),
            ),
            16,
        )


def tell_intervention(tell: Telling) -> None:
    """A physical intervention, and who was told."""
    stream_id = tell.new()

    def then(event: Event, after: float = 2) -> None:
        tell.then(Stream.PHYSICAL_INTERVENTION, stream_id, event, after)

    grave = tell.chance(0.25)
    then(
        intervention.PhysicalInterventionRecorded(
            pupil=tell.person("pupil"),
            employee=tell.person("teacher"),
            arena=tell.random.choice((Arena.CLASSROOM, Arena.SCHOOLYARD, Arena.CORRIDOR)),
            conditions=(tell.random.choice(tuple(InterventionCondition)),),
            milder_means_tried=tell.kept(),
            repeated=grave,
            particularly_serious=grave and tell.chance(0.3),
            what_happened=UNSAID,
            intervention=UNSAID,
            pupils_view=UNSAID if tell.kept() else None,
        )
    )
    if tell.kept():
        then(intervention.InterventionReportedToPrincipal(principal=tell.person("principal")), 1)
    if tell.kept():
        then(intervention.InterventionReportedToGuardians(guardians=(tell.person("friend"),)), 3)
    if grave and tell.kept():
        then(intervention.InterventionReportedToMunicipality(), 10)
    if tell.chance(0.6):
        participants = (tell.person("teacher"), tell.person("principal"))
        then(intervention.DebriefHeld(participants=participants, pupil_participated=tell.chance(0.5), learning=UNSAID), 16)
