"""What is decided on commands about a physical intervention."""

from __future__ import annotations

from typing import assert_never

from events.base import Event
from events.intervention import PhysicalInterventionRecorded
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances
from services.case_service.domain.intervention.commands import (
    HoldDebrief,
    InterventionCommand,
    RecordPhysicalIntervention,
    ReportInterventionToGuardians,
    ReportInterventionToMunicipality,
    ReportInterventionToPrincipal,
)
from services.case_service.domain.intervention.refusals import NobodyNamed, SamePerson, WrittenDownAlready
from services.case_service.domain.intervention.state import State, WrittenDown
from services.case_service.domain.matter.commands import AcknowledgeAsOwner
from services.case_service.domain.shared_commands import AddDocument, Archive, CorrectInformation, RegisterDisagreement, SendLetter


def decide(command: InterventionCommand, state: State, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. An earlier system may not have said whom it told. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    match command:
        case RecordPhysicalIntervention(fact=fact):
            if isinstance(state, WrittenDown):
                raise WrittenDownAlready
            _check_persons(fact)
        case ReportInterventionToGuardians(fact=fact):
            if not fact.guardians and not circumstances.history:
                raise NobodyNamed("guardians")
        case HoldDebrief(fact=fact):
            if not fact.participants and not circumstances.history:
                raise NobodyNamed("participants")
        case (
            ReportInterventionToPrincipal()
            | ReportInterventionToMunicipality()
            | AcknowledgeAsOwner()
            | CorrectInformation()
            | RegisterDisagreement()
            | SendLetter()
            | AddDocument()
            | Archive()
        ):
            pass
        case _:
            assert_never(command)
    return (command.fact,)


def _check_persons(fact: PhysicalInterventionRecorded) -> None:
    if fact.employee == fact.pupil:
        raise SamePerson("employee")
    if fact.employee in fact.witnesses or fact.pupil in fact.witnesses:
        raise SamePerson("witnesses")
