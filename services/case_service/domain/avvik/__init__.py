"""An avvik: raised once, treated until the measure has had its effect, closed, and opened again if need be (kommunelova § 25-1)."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.avvik.commands import AvvikCommand
from services.case_service.domain.avvik.decide import decide
from services.case_service.domain.avvik.evolve import evolve
from services.case_service.domain.avvik.state import NotRaised
from services.case_service.domain.command import StreamRules

RULES: Final = StreamRules(stream=Stream.AVVIK, initial=NotRaised(), decide=decide, evolve=evolve, commands=get_args(AvvikCommand))
