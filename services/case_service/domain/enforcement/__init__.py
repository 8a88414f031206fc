"""A case with Statsforvalteren (opplæringslova §§ 12-6, 12-8): orders item by item, and the coercive fine."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.command import StreamRules
from services.case_service.domain.enforcement.commands import EnforcementCommand
from services.case_service.domain.enforcement.decide import decide
from services.case_service.domain.enforcement.evolve import evolve
from services.case_service.domain.enforcement.state import NothingReported

RULES: Final = StreamRules(
    stream=Stream.ENFORCEMENT,
    initial=NothingReported(),
    decide=decide,
    evolve=evolve,
    commands=get_args(EnforcementCommand),
)
