"""How a fact changes what a survey waits for. Never refuses."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from events.investigation import SchoolyardMapCollected
from events.survey import NonAnonymousSurveyAssessed, NonAnonymousSurveyRun, SurveyAnswersVerified, SurveyResultsImported
from services.case_service.domain.survey.limits import broken_limit
from services.case_service.domain.survey.state import Assessed, Assessment, Run, State, Verified

SurveyFact: TypeAlias = (
    NonAnonymousSurveyAssessed | NonAnonymousSurveyRun | SurveyAnswersVerified | SurveyResultsImported | SchoolyardMapCollected
)


def evolve(state: State, fact: SurveyFact) -> State:
    """What the survey waits for after ``fact``."""
    match fact:
        case NonAnonymousSurveyAssessed():
            return Assessed(
                assessment=Assessment(
                    tool=fact.tool,
                    permits=fact.suitable and fact.least_intrusive and broken_limit(fact) is None,
                    questions_approved=fact.questions_approved,
                )
            )
        case NonAnonymousSurveyRun():
            return Run(assessment=state.assessment)
        case SurveyAnswersVerified():
            return Verified(assessment=state.assessment, confirmed=fact.confirmed)
        case SchoolyardMapCollected() | SurveyResultsImported():
            return state
        case _:
            assert_never(fact)
