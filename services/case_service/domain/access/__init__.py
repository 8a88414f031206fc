"""Access, privacy and archive: who may open what, what was disclosed and what destroyed (opplæringsforskrifta § 20-2)."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.access.commands import AccessCommand
from services.case_service.domain.access.decide import decide
from services.case_service.domain.access.evolve import evolve
from services.case_service.domain.access.state import Ledger
from services.case_service.domain.command import StreamRules

RULES: Final = StreamRules(stream=Stream.ACCESS, initial=Ledger(), decide=decide, evolve=evolve, commands=get_args(AccessCommand))
