"""The municipality: what it decides for all its schools, and what held on a given day."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.command import StreamRules
from services.case_service.domain.municipality.commands import MunicipalityCommand
from services.case_service.domain.municipality.decide import decide
from services.case_service.domain.municipality.evolve import evolve
from services.case_service.domain.municipality.state import Municipality

RULES: Final = StreamRules(
    stream=Stream.MUNICIPALITY,
    initial=Municipality(),
    decide=decide,
    evolve=evolve,
    commands=get_args(MunicipalityCommand),
    state_holds_text=True,
)
