"""How a fact changes what is known of a physical intervention. Never refuses."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from events.archive import Archived
from events.concern import OwnerAcknowledged
from events.correction import DisagreementRegistered, InformationCorrected
from events.documents import DocumentAdded, LetterSent
from events.intervention import (
    DebriefHeld,
    InterventionReportedToGuardians,
    InterventionReportedToMunicipality,
    InterventionReportedToPrincipal,
    PhysicalInterventionRecorded,
)
from services.case_service.domain.intervention.state import State, WrittenDown

InterventionFact: TypeAlias = (
    PhysicalInterventionRecorded
    | InterventionReportedToPrincipal
    | InterventionReportedToGuardians
    | InterventionReportedToMunicipality
    | DebriefHeld
    | OwnerAcknowledged
    | InformationCorrected
    | DisagreementRegistered
    | Archived
    | LetterSent
    | DocumentAdded
)


def evolve(state: State, fact: InterventionFact) -> State:
    """What is known after ``fact``."""
    told = state.told
    match fact:
        case PhysicalInterventionRecorded():
            return WrittenDown(
                told=told,
                pupil=fact.pupil,
                employee=fact.employee,
                repeated=fact.repeated,
                particularly_serious=fact.particularly_serious,
            )
        case InterventionReportedToPrincipal():
            return replace(state, told=replace(told, principal=True))
        case InterventionReportedToGuardians():
            return replace(state, told=replace(told, guardians=True))
        case InterventionReportedToMunicipality():
            return replace(state, told=replace(told, municipality=True))
        case DebriefHeld():
            return replace(state, told=replace(told, debriefed=True))
        case OwnerAcknowledged():
            return replace(state, told=replace(told, received_by_municipality=True))
        case InformationCorrected() | DisagreementRegistered() | Archived() | LetterSent() | DocumentAdded():
            return state
        case _:
            assert_never(fact)
