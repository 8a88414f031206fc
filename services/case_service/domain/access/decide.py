"""What is decided on commands about access. What was read, opened or destroyed against the rules is recorded as it was."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from events.access import AccessGranted, AccessRemoved, BreakGlassUsed
from events.base import Event
from events.local_time import OSLO
from services.case_service.domain.access.commands import (
    AccessCommand,
    AdministerLogin,
    AnswerDisclosure,
    AnswerErasure,
    ApproveDisposal,
    BlockPerson,
    BreakGlass,
    DenyAccess,
    DetectUnusualReading,
    Dispose,
    GrantAccess,
    LiftDenial,
    LiftLegalHold,
    LogRead,
    NotifyAuthorityOfBreach,
    PlaceLegalHold,
    RemoveAccess,
    ReportPersonalDataBreach,
    RequestDisclosure,
    RequestErasure,
    ReviewBreakGlass,
    ReviewReading,
    StopDisposal,
    UnblockPerson,
)
from services.case_service.domain.access.disposing import (
    check_approval,
    check_disposal,
    check_erasure_answer,
    check_erasure_request,
    check_hold,
    check_lifting,
    check_stop,
)
from services.case_service.domain.access.evolve import CURABLE
from services.case_service.domain.access.refusals import (
    BreachExists,
    DisclosureRequestExists,
    EmergencyEndsBeforeItBegins,
    EmergencyShutOut,
    GrantEndedAlready,
    GrantEndsBeforeItBegins,
    GrantExists,
    GrantOfAnother,
    NoEmergencyToReview,
    NotBlocked,
    NotShutOut,
    PersonShutOut,
    UnknownBreach,
    UnknownDisclosureRequest,
    UnknownGrant,
)
from services.case_service.domain.access.state import Ledger, RemovedGrant, blocks_of, is_shut_out
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances
from services.case_service.domain.shared_commands import Archive, CorrectInformation, RegisterDisagreement

RetentionCommand: TypeAlias = (
    ApproveDisposal | StopDisposal | Dispose | PlaceLegalHold | LiftLegalHold | RequestErasure | AnswerErasure
)


def decide(command: AccessCommand, state: Ledger, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    match command:
        case GrantAccess(fact=fact):
            _check_grant(fact, state, circumstances)
        case RemoveAccess(fact=fact):
            _check_removal(fact, state)
        case BreakGlass(fact=fact):
            _check_emergency(fact, state, circumstances)
        case LiftDenial(fact=fact):
            if fact.ground not in state.denials.get((fact.person, fact.to_stream), frozenset()):
                raise NotShutOut("ground")
        case ReviewBreakGlass(fact=fact):
            if (fact.person, fact.to_stream) not in state.emergencies:
                raise NoEmergencyToReview("person")
        case RequestDisclosure(fact=fact):
            if fact.request in state.requests:
                raise DisclosureRequestExists("request", request=fact.request)
        case AnswerDisclosure(fact=fact):
            if fact.request not in state.requests:
                raise UnknownDisclosureRequest("request", request=fact.request)
        case (
            ApproveDisposal() | StopDisposal() | Dispose() | PlaceLegalHold() | LiftLegalHold() | RequestErasure() | AnswerErasure()
        ):
            _check_retention(command, state, circumstances)
        case ReportPersonalDataBreach(fact=fact):
            if fact.breach in state.breaches:
                raise BreachExists("breach", breach=fact.breach)
        case NotifyAuthorityOfBreach(fact=fact):
            if fact.breach not in state.breaches:
                raise UnknownBreach("breach", breach=fact.breach)
        case UnblockPerson(fact=fact):
            if fact.kind not in blocks_of(state, fact.person, fact.pupil):
                raise NotBlocked("person")
        case (
            DenyAccess()
            | LogRead()
            | DetectUnusualReading()
            | ReviewReading()
            | AdministerLogin()
            | BlockPerson()
            | CorrectInformation()
            | RegisterDisagreement()
            | Archive()
        ):
            pass
        case _:
            assert_never(command)
    return (command.fact,)


def _check_retention(command: RetentionCommand, state: Ledger, circumstances: Circumstances) -> None:
    match command:
        case ApproveDisposal(fact=fact):
            check_approval(fact, state)
        case StopDisposal(fact=fact):
            check_stop(fact.disposal, state)
        case Dispose(fact=fact):
            check_disposal(fact, state, circumstances)
        case PlaceLegalHold(fact=fact):
            check_hold(fact, state)
        case LiftLegalHold(fact=fact):
            check_lifting(fact, state)
        case RequestErasure(fact=fact):
            check_erasure_request(fact, state)
        case AnswerErasure(fact=fact):
            check_erasure_answer(fact, state)
        case _:
            assert_never(command)


def _check_grant(fact: AccessGranted, state: Ledger, circumstances: Circumstances) -> None:
    if fact.grant in state.grants:
        raise GrantExists("grant", grant=fact.grant)
    if fact.until is not None and fact.until < circumstances.occurred_at.astimezone(OSLO).date():
        raise GrantEndsBeforeItBegins("until", until=fact.until)
    lasting = state.denials.get((fact.person, fact.to_stream), frozenset()) - CURABLE
    if lasting and not circumstances.history:
        raise PersonShutOut("person")


def _check_removal(fact: AccessRemoved, state: Ledger) -> None:
    grant = state.grants.get(fact.grant)
    if grant is None:
        raise UnknownGrant("grant", grant=fact.grant)
    if grant.person != fact.person:
        raise GrantOfAnother("person")
    if isinstance(grant, RemovedGrant):
        raise GrantEndedAlready("grant", grant=fact.grant)


def _check_emergency(fact: BreakGlassUsed, state: Ledger, circumstances: Circumstances) -> None:
    if fact.until <= circumstances.occurred_at:
        raise EmergencyEndsBeforeItBegins("until", until=fact.until)
    if is_shut_out(state, fact.person, fact.to_stream) and not circumstances.history:
        raise EmergencyShutOut("person")
