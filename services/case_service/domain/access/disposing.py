"""What is decided on retention: holds, disposals by two people, and requests for erasure (arkivlova §§ 12-13; GDPR article 17)."""

from __future__ import annotations

from events.archive import DisposalApproved, Disposed, ErasureAnswered, ErasureRequested, LegalHoldLifted, LegalHoldPlaced
from events.lists.access import DisposalBasis
from events.sealing import RetentionClass
from services.case_service.domain.access.refusals import (
    ApprovedByHerAlready,
    ContentHeld,
    DisposalOfOtherContent,
    DisposalProposedAlready,
    DisposedAlready,
    ErasureRequestExists,
    HoldExists,
    NoDisposalToStop,
    NoErasureToAnswer,
    PreservedContent,
    TooFewApprovers,
    UnknownHold,
)
from services.case_service.domain.access.state import APPROVERS_NEEDED, Disposal, Ledger, disposal_under_way, is_held
from services.case_service.domain.command import Circumstances


def check_approval(fact: DisposalApproved, state: Ledger) -> None:
    """Raise a Refused when the content may not be destroyed, or the approval is not another person's of the same disposal."""
    if (fact.of_subject, fact.retention) in state.disposed:
        raise DisposedAlready("of_subject", subject=fact.of_subject)
    if fact.retention is RetentionClass.PRESERVED and fact.basis is DisposalBasis.RETENTION_LAPSED:
        raise PreservedContent("basis")
    if is_held(state, fact.of_subject):
        raise ContentHeld("of_subject")
    held = state.disposals.get(fact.disposal)
    if held is None:
        if disposal_under_way(state, fact.of_subject, fact.retention) is not None:
            raise DisposalProposedAlready("of_subject")
        return
    if held.stopped or not _is_same(held, fact):
        raise DisposalOfOtherContent("disposal")
    if fact.approved_by in held.approvers:
        raise ApprovedByHerAlready("approved_by")
    if held.is_decided:
        raise DisposalProposedAlready("disposal")


def check_stop(disposal: object, state: Ledger) -> None:
    """Raise NoDisposalToStop when nothing waits under this id."""
    held = next((one for key, one in state.disposals.items() if key == disposal), None)
    if held is None or held.stopped or (held.of_subject, held.retention) in state.disposed:
        raise NoDisposalToStop("disposal")


def check_disposal(fact: Disposed, state: Ledger, circumstances: Circumstances) -> None:
    """Raise a Refused unless two different people approved exactly this. A preserved case takes its working notes along."""
    if (fact.of_subject, fact.retention) in state.disposed:
        raise DisposedAlready("of_subject", subject=fact.of_subject)
    if circumstances.history:
        return
    if not any(_allows(one, fact) for one in state.disposals.values()):
        raise TooFewApprovers("approvers", needed=APPROVERS_NEEDED)


def check_hold(fact: LegalHoldPlaced, state: Ledger) -> None:
    """Raise HoldExists when the id is taken."""
    if fact.hold in state.holds:
        raise HoldExists("hold")


def check_lifting(fact: LegalHoldLifted, state: Ledger) -> None:
    """Raise UnknownHold when no such hold stands."""
    held = state.holds.get(fact.hold)
    if held is None or held.lifted:
        raise UnknownHold("hold")


def check_erasure_request(fact: ErasureRequested, state: Ledger) -> None:
    """Raise ErasureRequestExists when the id is taken."""
    if fact.request in state.erasures:
        raise ErasureRequestExists("request")


def check_erasure_answer(fact: ErasureAnswered, state: Ledger) -> None:
    """Raise NoErasureToAnswer when nothing waits under this id."""
    asked = state.erasures.get(fact.request)
    if asked is None or asked.outcome is not None:
        raise NoErasureToAnswer("request")


def _is_same(held: Disposal, fact: DisposalApproved) -> bool:
    return (held.of_subject, held.retention, held.basis) == (fact.of_subject, fact.retention, fact.basis)


def _allows(one: Disposal, fact: Disposed) -> bool:
    covers = one.retention in {fact.retention, RetentionClass.PRESERVED}
    return one.is_decided and one.of_subject == fact.of_subject and covers and set(fact.approvers) == set(one.approvers)
