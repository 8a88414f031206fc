"""A concern that comes to belong to a case which exists, and the conversation with whoever reported it."""

import pytest
from builders import example, person
from given_when_then import THIS, given

from events.closing import CaseClosed, CaseReopened
from events.concern import CaseOpened, ConcernAddedToCase, ConcernJoined, ConcernReceived
from events.dialogue import MessageFromReporter, MessageToReporter, ReporterCodeIssued
from events.documents import LetterSent
from events.lists.measures import ReopeningReason
from services.case_service.domain.case.commands import AddConcern, JoinConcern, OpenCase, ReceiveConcern
from services.case_service.domain.case.refusals import (
    AddedAlready,
    JoinedAlready,
    LinkedToItself,
    NoCaseToAddTo,
    NothingToJoin,
    OpenedHere,
)
from services.case_service.domain.case.state import Joined, Stage, stage
from services.case_service.domain.matter.commands import CloseCase, ReceiveMessage, ReopenCase, SendMessage
from services.case_service.domain.matter.refusals import NoReporterCode, NotOpen, UnknownPupil
from services.case_service.domain.shared_commands import SendLetter

CONCERN = example(ConcernReceived)
JOINED = example(ConcernJoined)
OPENED = example(CaseOpened)
ADDED = example(ConcernAddedToCase)
CODE = example(ReporterCodeIssued)


def test_a_joined_concern_waits_for_nothing_and_says_where_it_went():
    state = given(CONCERN).when(JoinConcern(fact=JOINED)).then(JOINED).state
    assert isinstance(state, Joined)
    assert state.to_case == JOINED.to_case
    assert stage(state) is Stage.JOINED


def test_what_is_said_after_joining_is_kept_and_changes_nothing_that_is_waited_for():
    later = given(CONCERN, JOINED).when(ReceiveConcern(fact=CONCERN)).then(CONCERN)
    assert stage(later.state) is Stage.JOINED
    assert later.state.record.concerns == 2


@pytest.mark.parametrize("command", [OpenCase(fact=OPENED), JoinConcern(fact=JOINED)], ids=["opened", "joined again"])
def test_a_joined_concern_becomes_no_case_and_is_joined_once(command):
    given(CONCERN, JOINED).when(command).then_refused(JoinedAlready)


def test_what_never_was_a_case_is_not_closed():
    given(CONCERN, JOINED).when(CloseCase(fact=example(CaseClosed))).then_refused(NotOpen)


def test_a_concern_joined_in_error_goes_on_where_it_stood():
    reopened = example(CaseReopened, reason=ReopeningReason.CLOSED_IN_ERROR)
    outcome = given(CONCERN, JOINED).when(ReopenCase(fact=reopened)).then(reopened)
    assert stage(outcome.state) is Stage.REPORTED


def test_only_a_concern_is_joined_and_never_to_itself():
    given().when(JoinConcern(fact=JOINED)).then_refused(NothingToJoin)
    given(CONCERN).when(JoinConcern(fact=example(ConcernJoined, to_case=THIS))).then_refused(LinkedToItself, "to_case")


def test_a_case_of_its_own_is_linked_and_not_joined():
    given(CONCERN, OPENED).when(JoinConcern(fact=JOINED)).then_refused(OpenedHere)


def test_an_opened_case_takes_a_later_concern_once():
    outcome = given(OPENED).when(AddConcern(fact=ADDED)).then(ADDED)
    assert outcome.state.record.added_concerns == {ADDED.from_stream}
    given(OPENED, ADDED).when(AddConcern(fact=ADDED)).then_refused(AddedAlready, "from_stream")
    given(CONCERN).when(AddConcern(fact=ADDED)).then_refused(NoCaseToAddTo)
    own = example(ConcernAddedToCase, from_stream=THIS)
    given(OPENED).when(AddConcern(fact=own)).then_refused(LinkedToItself, "from_stream")


@pytest.mark.parametrize(
    "command",
    [ReceiveMessage(fact=example(MessageFromReporter)), SendMessage(fact=example(MessageToReporter))],
    ids=["from the reporter", "to the reporter"],
)
def test_only_whoever_got_a_code_is_written_with(command):
    given(CONCERN, CODE).when(command).then(command.fact)
    given(CONCERN).when(command).then_refused(NoReporterCode)


def test_a_letter_is_about_a_pupil_of_the_matter():
    stranger = example(LetterSent, pupil=person("stranger"))
    given(OPENED).when(SendLetter(fact=stranger)).then_refused(UnknownPupil, "pupil")
    given(OPENED).when(SendLetter(fact=example(LetterSent))).then(example(LetterSent))
