"""A physical intervention against a pupil (opplæringslova §§ 13-3 to 13-5): one stream for each."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.command import StreamRules
from services.case_service.domain.intervention.commands import InterventionCommand
from services.case_service.domain.intervention.decide import decide
from services.case_service.domain.intervention.evolve import evolve
from services.case_service.domain.intervention.state import NotWrittenDown

RULES: Final = StreamRules(
    stream=Stream.PHYSICAL_INTERVENTION,
    initial=NotWrittenDown(),
    decide=decide,
    evolve=evolve,
    commands=get_args(InterventionCommand),
)
