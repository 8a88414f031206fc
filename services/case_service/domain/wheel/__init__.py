"""The school's year: annual wheel, supervision plan, routines, state inspection (kommunelova § 25-1)."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.command import StreamRules
from services.case_service.domain.wheel.commands import WheelCommand
from services.case_service.domain.wheel.decide import decide
from services.case_service.domain.wheel.evolve import evolve
from services.case_service.domain.wheel.state import NotOpened

RULES: Final = StreamRules(
    stream=Stream.ANNUAL_WHEEL,
    initial=NotOpened(),
    decide=decide,
    evolve=evolve,
    commands=get_args(WheelCommand),
    state_holds_text=True,
)
