"""A heightened case: someone who works at the school is suspected of offending a pupil (opplæringslova § 12-5)."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.command import StreamRules
from services.case_service.domain.heightened.decide import HeightenedCommand, decide
from services.case_service.domain.heightened.evolve import evolve
from services.case_service.domain.heightened.state import NotReported

RULES: Final = StreamRules(
    stream=Stream.HEIGHTENED_CASE, initial=NotReported(), decide=decide, evolve=evolve, commands=get_args(HeightenedCommand)
)
