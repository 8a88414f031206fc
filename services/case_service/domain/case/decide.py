"""What is decided on a command to a case. Reality is never blocked: what is late, missing or out of order is recorded as it was."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from events.base import Event
from events.concern import CaseOpened, CaseSplit, ConcernAddedToCase, ConcernJoined, PartyRoleChanged
from events.lists.decisions import SanctionScope
from events.lists.people import PupilRole
from services.case_service.domain.case.commands import (
    AcknowledgeAsPrincipal,
    AddConcern,
    AgreeContactRhythm,
    ApplySanction,
    AppointInterventionTeam,
    AssessSeverity,
    ChangePartyRole,
    CompleteBullyingChecklist,
    DeclineProposedMeasure,
    HoldKickoffMeeting,
    InformPupilOfReceipt,
    InterveneInIncident,
    JoinConcern,
    LinkCase,
    LogObservation,
    MakeIndividualDecision,
    NoteObservation,
    NotifyOwner,
    OpenCase,
    OwnCommand,
    PlanObservation,
    RaiseWithPrincipal,
    ReceiveComplaint,
    ReceiveConcern,
    ReportToPrincipal,
    SendAdvanceNotice,
    SendReceiptLetter,
    ShareInformationOnSchoolChange,
    SplitCase,
    UseSurveyResult,
)
from services.case_service.domain.case.limits import check_decision
from services.case_service.domain.case.refusals import (
    AddedAlready,
    AlreadyOpened,
    CollectiveSanction,
    DecisionExists,
    JoinedAlready,
    LinkedToItself,
    NoCaseToAddTo,
    NothingToJoin,
    OpenedHere,
    SplitForOwnPupil,
    UnknownDecision,
)
from services.case_service.domain.case.state import CaseState, Closed, Joined, NotOpened, Record
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances
from services.case_service.domain.matter.commands import WorkCommand
from services.case_service.domain.matter.decide import decide_work, require_pupil
from services.case_service.domain.matter.refusals import AimedAtAnotherPupil
from services.case_service.domain.shared_commands import CollectSchoolyardMap

CaseCommand: TypeAlias = WorkCommand | OwnCommand


def decide(command: CaseCommand, state: CaseState, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    if isinstance(command, OwnCommand):
        if isinstance(command, OpenCase | JoinConcern) and isinstance(state, Joined):
            raise JoinedAlready
        return _decide_own(command, state.record, circumstances)
    return decide_work(
        command,
        state.record.work,
        circumstances,
        is_open=not isinstance(state, NotOpened | Closed | Joined),
        is_closed=isinstance(state, Closed | Joined),
    )


def _decide_own(command: OwnCommand, record: Record, circumstances: Circumstances) -> tuple[Event, ...]:
    match command:
        case OpenCase(fact=fact):
            _check_opening(fact, record)
        case JoinConcern(fact=fact):
            _check_joining(fact, record, circumstances)
        case AddConcern(fact=fact):
            _check_adding(fact, record, circumstances)
        case LinkCase(fact=fact):
            if fact.other_case == circumstances.stream_id:
                raise LinkedToItself("other_case")
        case SplitCase(fact=fact):
            _check_split(fact, record, circumstances)
        case ChangePartyRole(fact=fact):
            _check_role(fact, record, circumstances)
        case InformPupilOfReceipt(fact=fact):
            require_pupil(record.work, fact.pupil)
        case SendReceiptLetter(fact=fact):
            if fact.pupil is not None:
                require_pupil(record.work, fact.pupil)
        case ApplySanction(fact=fact):
            if fact.scope is SanctionScope.COLLECTIVE and not circumstances.history:
                raise CollectiveSanction("scope")
        case MakeIndividualDecision(fact=fact):
            if fact.decision in record.decisions:
                raise DecisionExists("decision", decision=fact.decision)
            if not circumstances.history:
                check_decision(fact)
        case ReceiveComplaint(fact=fact):
            if fact.decision not in record.decisions:
                raise UnknownDecision("decision", decision=fact.decision)
        case (
            ReceiveConcern()
            | NoteObservation()
            | InterveneInIncident()
            | ReportToPrincipal()
            | AcknowledgeAsPrincipal()
            | RaiseWithPrincipal()
            | AssessSeverity()
            | NotifyOwner()
            | CompleteBullyingChecklist()
            | HoldKickoffMeeting()
            | PlanObservation()
            | LogObservation()
            | UseSurveyResult()
            | CollectSchoolyardMap()
            | AppointInterventionTeam()
            | DeclineProposedMeasure()
            | AgreeContactRhythm()
            | SendAdvanceNotice()
            | ShareInformationOnSchoolChange()
        ):
            pass
        case _:
            assert_never(command)
    return (command.fact,)


def _check_opening(fact: CaseOpened, record: Record) -> None:
    if not record.opened:
        return
    if fact.pupil != record.work.pupil:
        raise AimedAtAnotherPupil("pupil", pupil=fact.pupil)
    raise AlreadyOpened


def _check_joining(fact: ConcernJoined, record: Record, circumstances: Circumstances) -> None:
    if fact.to_case == circumstances.stream_id:
        raise LinkedToItself("to_case")
    if record.opened:
        raise OpenedHere
    if record.concerns == 0 and not circumstances.history:
        raise NothingToJoin


def _check_adding(fact: ConcernAddedToCase, record: Record, circumstances: Circumstances) -> None:
    if fact.from_stream == circumstances.stream_id:
        raise LinkedToItself("from_stream")
    if fact.from_stream in record.added_concerns:
        raise AddedAlready("from_stream")
    if not record.opened and not circumstances.history:
        raise NoCaseToAddTo


def _check_split(fact: CaseSplit, record: Record, circumstances: Circumstances) -> None:
    if fact.new_case == circumstances.stream_id:
        raise LinkedToItself("new_case")
    if fact.pupil == record.work.pupil:
        raise SplitForOwnPupil("pupil", pupil=fact.pupil)


def _check_role(fact: PartyRoleChanged, record: Record, circumstances: Circumstances) -> None:
    """A second exposed pupil is a fact of an earlier system's case, but here she gets a case and a plan of her own."""
    work = record.work
    require_pupil(work, fact.pupil)
    if circumstances.history or work.pupil is None or fact.pupil == work.pupil:
        return
    if _is_exposed(fact.pupil_role) and _is_exposed(work.roles.get(work.pupil)):
        raise AimedAtAnotherPupil("pupil", pupil=fact.pupil)


def _is_exposed(role: PupilRole | None) -> bool:
    return role in (PupilRole.EXPOSED, PupilRole.BOTH)
