"""What is decided on commands about a survey. What an earlier system ran beyond the limits is recorded as it was."""

from __future__ import annotations

from typing import assert_never

from events.base import Event
from events.survey import NonAnonymousSurveyAssessed, NonAnonymousSurveyRun
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances
from services.case_service.domain.shared_commands import CollectSchoolyardMap
from services.case_service.domain.survey.commands import (
    AssessNonAnonymousSurvey,
    ImportSurveyResults,
    RunNonAnonymousSurvey,
    SurveyCommand,
    VerifySurveyAnswers,
)
from services.case_service.domain.survey.limits import broken_limit
from services.case_service.domain.survey.published import check_results
from services.case_service.domain.survey.refusals import (
    AnotherToolAssessed,
    MoreAnswersThanInvited,
    NotAssessedYet,
    NothingToVerify,
    NotPermitted,
    QuestionsNotApproved,
)
from services.case_service.domain.survey.state import Run, State, Verified


def decide(command: SurveyCommand, state: State, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    match command:
        case AssessNonAnonymousSurvey(fact=fact):
            if not circumstances.history:
                _check_limits(fact)
        case RunNonAnonymousSurvey(fact=fact):
            if fact.answered > fact.invited:
                raise MoreAnswersThanInvited("answered", answered=fact.answered, invited=fact.invited)
            if not circumstances.history:
                _check_permitted(fact, state)
        case VerifySurveyAnswers():
            if not isinstance(state, Run | Verified) and not circumstances.history:
                raise NothingToVerify
        case ImportSurveyResults(fact=fact):
            check_results(fact)
        case CollectSchoolyardMap():
            pass
        case _:
            assert_never(command)
    return (command.fact,)


def _check_limits(fact: NonAnonymousSurveyAssessed) -> None:
    """An assessment that says no may say what it likes of the survey; one that says yes keeps within the limits."""
    broken = broken_limit(fact)
    if fact.suitable and broken is not None:
        raise broken


def _check_permitted(fact: NonAnonymousSurveyRun, state: State) -> None:
    assessment = state.assessment
    if assessment is None:
        raise NotAssessedYet
    if assessment.tool is not fact.tool:
        raise AnotherToolAssessed("tool")
    if not assessment.permits:
        raise NotPermitted
    if not assessment.questions_approved:
        raise QuestionsNotApproved
