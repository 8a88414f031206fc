"""Access: grants, denials that outrank them, emergencies, disclosure, disposal, breaches and blocks."""

from datetime import date, timedelta

import pytest
from builders import NOON, example, person
from given_when_then import given as given_in

from events import Stream
from events.access import (
    AccessDenialLifted,
    AccessDenied,
    AccessGranted,
    AccessRemoved,
    BreachNotifiedToAuthority,
    BreakGlassReviewed,
    BreakGlassUsed,
    ContentRead,
    PersonalDataBreachReported,
    PersonBlocked,
    PersonUnblocked,
    ReadingReviewed,
    UnusualReadingDetected,
)
from events.archive import DisposalApproved, Disposed
from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.lists.access import BlockKind, DenialGround, DisposalBasis
from events.sealing import RetentionClass
from services.case_service.domain.access.commands import (
    AnswerDisclosure,
    BlockPerson,
    BreakGlass,
    DenyAccess,
    DetectUnusualReading,
    Dispose,
    GrantAccess,
    LiftDenial,
    LogRead,
    NotifyAuthorityOfBreach,
    RemoveAccess,
    ReportPersonalDataBreach,
    RequestDisclosure,
    ReviewBreakGlass,
    ReviewReading,
    UnblockPerson,
)
from services.case_service.domain.access.refusals import (
    BreachExists,
    DisclosureRequestExists,
    DisposedAlready,
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
    TooFewApprovers,
    UnknownBreach,
    UnknownDisclosureRequest,
    UnknownGrant,
)
from services.case_service.domain.access.state import ActiveGrant, Request, blocks_of, is_shut_out
from services.case_service.domain.refusals import NumberTooSmall

GRANTED = example(AccessGranted, until=None)
PERSON, CASE = GRANTED.person, GRANTED.to_stream
REMOVED = example(AccessRemoved)
SUSPECTED = example(AccessDenied, ground=DenialGround.SUSPECTED_IN_CASE)
UNTRAINED = example(AccessDenied, ground=DenialGround.TRAINING_NOT_ATTESTED)
EMERGENCY = example(BreakGlassUsed, until=NOON + timedelta(hours=1))
BLOCKED = example(PersonBlocked, kind=BlockKind.NO_CONTACT)
UNBLOCKED = example(PersonUnblocked, kind=BlockKind.NO_CONTACT)


def given(*events):
    return given_in(*events, stream=Stream.ACCESS)


def granted(*events):
    """Who has which case by a grant that was not removed."""
    return [(one.person, one.to_stream) for one in given(*events).state.grants.values() if isinstance(one, ActiveGrant)]


def shut_out(*events):
    return is_shut_out(given(*events).state, PERSON, CASE)


def disposed(*approvers, basis=DisposalBasis.RETENTION_LAPSED):
    return example(Disposed, retention=RetentionClass.WORKING_NOTE, basis=basis, approvers=tuple(map(person, approvers)))


def approved(*approvers, basis=DisposalBasis.RETENTION_LAPSED, retention=RetentionClass.WORKING_NOTE):
    return tuple(example(DisposalApproved, retention=retention, basis=basis, approved_by=person(one)) for one in approvers)


def test_a_grant_is_of_one_case_to_one_person():
    assert granted() == []
    assert granted(GRANTED) == [(PERSON, CASE)]


def test_a_grant_keeps_its_last_day():
    last = date(2025, 12, 1)
    state = given(example(AccessGranted, until=last)).state
    assert [one.until for one in state.grants.values()] == [last]


def test_a_removed_grant_is_one_no_more():
    given(GRANTED).when(RemoveAccess(fact=REMOVED)).then(REMOVED)
    assert granted(GRANTED, REMOVED) == []


def test_another_grant_stands_when_one_is_removed():
    assert granted(GRANTED, example(AccessGranted, grant=person("second grant"), until=None), REMOVED) == [(PERSON, CASE)]


@pytest.mark.parametrize("ground", [ground for ground in DenialGround if ground is not DenialGround.TRAINING_NOT_ATTESTED])
def test_a_denial_outranks_every_grant_whether_it_came_before_or_after(ground):
    denied = example(AccessDenied, ground=ground)
    later = example(AccessGranted, grant=person("later grant"), until=None)
    given(GRANTED).when(DenyAccess(fact=denied)).then(denied)
    given(denied).when(GrantAccess(fact=GRANTED)).then_refused(PersonShutOut, "person")
    given(denied).when(GrantAccess(fact=GRANTED), history=True).then(GRANTED)
    assert shut_out(GRANTED, denied)
    assert shut_out(GRANTED, denied, later)


