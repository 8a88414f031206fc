"""A pupil: identity, enrolment and the adults who act for her. The identity itself is sealed and no part of the state."""

from __future__ import annotations

from typing import Final, get_args

from events.base import Stream
from services.case_service.domain.command import StreamRules
from services.case_service.domain.pupil.commands import PupilCommand
from services.case_service.domain.pupil.decide import decide
from services.case_service.domain.pupil.evolve import evolve
from services.case_service.domain.pupil.state import NotRegistered

RULES: Final = StreamRules(
    stream=Stream.PUPIL, initial=NotRegistered(), decide=decide, evolve=evolve, commands=get_args(PupilCommand)
)
