"""How a fact changes what is known of a pupil. Never refuses."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from events.pupil import (
    GuardianRegistered,
    GuardianRemoved,
    PupilEnrolled,
    PupilIdentityCorrected,
    PupilLeftSchool,
    PupilRegistered,
)
from services.case_service.domain.pupil.state import Enrolment, Guardian, NotRegistered, Registered, State

PupilFact: TypeAlias = (
    PupilRegistered | PupilIdentityCorrected | PupilEnrolled | PupilLeftSchool | GuardianRegistered | GuardianRemoved
)


def evolve(state: State, fact: PupilFact) -> State:
    """What is known after ``fact``. A fact of a pupil who was never registered tells nothing."""
    if isinstance(state, NotRegistered):
        return Registered() if isinstance(fact, PupilRegistered) else state
    match fact:
        case PupilEnrolled():
            enrolment = Enrolment(orgnr=fact.orgnr, grade=fact.grade, from_date=fact.from_date)
            return replace(state, enrolments=(*state.enrolments, enrolment))
        case PupilLeftSchool():
            return replace(state, enrolments=tuple(_left(held, fact) for held in state.enrolments))
        case GuardianRegistered():
            adult = Guardian(kind=fact.kind, verified=fact.verified)
            return replace(state, guardians={**state.guardians, fact.guardian: adult})
        case GuardianRemoved():
            return _removed(state, fact)
        case PupilRegistered() | PupilIdentityCorrected():
            return state
        case _:
            assert_never(fact)


def _left(held: Enrolment, fact: PupilLeftSchool) -> Enrolment:
    """Every grade at the school ends with the pupil's last day there."""
    return replace(held, to_date=fact.on) if held.orgnr == fact.orgnr and held.holds_on(fact.on) else held


def _removed(state: Registered, fact: GuardianRemoved) -> Registered:
    adult = state.guardians.get(fact.guardian)
    if adult is None:
        return state
    return replace(state, guardians={**state.guardians, fact.guardian: replace(adult, to_date=fact.on)})