def test_a_denial_of_one_case_or_person_shuts_out_of_no_other():
    elsewhere = example(AccessDenied, to_stream=person("another case"))
    other_person = example(AccessDenied, person=person("somebody else"))
    assert not shut_out(GRANTED, elsewhere, other_person)


def test_a_denial_outranks_an_emergency():
    given(SUSPECTED).when(BreakGlass(fact=EMERGENCY)).then_refused(EmergencyShutOut, "person")
    given(SUSPECTED).when(BreakGlass(fact=EMERGENCY), history=True).then(EMERGENCY)
    assert shut_out(SUSPECTED, EMERGENCY)
    assert shut_out(EMERGENCY, SUSPECTED)


def test_a_grant_lifts_what_training_can_cure_and_nothing_else():
    given(UNTRAINED).when(GrantAccess(fact=GRANTED)).then(GRANTED)
    assert shut_out(UNTRAINED)
    assert not shut_out(UNTRAINED, GRANTED)
    assert shut_out(UNTRAINED, SUSPECTED, GRANTED)


def test_who_was_shut_out_at_an_earlier_time_is_asked_of_the_state_as_it_was_then():
    history = (GRANTED, SUSPECTED)
    assert [shut_out(*history[:known]) for known in range(3)] == [False, False, True]


def test_an_emergency_lasts_to_its_end_and_a_shorter_one_does_not_cut_it_off():
    shorter = example(BreakGlassUsed, until=NOON + timedelta(minutes=5))
    state = given().when(BreakGlass(fact=EMERGENCY)).then(EMERGENCY).state
    assert state.emergencies == given(EMERGENCY, shorter).state.emergencies == {(PERSON, CASE): EMERGENCY.until}


def test_an_emergency_ends_after_it_begins():
    given().when(BreakGlass(fact=example(BreakGlassUsed, until=NOON))).then_refused(EmergencyEndsBeforeItBegins, "until")


def test_a_grant_is_given_once():
    given(GRANTED).when(GrantAccess(fact=GRANTED)).then_refused(GrantExists, "grant")
    given(GRANTED, REMOVED).when(GrantAccess(fact=GRANTED)).then_refused(GrantExists, "grant")


def test_a_grant_lasts_at_least_the_local_day_on_which_it_is_given():
    yesterday, today = (example(AccessGranted, until=NOON.date() - timedelta(days=days)) for days in (1, 0))
    given().when(GrantAccess(fact=yesterday)).then_refused(GrantEndsBeforeItBegins, "until")
    given().when(GrantAccess(fact=today)).then(today)


@pytest.mark.parametrize(
    ("before", "removed", "refusal", "field"),
    [
        ((), REMOVED, UnknownGrant, "grant"),
        ((GRANTED, REMOVED), REMOVED, GrantEndedAlready, "grant"),
        ((GRANTED,), example(AccessRemoved, person=person("somebody else")), GrantOfAnother, "person"),
    ],
)
def test_a_grant_ends_once_and_for_the_one_who_has_it(before, removed, refusal, field):
    given(*before).when(RemoveAccess(fact=removed)).then_refused(refusal, field)


def test_reading_is_logged_even_when_nothing_allowed_it():
    read = example(ContentRead)
    outcome = given(SUSPECTED).when(LogRead(fact=read)).then(read)
    assert outcome.state == given(SUSPECTED).state


def test_a_request_for_disclosure_is_made_once_and_answered():
    asked, answered = example(DisclosureRequested, answer_by=date(2025, 10, 1)), example(DisclosureAnswered)
    given(asked).when(RequestDisclosure(fact=asked)).then_refused(DisclosureRequestExists, "request")
    given().when(AnswerDisclosure(fact=answered)).then_refused(UnknownDisclosureRequest, "request")
    given(asked).when(AnswerDisclosure(fact=answered)).then(answered)
    assert given(asked).state.requests == {asked.request: Request(answer_by=date(2025, 10, 1))}
    assert given(asked, answered).state.requests == {asked.request: Request(answer_by=date(2025, 10, 1), answered=True)}


def test_a_request_may_be_answered_again_after_a_complaint():
    answered = example(DisclosureAnswered)
    given(example(DisclosureRequested), answered).when(AnswerDisclosure(fact=answered)).then(answered)


