"""Commands for a survey that is not anonymous."""

from __future__ import annotations

from typing import TypeAlias

from events.survey import (
    NonAnonymousSurveyAssessed,
    NonAnonymousSurveyRun,
    SurveyAnswersVerified,
)
from services.case_service.domain.command import Command
from services.case_service.domain.shared_commands import CollectSchoolyardMap


class AssessNonAnonymousSurvey(Command[NonAnonymousSurveyAssessed], frozen=True):
    """Assess whether the survey may be used, and how."""


class RunNonAnonymousSurvey(Command[NonAnonymousSurveyRun], frozen=True):
    """Record that the survey was carried out."""


class VerifySurveyAnswers(Command[SurveyAnswersVerified], frozen=True):
    """Check that what the answers say is right."""


SurveyCommand: TypeAlias = AssessNonAnonymousSurvey | RunNonAnonymousSurvey | VerifySurveyAnswers | CollectSchoolyardMap
