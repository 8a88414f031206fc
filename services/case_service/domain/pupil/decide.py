"""What is decided on commands about a pupil."""

from __future__ import annotations

from typing import assert_never

from events.base import Event
from events.pupil import GuardianRemoved, PupilLeftSchool
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances
from services.case_service.domain.pupil.commands import (
    CorrectPupilIdentity,
    EnrolPupil,
    PupilCommand,
    RecordPupilLeftSchool,
    RegisterGuardian,
    RegisterPupil,
    RemoveGuardian,
)
from services.case_service.domain.pupil.refusals import (
    NotEnrolledThere,
    PupilNotRegistered,
    PupilRegisteredAlready,
    UnknownGuardian,
)
from services.case_service.domain.pupil.state import Registered, State
from services.case_service.domain.school.orgnr import check_orgnr


def decide(command: PupilCommand, state: State, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    match command:
        case RegisterPupil():
            if isinstance(state, Registered):
                raise PupilRegisteredAlready
        case EnrolPupil(fact=fact):
            _registered(state)
            check_orgnr("orgnr", fact.orgnr)
        case RecordPupilLeftSchool(fact=fact):
            check_orgnr("orgnr", fact.orgnr)
            _check_leaving(_registered(state), fact, circumstances)
        case RemoveGuardian(fact=fact):
            _check_removal(_registered(state), fact)
        case CorrectPupilIdentity() | RegisterGuardian():
            _registered(state)
        case _:
            assert_never(command)
    return (command.fact,)


def _registered(state: State) -> Registered:
    if not isinstance(state, Registered):
        raise PupilNotRegistered
    return state


def _check_leaving(pupil: Registered, fact: PupilLeftSchool, circumstances: Circumstances) -> None:
    """An earlier system may have lost when a pupil was enrolled."""
    if not circumstances.history and not any(held.orgnr == fact.orgnr and held.holds_on(fact.on) for held in pupil.enrolments):
        raise NotEnrolledThere("orgnr", orgnr=fact.orgnr, on=fact.on)


def _check_removal(pupil: Registered, fact: GuardianRemoved) -> None:
    adult = pupil.guardians.get(fact.guardian)
    if adult is None or adult.to_date is not None:
        raise UnknownGuardian("guardian", guardian=fact.guardian)