@pytest.mark.parametrize("approvers", [(), ("principal",), ("principal", "principal")])
def test_nothing_is_destroyed_without_two_different_approvers(approvers):
    given().when(Dispose(fact=disposed(*approvers))).then_refused(TooFewApprovers, "approvers")
    given().when(Dispose(fact=disposed(*approvers)), history=True).then(disposed(*approvers))


@pytest.mark.parametrize("basis", DisposalBasis)
def test_two_approvers_destroy_on_a_legal_basis(basis):
    fact = disposed("principal", "archivist", basis=basis)
    given(*approved("principal", "archivist", basis=basis)).when(Dispose(fact=fact)).then(fact)


def test_each_class_of_content_is_destroyed_once():
    fact = disposed("principal", "archivist")
    given(fact).when(Dispose(fact=fact)).then_refused(DisposedAlready, "of_subject")


def test_a_breach_is_reported_once_and_the_authority_may_be_told_in_stages():
    reported, notified = example(PersonalDataBreachReported), example(BreachNotifiedToAuthority)
    given(reported).when(ReportPersonalDataBreach(fact=reported)).then_refused(BreachExists, "breach")
    given().when(NotifyAuthorityOfBreach(fact=notified)).then_refused(UnknownBreach, "breach")
    outcome = given(reported).when(NotifyAuthorityOfBreach(fact=notified)).then(notified)
    assert outcome.state.breaches[reported.breach].notified
    given(reported, notified).when(NotifyAuthorityOfBreach(fact=notified)).then(notified)


def test_those_whom_a_breach_concerns_are_counted():
    impossible = example(PersonalDataBreachReported, persons_affected=-1)
    given().when(ReportPersonalDataBreach(fact=impossible)).then_refused(NumberTooSmall, "persons_affected")


def test_a_block_holds_until_it_is_lifted():
    given().when(BlockPerson(fact=BLOCKED)).then(BLOCKED)
    given(BLOCKED).when(UnblockPerson(fact=UNBLOCKED)).then(UNBLOCKED)
    assert blocks_of(given(BLOCKED).state, BLOCKED.person, BLOCKED.pupil) == {BlockKind.NO_CONTACT}
    assert blocks_of(given(BLOCKED, UNBLOCKED).state, BLOCKED.person, BLOCKED.pupil) == frozenset()


@pytest.mark.parametrize("before", [(), (BLOCKED, UNBLOCKED), (example(PersonBlocked, kind=BlockKind.SECRET_ADDRESS),)])
def test_what_is_not_blocked_is_not_unblocked(before):
    given(*before).when(UnblockPerson(fact=UNBLOCKED)).then_refused(NotBlocked, "person")


def test_a_denial_is_lifted_ground_by_ground():
    related = example(AccessDenied, ground=DenialGround.PARTY_OR_RELATIVE)
    lifted = example(AccessDenialLifted, ground=DenialGround.SUSPECTED_IN_CASE)
    given(GRANTED, SUSPECTED).when(LiftDenial(fact=lifted)).then(lifted)
    assert not shut_out(GRANTED, SUSPECTED, lifted)
    assert shut_out(GRANTED, SUSPECTED, related, lifted)


@pytest.mark.parametrize("before", [(), (UNTRAINED,), (SUSPECTED, example(AccessDenialLifted, ground=SUSPECTED.ground))])
def test_a_ground_that_does_not_hold_is_not_lifted(before):
    lifted = example(AccessDenialLifted, ground=DenialGround.SUSPECTED_IN_CASE)
    given(*before).when(LiftDenial(fact=lifted)).then_refused(NotShutOut, "ground")


def test_an_emergency_is_reviewed_when_there_was_one():
    reviewed = example(BreakGlassReviewed, justified=False)
    given(EMERGENCY).when(ReviewBreakGlass(fact=reviewed)).then(reviewed)
    given().when(ReviewBreakGlass(fact=reviewed)).then_refused(NoEmergencyToReview, "person")


def test_a_look_at_a_reading_is_recorded_as_it_was():
    reviewed = example(ReadingReviewed, justified=False)
    given().when(ReviewReading(fact=reviewed)).then(reviewed)


def test_unusual_reading_is_counted_in_matters_and_minutes():
    detected = example(UnusualReadingDetected, matters_read=40, within_minutes=60)
    given().when(DetectUnusualReading(fact=detected)).then(detected)
    impossible = example(UnusualReadingDetected, matters_read=0)
    given().when(DetectUnusualReading(fact=impossible)).then_refused(NumberTooSmall, "matters_read")
