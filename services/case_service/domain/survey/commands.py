"""Commands for surveys: one that is not anonymous, and results as published."""

from __future__ import annotations

from typing import TypeAlias

from events.survey import (
    NonAnonymousSurveyAssessed,
    NonAnonymousSurveyRun,
    SurveyAnswersVerified,
    SurveyResultsImported,
)
from services.case_service.domain.command import Command
from services.case_service.domain.shared_commands import CollectSchoolyardMap


class AssessNonAnonymousSurvey(Command[NonAnonymousSurveyAssessed], frozen=True):
    """Assess whether the survey may be used, and how."""


class RunNonAnonymousSurvey(Command[NonAnonymousSurveyRun], frozen=True):
    """Record that the survey was carried out."""


class VerifySurveyAnswers(Command[SurveyAnswersVerified], frozen=True):
    """Check that what the answers say is right."""


class ImportSurveyResults(Command[SurveyResultsImported], frozen=True):
    """Take in the school's results of an anonymous survey as published."""


SurveyCommand: TypeAlias = (
    AssessNonAnonymousSurvey | RunNonAnonymousSurvey | VerifySurveyAnswers | ImportSurveyResults | CollectSchoolyardMap
)
