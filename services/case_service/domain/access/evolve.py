"""How a fact changes what is known of access. Never refuses. Reading leaves no trace here: the log itself is the trace."""

from __future__ import annotations

from typing import Final, TypeAlias, assert_never

from msgspec.structs import replace

from events.access import (
    AccessDenialLifted,
    AccessDenied,
    AccessGranted,
    AccessRemoved,
    BreachNotifiedToAuthority,
    BreakGlassReviewed,
    BreakGlassUsed,
    ContentRead,
    LoginAdministered,
    PersonalDataBreachReported,
    PersonBlocked,
    PersonUnblocked,
    ReadingReviewed,
    UnusualReadingDetected,
)
from events.archive import (
    Archived,
    DisposalApproved,
    DisposalStopped,
    Disposed,
    ErasureAnswered,
    ErasureRequested,
    LegalHoldLifted,
    LegalHoldPlaced,
)
from events.correction import DisagreementRegistered, InformationCorrected
from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.lists.access import DenialGround
from services.case_service.domain.access.state import (
    ActiveGrant,
    Breach,
    Disposal,
    Erasure,
    Hold,
    Ledger,
    RemovedGrant,
    Request,
    blocks_of,
)

AccessFact: TypeAlias = (
    AccessGranted
    | AccessRemoved
    | AccessDenied
    | AccessDenialLifted
    | ContentRead
    | BreakGlassUsed
    | BreakGlassReviewed
    | UnusualReadingDetected
    | ReadingReviewed
    | LoginAdministered
    | DisclosureRequested
    | DisclosureAnswered
    | DisposalApproved
    | DisposalStopped
    | Disposed
    | LegalHoldPlaced
    | LegalHoldLifted
    | ErasureRequested
    | ErasureAnswered
    | PersonalDataBreachReported
    | BreachNotifiedToAuthority
    | PersonBlocked
    | PersonUnblocked
    | InformationCorrected
    | DisagreementRegistered
    | Archived
)

CURABLE: Final = frozenset({DenialGround.TRAINING_NOT_ATTESTED})
"""Grounds that a later grant lifts. Whether the training is attested by then, another stream knows, and the application asks it."""


def evolve(state: Ledger, fact: AccessFact) -> Ledger:
    """What is known after ``fact``."""
    match fact:
        case AccessGranted():
            return _granted(state, fact)
        case AccessRemoved():
            grant = state.grants.get(fact.grant)
            if grant is None:
                return state
            removed = RemovedGrant(person=grant.person, to_stream=grant.to_stream)
            return replace(state, grants={**state.grants, fact.grant: removed})
        case AccessDenied():
            key = (fact.person, fact.to_stream)
            grounds = state.denials.get(key, frozenset()) | {fact.ground}
            return replace(state, denials={**state.denials, key: grounds})
        case AccessDenialLifted():
            key = (fact.person, fact.to_stream)
            grounds = state.denials.get(key, frozenset()) - {fact.ground}
            return replace(state, denials={**state.denials, key: grounds})
        case BreakGlassUsed():
            key = (fact.person, fact.to_stream)
            until = max(fact.until, state.emergencies.get(key, fact.until))
            return replace(state, emergencies={**state.emergencies, key: until})
        case DisclosureRequested():
            return replace(state, requests={**state.requests, fact.request: Request(answer_by=fact.answer_by)})
        case DisclosureAnswered():
            asked = state.requests.get(fact.request, Request(answer_by=None))
            return replace(state, requests={**state.requests, fact.request: replace(asked, answered=True)})
        case DisposalApproved() | DisposalStopped() | Disposed():
            return _disposed(state, fact)
        case LegalHoldPlaced():
            return replace(state, holds={**state.holds, fact.hold: Hold(of_subject=fact.of_subject, ground=fact.ground)})
        case LegalHoldLifted():
            if fact.hold not in state.holds:
                return state
            return replace(state, holds={**state.holds, fact.hold: replace(state.holds[fact.hold], lifted=True)})
        case ErasureRequested():
            asked_for = Erasure(of_subject=fact.of_subject, answer_by=fact.answer_by)
            return replace(state, erasures={**state.erasures, fact.request: asked_for})
        case ErasureAnswered():
            waiting = state.erasures.get(fact.request, Erasure(of_subject=fact.of_subject, answer_by=None))
            return replace(state, erasures={**state.erasures, fact.request: replace(waiting, outcome=fact.outcome)})
        case PersonalDataBreachReported():
            return replace(state, breaches={**state.breaches, fact.breach: Breach(severity=fact.severity)})
        case BreachNotifiedToAuthority():
            breach = state.breaches.get(fact.breach)
            if breach is None:
                return state
            return replace(state, breaches={**state.breaches, fact.breach: replace(breach, notified=True)})
        case PersonBlocked() | PersonUnblocked():
            return _blocked(state, fact)
        case (
            ContentRead()
            | BreakGlassReviewed()
            | UnusualReadingDetected()
            | ReadingReviewed()
            | LoginAdministered()
            | InformationCorrected()
            | DisagreementRegistered()
            | Archived()
        ):
            return state
        case _:
            assert_never(fact)


def _granted(state: Ledger, fact: AccessGranted) -> Ledger:
    grant = ActiveGrant(person=fact.person, role=fact.role, to_stream=fact.to_stream, purpose=fact.purpose, until=fact.until)
    key = (fact.person, fact.to_stream)
    denials = {**state.denials, key: state.denials.get(key, frozenset()) - CURABLE}
    return replace(state, grants={**state.grants, fact.grant: grant}, denials=denials)


def _disposed(state: Ledger, fact: DisposalApproved | DisposalStopped | Disposed) -> Ledger:
    match fact:
        case DisposalApproved():
            proposed = Disposal(
                of_subject=fact.of_subject,
                retention=fact.retention,
                basis=fact.basis,
                provision=fact.provision,
                lapsed_on=fact.lapsed_on,
            )
            held = state.disposals.get(fact.disposal, proposed)
            approvers = tuple(dict.fromkeys((*held.approvers, fact.approved_by)))
            return replace(state, disposals={**state.disposals, fact.disposal: replace(held, approvers=approvers)})
        case DisposalStopped():
            if fact.disposal not in state.disposals:
                return state
            stopped = replace(state.disposals[fact.disposal], stopped=True)
            return replace(state, disposals={**state.disposals, fact.disposal: stopped})
        case Disposed():
            return replace(state, disposed=state.disposed | {(fact.of_subject, fact.retention)})
        case _:
            assert_never(fact)


def _blocked(state: Ledger, fact: PersonBlocked | PersonUnblocked) -> Ledger:
    held = blocks_of(state, fact.person, fact.pupil)
    match fact:
        case PersonBlocked():
            held |= {fact.kind}
        case PersonUnblocked():
            held -= {fact.kind}
        case _:
            assert_never(fact)
    return replace(state, blocks={**state.blocks, (fact.person, fact.pupil): held})
