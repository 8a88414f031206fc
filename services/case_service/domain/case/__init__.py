"""A case: one pupil in one matter (opplæringslova § 12-4), from the first concern to closing and reopening."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.case.decide import CaseCommand, decide
from services.case_service.domain.case.evolve import evolve
from services.case_service.domain.case.state import NotOpened
from services.case_service.domain.command import StreamRules

RULES: Final = StreamRules(stream=Stream.CASE, initial=NotOpened(), decide=decide, evolve=evolve, commands=get_args(CaseCommand))
