"""How a fact changes a case. Never refuses: tightening a rule must not make yesterday's facts unreadable."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from events.concern import (
    CaseLinked,
    CaseOpened,
    CaseSplit,
    ConcernAddedToCase,
    ConcernJoined,
    ConcernReceived,
    ImmediateMeasureTaken,
    IncidentIntervened,
    ObservationNoted,
    OwnerNotified,
    PartyRoleChanged,
    PrincipalAcknowledged,
    PupilInformedOfReceipt,
    RaisedWithPrincipal,
    ReceiptLetterSent,
    ReportedToPrincipal,
    SeverityAssessed,
)
from events.investigation import (
    BullyingChecklistCompleted,
    KickoffMeetingHeld,
    ObservationLogged,
    ObservationPlanned,
    SchoolyardMapCollected,
    SurveyResultUsed,
)
from events.plan import ContactRhythmAgreed, InterventionTeamAppointed, ProposedMeasureDeclined
from events.reactions import (
    AdvanceNoticeSent,
    ComplaintReceived,
    IndividualDecisionMade,
    InformationSharedOnSchoolChange,
    SanctionApplied,
)
from services.case_service.domain.case.facts import OwnFact
from services.case_service.domain.case.stages import next_state
from services.case_service.domain.case.state import CaseState, Record
from services.case_service.domain.matter.evolve import evolve_work, meet
from services.case_service.domain.matter.facts import WorkFact

CaseFact: TypeAlias = WorkFact | OwnFact


def evolve(state: CaseState, fact: CaseFact) -> CaseState:
    """The case after ``fact``."""
    return next_state(state, fact, remember(state.record, fact))


def remember(record: Record, fact: CaseFact) -> Record:
    """What is remembered of the case after ``fact``."""
    if isinstance(fact, OwnFact):
        return _remember_own(record, fact)
    if isinstance(fact, ImmediateMeasureTaken) and fact.danger_to_life_or_health:
        record = replace(record, danger_to_life_or_health=True)
    work = evolve_work(record.work, fact)
    return record if work is record.work else replace(record, work=work)


def _remember_own(record: Record, fact: OwnFact) -> Record:
    match fact:
        case CaseOpened():
            return _opened(record, fact)
        case ConcernReceived():
            return replace(record, concerns=record.concerns + 1)
        case ConcernAddedToCase():
            return replace(record, added_concerns=record.added_concerns | {fact.from_stream})
        case PrincipalAcknowledged():
            return replace(record, case_handler=fact.case_handler or record.case_handler)
        case SeverityAssessed():
            return replace(record, serious=fact.serious)
        case OwnerNotified():
            return replace(record, owner_notified=True)
        case CaseLinked():
            return replace(record, linked_cases=record.linked_cases | {fact.other_case})
        case CaseSplit():
            known = replace(record, work=meet(record.work, fact.pupil, fact.pupil_role))
            return replace(known, linked_cases=known.linked_cases | {fact.new_case})
        case PartyRoleChanged():
            return replace(record, work=meet(record.work, fact.pupil, fact.pupil_role))
        case SanctionApplied():
            return replace(record, work=meet(record.work, fact.pupil))
        case IndividualDecisionMade():
            decided = replace(record, decisions=record.decisions | {fact.decision})
            return replace(decided, work=meet(decided.work, fact.pupil))
        case (
            ObservationNoted()
            | ConcernJoined()
            | IncidentIntervened()
            | ReportedToPrincipal()
            | PupilInformedOfReceipt()
            | ReceiptLetterSent()
            | RaisedWithPrincipal()
            | BullyingChecklistCompleted()
            | KickoffMeetingHeld()
            | ObservationPlanned()
            | ObservationLogged()
            | SchoolyardMapCollected()
            | SurveyResultUsed()
            | InterventionTeamAppointed()
            | ProposedMeasureDeclined()
            | ContactRhythmAgreed()
            | AdvanceNoticeSent()
            | ComplaintReceived()
            | InformationSharedOnSchoolChange()
        ):
            return record
        case _:
            assert_never(fact)


def _opened(record: Record, fact: CaseOpened) -> Record:
    return replace(
        record,
        opened=True,
        grade=fact.grade,
        case_handler=fact.case_handler or record.case_handler,
        danger_to_life_or_health=record.danger_to_life_or_health or fact.danger_to_life_or_health,
        work=meet(replace(record.work, pupil=fact.pupil), fact.pupil, fact.pupil_role),
    )
