"""A survey that is not anonymous, within the limits of opplæringsforskrifta § 20-5."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.command import StreamRules
from services.case_service.domain.survey.commands import SurveyCommand
from services.case_service.domain.survey.decide import decide
from services.case_service.domain.survey.evolve import evolve
from services.case_service.domain.survey.state import NotAssessed

RULES: Final = StreamRules(
    stream=Stream.SURVEY, initial=NotAssessed(), decide=decide, evolve=evolve, commands=get_args(SurveyCommand)
)
