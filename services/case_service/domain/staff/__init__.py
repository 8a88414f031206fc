"""A member of staff: which role at which school on which day, and whether privacy training is attested."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.command import StreamRules
from services.case_service.domain.staff.commands import StaffCommand
from services.case_service.domain.staff.decide import decide
from services.case_service.domain.staff.evolve import evolve
from services.case_service.domain.staff.state import NotRegistered

RULES: Final = StreamRules(
    stream=Stream.STAFF_MEMBER, initial=NotRegistered(), decide=decide, evolve=evolve, commands=get_args(StaffCommand)
)
