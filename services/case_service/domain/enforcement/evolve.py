"""How a fact changes what a case with Statsforvalteren waits for. Never refuses."""

from __future__ import annotations

from typing import Final, TypeAlias, assert_never
from uuid import UUID

from msgspec.structs import replace

from events.archive import Archived
from events.correction import DisagreementRegistered, InformationCorrected
from events.documents import DocumentAdded, LetterSent
from events.enforcement import (
    AccountApproved,
    AccountSent,
    CoerciveFineImposed,
    CoerciveFineReduced,
    CoerciveFineStopped,
    CoerciveFineWarned,
    ComplaintToUdirLodged,
    DeadlineExtended,
    DeadlineExtensionRequested,
    OrderItemCompleted,
    OrderItemIssued,
    PupilHeardByStatsforvalter,
    ReportedToStatsforvalter,
    StatsforvalterCaseClosed,
    StatsforvalterDecisionReceived,
    StatsforvalterFollowUpSent,
    StatsforvalterMeetingHeld,
    StatsforvalterRejected,
    StatsforvalterRequestedInformation,
    UdirDecided,
)
from events.lists.decisions import StatsforvalterDecision, UdirOutcome
from services.case_service.domain.enforcement.fine import Fine, Rate, reduced, stopped
from services.case_service.domain.enforcement.state import (
    CompletedItem,
    Ended,
    FoundFulfilled,
    LapsedItem,
    OpenItem,
    Ordered,
    OrderItem,
    Record,
    Rejected,
    Request,
    State,
    UnderExamination,
)

EnforcementFact: TypeAlias = (
    ReportedToStatsforvalter
    | StatsforvalterRejected
    | StatsforvalterRequestedInformation
    | DeadlineExtensionRequested
    | DeadlineExtended
    | AccountApproved
    | AccountSent
    | StatsforvalterMeetingHeld
    | PupilHeardByStatsforvalter
    | StatsforvalterDecisionReceived
    | OrderItemIssued
    | OrderItemCompleted
    | StatsforvalterFollowUpSent
    | CoerciveFineWarned
    | CoerciveFineImposed
    | CoerciveFineReduced
    | CoerciveFineStopped
    | ComplaintToUdirLodged
    | UdirDecided
    | StatsforvalterCaseClosed
    | InformationCorrected
    | DisagreementRegistered
    | Archived
    | LetterSent
    | DocumentAdded
)

NEVER_NAMED: Final[OrderItem] = OpenItem(due_on=None, issued=False)


def evolve(state: State, fact: EnforcementFact) -> State:
    """What the case waits for after ``fact``."""
    record = state.record
    match fact:
        case ReportedToStatsforvalter():
            return UnderExamination(record=record)
        case StatsforvalterRejected():
            return Rejected(record=record)
        case StatsforvalterDecisionReceived():
            return _decided(record, fact)
        case UdirDecided():
            return UnderExamination(record=_lapsed(record)) if fact.outcome is UdirOutcome.ANNULLED else state
        case StatsforvalterCaseClosed():
            return Ended(record=record)
        case StatsforvalterRequestedInformation():
            requests = {**record.requests, fact.request: Request(answer_by=fact.answer_by)}
            return replace(state, record=replace(record, requests=requests))
        case DeadlineExtensionRequested() | DeadlineExtended() | AccountApproved() | AccountSent():
            return replace(state, record=_answering(record, fact))
        case OrderItemIssued() | OrderItemCompleted():
            return replace(state, record=_followed(record, fact))
        case CoerciveFineImposed():
            return replace(state, record=_imposed(record, fact))
        case CoerciveFineReduced():
            return replace(state, record=_reduced(record, fact))
        case CoerciveFineStopped():
            return replace(state, record=_stopped(record, fact))
        case ComplaintToUdirLodged():
            return replace(state, record=replace(record, complaint_lodged=True))
        case (
            StatsforvalterMeetingHeld()
            | PupilHeardByStatsforvalter()
            | StatsforvalterFollowUpSent()
            | CoerciveFineWarned()
            | InformationCorrected()
            | DisagreementRegistered()
            | Archived()
            | LetterSent()
            | DocumentAdded()
        ):
            return state
        case _:
            assert_never(fact)


def _decided(record: Record, fact: StatsforvalterDecisionReceived) -> State:
    items = dict(record.items)
    for key in fact.items:
        known = items.get(key, NEVER_NAMED)
        items[key] = OpenItem(due_on=fact.due_on or known.due_on, issued=known.issued)
    named = replace(record, items=items)
    if fact.decision is StatsforvalterDecision.FULFILLED and not fact.items:
        return FoundFulfilled(record=named)
    return Ordered(record=named)


def _lapsed(record: Record) -> Record:
    """An annulled decision orders nothing; what was carried out stays so."""
    items = {
        key: LapsedItem(due_on=item.due_on, issued=item.issued) if isinstance(item, OpenItem) else item
        for key, item in record.items.items()
    }
    return replace(record, items=items)


def _answering(record: Record, fact: DeadlineExtensionRequested | DeadlineExtended | AccountApproved | AccountSent) -> Record:
    request = record.requests.get(fact.request)
    if request is None:
        return record
    match fact:
        case DeadlineExtensionRequested():
            changed = replace(request, extension_asked_to=fact.new_date)
        case DeadlineExtended():
            changed = replace(request, answer_by=fact.answer_by)
        case AccountApproved():
            changed = replace(request, approved=True)
        case AccountSent():
            changed = replace(request, sent=True)
        case _:
            assert_never(fact)
    return replace(record, requests={**record.requests, fact.request: changed})


def _followed(record: Record, fact: OrderItemIssued | OrderItemCompleted) -> Record:
    known = record.items.get(fact.item, NEVER_NAMED)
    match fact:
        case OrderItemIssued():
            due_on = fact.due_on or known.due_on
            if isinstance(known, CompletedItem):
                return _with_item(record, fact.item, replace(known, due_on=due_on, issued=True))
            return _with_item(record, fact.item, OpenItem(due_on=due_on, issued=True))
        case OrderItemCompleted():
            completed = CompletedItem(due_on=known.due_on, issued=known.issued, evidence_events=fact.evidence_events)
            return _with_item(record, fact.item, completed)
        case _:
            assert_never(fact)


def _with_item(record: Record, key: UUID, item: OrderItem) -> Record:
    return replace(record, items={**record.items, key: item})


def _imposed(record: Record, fact: CoerciveFineImposed) -> Record:
    """A fine that is imposed while another runs takes its place."""
    fine = Fine(rates=(Rate(amount=fact.amount, unit=fact.unit, from_date=fact.runs_from),))
    running = record.running_fine
    if running is None:
        return replace(record, fines=(*record.fines, fine))
    return replace(record, fines=(*record.fines[:-1], stopped(running, fact.runs_from), fine))


def _reduced(record: Record, fact: CoerciveFineReduced) -> Record:
    running = record.running_fine
    if running is None:
        return record
    rate = Rate(amount=fact.amount, unit=fact.unit, from_date=fact.from_date)
    return replace(record, fines=(*record.fines[:-1], reduced(running, rate)))


def _stopped(record: Record, fact: CoerciveFineStopped) -> Record:
    running = record.running_fine
    if running is None:
        return record
    return replace(record, fines=(*record.fines[:-1], stopped(running, fact.stopped_on, stated_total=fact.total)))
