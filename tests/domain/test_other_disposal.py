"""Retention: content is destroyed by two people, each with an act of her own, and never while something needs it."""

import pytest
from builders import example, person
from given_when_then import given as given_in

from events import Stream
from events.archive import (
    DisposalApproved,
    DisposalStopped,
    Disposed,
    ErasureAnswered,
    ErasureRequested,
    LegalHoldLifted,
    LegalHoldPlaced,
)
from events.lists.access import DisposalBasis, ErasureOutcome
from events.municipality import TenantKeyReplaced
from events.sealing import RetentionClass
from services.case_service.domain.access.commands import (
    AnswerErasure,
    ApproveDisposal,
    Dispose,
    LiftLegalHold,
    PlaceLegalHold,
    RequestErasure,
    StopDisposal,
)
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
from services.case_service.domain.access.state import disposal_under_way, is_held
from services.case_service.domain.municipality.commands import ReplaceTenantKey
from services.case_service.domain.municipality.refusals import OlderKeyStore

NOTES, KEPT = RetentionClass.WORKING_NOTE, RetentionClass.PRESERVED
ARCHIVIST, OWNER, THIRD = person("archivist"), person("owner"), person("third")
FIRST = example(DisposalApproved, retention=NOTES, basis=DisposalBasis.RETENTION_LAPSED, approved_by=ARCHIVIST)
SECOND = example(DisposalApproved, retention=NOTES, basis=DisposalBasis.RETENTION_LAPSED, approved_by=OWNER)
DONE = example(Disposed, retention=NOTES, approvers=(ARCHIVIST, OWNER))
STOPPED = example(DisposalStopped)
HOLD, LIFTED = example(LegalHoldPlaced), example(LegalHoldLifted)
ASKED, ANSWERED = example(ErasureRequested), example(ErasureAnswered, outcome=ErasureOutcome.REFUSED_PRESERVED)


def given(*events):
    return given_in(*events, stream=Stream.ACCESS)


def test_the_first_approval_proposes_and_the_second_decides():
    proposed = given().when(ApproveDisposal(fact=FIRST)).then(FIRST)
    assert not proposed.state.disposals[FIRST.disposal].is_decided
    decided = given(FIRST).when(ApproveDisposal(fact=SECOND)).then(SECOND)
    assert decided.state.disposals[FIRST.disposal].is_decided
    given(FIRST, SECOND).when(Dispose(fact=DONE)).then(DONE)


def test_nobody_approves_twice():
    given(FIRST).when(ApproveDisposal(fact=FIRST)).then_refused(ApprovedByHerAlready, "approved_by")


def test_what_two_have_decided_waits_for_no_third():
    third = example(DisposalApproved, retention=NOTES, basis=FIRST.basis, approved_by=THIRD)
    given(FIRST, SECOND).when(ApproveDisposal(fact=third)).then_refused(DisposalProposedAlready, "disposal")


@pytest.mark.parametrize("before", [(), (FIRST,), (FIRST, SECOND, STOPPED)], ids=["unasked", "one", "stopped"])
def test_nothing_is_destroyed_unless_two_approved_and_nobody_stopped_it(before):
    given(*before).when(Dispose(fact=DONE)).then_refused(TooFewApprovers, "approvers")


def test_the_approvers_are_those_who_approved():
    false = example(Disposed, retention=NOTES, approvers=(ARCHIVIST, THIRD))
    given(FIRST, SECOND).when(Dispose(fact=false)).then_refused(TooFewApprovers, "approvers")


def test_the_notes_alone_go_when_the_notes_were_approved():
    case = example(Disposed, retention=KEPT, approvers=(ARCHIVIST, OWNER))
    given(FIRST, SECOND).when(Dispose(fact=case)).then_refused(TooFewApprovers, "approvers")


def test_a_case_that_goes_takes_its_notes_along():
    both = [
        example(DisposalApproved, retention=KEPT, basis=DisposalBasis.HANDED_OVER_TO_ARCHIVE, approved_by=one)
        for one in (ARCHIVIST, OWNER)
    ]
    given(*both).when(Dispose(fact=DONE)).then(DONE)


