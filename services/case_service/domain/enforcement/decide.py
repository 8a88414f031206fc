"""What is decided on commands in a case with Statsforvalteren. What the authority has done is recorded as it was."""

from __future__ import annotations

from datetime import date
from typing import Final, assert_never
from uuid import UUID

from events.base import Event
from events.enforcement import CoerciveFineReduced, ComplaintToUdirLodged
from events.lists.decisions import Complainant
from services.case_service.domain.checks import check_fact, check_number
from services.case_service.domain.command import Circumstances
from services.case_service.domain.enforcement.commands import (
    ApproveAccount,
    CloseStatsforvalterCase,
    CompleteOrderItem,
    EnforcementCommand,
    ImposeCoerciveFine,
    IssueOrderItem,
    LodgeComplaintToUdir,
    ReceiveStatsforvalterDecision,
    RecordDeadlineExtension,
    RecordInformationRequest,
    RecordPupilHeardByStatsforvalter,
    RecordRejection,
    RecordStatsforvalterMeeting,
    RecordUdirDecision,
    ReduceCoerciveFine,
    ReportToStatsforvalter,
    RequestDeadlineExtension,
    SendAccount,
    SendStatsforvalterFollowUp,
    StopCoerciveFine,
    WarnOfCoerciveFine,
)
from services.case_service.domain.enforcement.fine import Fine, Rate, is_reduction
from services.case_service.domain.enforcement.refusals import (
    ComplaintNotTheirs,
    DeadlineNotLater,
    EndedAlready,
    FineNotReduced,
    ItemCompletedAlready,
    ItemIssuedAlready,
    NoFineRuns,
    RequestExists,
    UnknownItem,
    UnknownRequest,
)
from services.case_service.domain.enforcement.state import CompletedItem, Ended, Record, Request, State
from services.case_service.domain.shared_commands import AddDocument, Archive, CorrectInformation, RegisterDisagreement, SendLetter

MOST_KRONER: Final = 1_000_000_000
"""No fine comes near it; it keeps out what JSON cannot hold."""


def decide(command: EnforcementCommand, state: State, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    record = state.record
    match command:
        case RecordInformationRequest(fact=fact):
            if fact.request in record.requests:
                raise RequestExists("request", request=fact.request)
        case RequestDeadlineExtension(fact=fact):
            _check_later("new_date", fact.new_date, _request(record, fact.request, circumstances))
        case RecordDeadlineExtension(fact=fact):
            _check_later("answer_by", fact.answer_by, _request(record, fact.request, circumstances))
        case ApproveAccount(fact=answer) | SendAccount(fact=answer):
            _request(record, answer.request, circumstances)
        case IssueOrderItem(fact=fact):
            known = record.items.get(fact.item)
            if known is not None and known.issued:
                raise ItemIssuedAlready("item", item=fact.item)
        case CompleteOrderItem(fact=fact):
            _check_completion(record, fact.item)
        case ReduceCoerciveFine(fact=fact):
            _check_amount("amount", fact.amount)
            _check_reduction(_running(record), fact)
        case StopCoerciveFine(fact=fact):
            _check_amount("total", fact.total)
            _running(record)
        case WarnOfCoerciveFine(fact=fined) | ImposeCoerciveFine(fact=fined):
            _check_amount("amount", fined.amount)
        case LodgeComplaintToUdir(fact=fact):
            _check_complaint(fact, circumstances)
        case CloseStatsforvalterCase():
            if isinstance(state, Ended):
                raise EndedAlready
        case (
            ReportToStatsforvalter()
            | RecordRejection()
            | RecordStatsforvalterMeeting()
            | RecordPupilHeardByStatsforvalter()
            | ReceiveStatsforvalterDecision()
            | SendStatsforvalterFollowUp()
            | RecordUdirDecision()
            | CorrectInformation()
            | RegisterDisagreement()
            | SendLetter()
            | AddDocument()
            | Archive()
        ):
            pass
        case _:
            assert_never(command)
    return (command.fact,)


def _request(record: Record, key: UUID, circumstances: Circumstances) -> Request | None:
    """The request that is pointed at; an earlier system may have kept the answer alone."""
    request = record.requests.get(key)
    if request is None and not circumstances.history:
        raise UnknownRequest("request", request=key)
    return request


def _check_later(field: str, day: date, request: Request | None) -> None:
    if request is not None and day <= request.answer_by:
        raise DeadlineNotLater(field, asked=day, holds=request.answer_by)


def _running(record: Record) -> Fine:
    fine = record.running_fine
    if fine is None:
        raise NoFineRuns
    return fine


def _check_completion(record: Record, key: UUID) -> None:
    item = record.items.get(key)
    if item is None:
        raise UnknownItem("item", item=key)
    if isinstance(item, CompletedItem):
        raise ItemCompletedAlready("item", item=key)


def _check_amount(field: str, amount: int | None) -> None:
    if amount is not None:
        check_number(field, amount, least=0, most=MOST_KRONER)


def _check_reduction(fine: Fine, fact: CoerciveFineReduced) -> None:
    if not is_reduction(fine, Rate(amount=fact.amount, unit=fact.unit, from_date=fact.from_date)):
        raise FineNotReduced("amount", amount=fact.amount)


def _check_complaint(fact: ComplaintToUdirLodged, circumstances: Circumstances) -> None:
    if fact.complainant in (Complainant.SCHOOL, Complainant.MUNICIPALITY) and not circumstances.history:
        raise ComplaintNotTheirs("complainant")
