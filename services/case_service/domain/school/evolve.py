"""How a fact changes what is known of a school. Never refuses."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from events.organisation import (
    DeputyAppointed,
    KioskCodeIssued,
    KioskCodeRevoked,
    PrincipalAppointed,
    PupilCountReported,
    RulebookChosen,
    SchoolDayClosed,
    SchoolDayReopened,
    SchoolDiscontinued,
    SchoolMapPublished,
    SchoolRegistered,
    SchoolRenamed,
)
from services.case_service.domain.school.state import Deputy, Discontinued, KioskCode, NotRegistered, Running, State

LaterFact: TypeAlias = (
    SchoolRenamed
    | PupilCountReported
    | PrincipalAppointed
    | DeputyAppointed
    | KioskCodeIssued
    | KioskCodeRevoked
    | SchoolMapPublished
    | SchoolDayClosed
    | SchoolDayReopened
    | RulebookChosen
    | SchoolDiscontinued
)
SchoolFact: TypeAlias = SchoolRegistered | LaterFact


def evolve(state: State, fact: SchoolFact) -> State:
    """What is known after ``fact``. A fact of a school that was never registered tells nothing."""
    if isinstance(fact, SchoolRegistered):
        return _registered(fact)
    match state:
        case NotRegistered():
            return state
        case Running():
            return _changed(state, fact)
        case Discontinued():
            if isinstance(fact, SchoolDiscontinued):
                return replace(state, on=fact.on)
            changed = _changed(state.before, fact)
            return replace(state, before=changed) if isinstance(changed, Running) else changed
        case _:
            assert_never(state)


def _registered(fact: SchoolRegistered) -> Running:
    return Running(orgnr=fact.orgnr, name=fact.name, lowest_grade=fact.lowest_grade, highest_grade=fact.highest_grade)


def _changed(school: Running, fact: LaterFact) -> Running | Discontinued:
    match fact:
        case SchoolRenamed():
            return replace(school, name=fact.name)
        case PupilCountReported():
            return replace(school, pupils={**school.pupils, fact.counted_on: fact.pupils})
        case PrincipalAppointed():
            return replace(school, principals={**school.principals, fact.from_date: fact.principal})
        case DeputyAppointed():
            deputy = Deputy(person=fact.deputy, from_date=fact.from_date, to_date=fact.to_date)
            return replace(school, deputies=(*school.deputies, deputy))
        case KioskCodeIssued():
            return replace(school, kiosk_codes={**school.kiosk_codes, fact.code_hash: KioskCode(valid_to=fact.valid_to)})
        case KioskCodeRevoked():
            code = school.kiosk_codes.get(fact.code_hash, KioskCode())
            return replace(school, kiosk_codes={**school.kiosk_codes, fact.code_hash: replace(code, revoked=True)})
        case SchoolMapPublished():
            return replace(school, map_version=max(school.map_version, fact.map_version))
        case SchoolDayClosed():
            return replace(school, closed_days={**school.closed_days, fact.day: fact.kind})
        case SchoolDayReopened():
            return replace(school, closed_days={day: kind for day, kind in school.closed_days.items() if day != fact.day})
        case RulebookChosen():
            return replace(school, rulebooks={**school.rulebooks, fact.from_date: fact.rulebook})
        case SchoolDiscontinued():
            return Discontinued(before=school, on=fact.on)
        case _:
            assert_never(fact)