def test_what_is_preserved_does_not_lapse():
    fact = example(DisposalApproved, retention=KEPT, basis=DisposalBasis.RETENTION_LAPSED)
    given().when(ApproveDisposal(fact=fact)).then_refused(PreservedContent, "basis")


def test_the_second_approves_what_the_first_proposed():
    other = example(DisposalApproved, retention=NOTES, basis=DisposalBasis.REGISTERED_IN_ERROR, approved_by=OWNER)
    given(FIRST).when(ApproveDisposal(fact=other)).then_refused(DisposalOfOtherContent, "disposal")
    given(FIRST, STOPPED).when(ApproveDisposal(fact=SECOND)).then_refused(DisposalOfOtherContent, "disposal")


def test_one_disposal_at_a_time():
    again = example(DisposalApproved, retention=NOTES, basis=FIRST.basis, disposal=person("again"), approved_by=OWNER)
    given(FIRST).when(ApproveDisposal(fact=again)).then_refused(DisposalProposedAlready, "of_subject")
    given(FIRST, STOPPED).when(ApproveDisposal(fact=again)).then(again)
    given(FIRST, SECOND, DONE).when(ApproveDisposal(fact=again)).then_refused(DisposedAlready, "of_subject")


def test_what_waits_is_known_until_it_is_done():
    subject = FIRST.of_subject
    assert disposal_under_way(given(FIRST).state, subject, NOTES) == FIRST.disposal
    assert disposal_under_way(given(FIRST, STOPPED).state, subject, NOTES) is None
    assert disposal_under_way(given(FIRST, SECOND, DONE).state, subject, NOTES) is None


def test_a_disposal_is_stopped_until_it_is_done():
    given(FIRST).when(StopDisposal(fact=STOPPED)).then(STOPPED)
    given(FIRST, SECOND).when(StopDisposal(fact=STOPPED)).then(STOPPED)
    for before in ((), (FIRST, STOPPED), (FIRST, SECOND, DONE)):
        given(*before).when(StopDisposal(fact=STOPPED)).then_refused(NoDisposalToStop, "disposal")


def test_a_hold_stops_every_approval_until_it_is_lifted():
    given(HOLD).when(ApproveDisposal(fact=FIRST)).then_refused(ContentHeld, "of_subject")
    given(FIRST, HOLD).when(ApproveDisposal(fact=SECOND)).then_refused(ContentHeld, "of_subject")
    given(HOLD, LIFTED).when(ApproveDisposal(fact=FIRST)).then(FIRST)
    assert is_held(given(HOLD).state, HOLD.of_subject)
    assert not is_held(given(HOLD, LIFTED).state, HOLD.of_subject)


def test_a_hold_is_placed_and_lifted_once():
    given(HOLD).when(PlaceLegalHold(fact=HOLD)).then_refused(HoldExists, "hold")
    given().when(LiftLegalHold(fact=LIFTED)).then_refused(UnknownHold, "hold")
    given(HOLD, LIFTED).when(LiftLegalHold(fact=LIFTED)).then_refused(UnknownHold, "hold")


def test_a_request_for_erasure_is_answered_once():
    given(ASKED).when(RequestErasure(fact=ASKED)).then_refused(ErasureRequestExists, "request")
    given().when(AnswerErasure(fact=ANSWERED)).then_refused(NoErasureToAnswer, "request")
    given(ASKED).when(AnswerErasure(fact=ANSWERED)).then(ANSWERED)
    given(ASKED, ANSWERED).when(AnswerErasure(fact=ANSWERED)).then_refused(NoErasureToAnswer, "request")


def test_a_key_store_that_counts_less_than_was_noted_is_an_older_copy():
    noted, older = example(TenantKeyReplaced, epoch=7), example(TenantKeyReplaced, epoch=7)
    later = example(TenantKeyReplaced, epoch=8)
    municipality = given_in(noted, stream=Stream.MUNICIPALITY)
    municipality.when(ReplaceTenantKey(fact=older)).then_refused(OlderKeyStore, "epoch")
    municipality.when(ReplaceTenantKey(fact=later)).then(later)
