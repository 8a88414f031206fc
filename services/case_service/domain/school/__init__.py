"""A school: its name, principals, pupils, closed days and the plan it follows. It answers what held on a given day."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.command import StreamRules
from services.case_service.domain.school.commands import SchoolCommand
from services.case_service.domain.school.decide import decide
from services.case_service.domain.school.evolve import evolve
from services.case_service.domain.school.state import NotRegistered

RULES: Final = StreamRules(
    stream=Stream.SCHOOL, initial=NotRegistered(), decide=decide, evolve=evolve, commands=get_args(SchoolCommand)
)
