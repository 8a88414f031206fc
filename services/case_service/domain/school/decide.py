"""What is decided on commands about a school."""

from __future__ import annotations

from typing import assert_never

from events.base import Event
from events.organisation import PrincipalAppointed, SchoolRegistered
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances
from services.case_service.domain.school.commands import (
    AppointPrincipal,
    ChooseRulebook,
    CloseSchoolDay,
    DiscontinueSchool,
    RegisterSchool,
    RenameSchool,
    ReportPupilCount,
    SchoolCommand,
)
from services.case_service.domain.school.orgnr import check_orgnr
from services.case_service.domain.school.refusals import (
    DiscontinuedAlready,
    GradesReversed,
    PostBeganAlready,
    SchoolNotRegistered,
    SchoolRegisteredAlready,
)
from services.case_service.domain.school.state import Discontinued, Running, State, known_school


def decide(command: SchoolCommand, state: State, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    school = known_school(state)
    match command:
        case RegisterSchool(fact=fact):
            if school is not None:
                raise SchoolRegisteredAlready("orgnr", orgnr=school.orgnr)
            _check_registration(fact)
        case AppointPrincipal(fact=fact):
            _check_post(_registered(school), fact)
        case DiscontinueSchool():
            _registered(school)
            if isinstance(state, Discontinued):
                raise DiscontinuedAlready("on", on=state.on)
        case RenameSchool() | ReportPupilCount() | CloseSchoolDay() | ChooseRulebook():
            _registered(school)
        case _:
            assert_never(command)
    return (command.fact,)


def _registered(school: Running | None) -> Running:
    if school is None:
        raise SchoolNotRegistered
    return school


def _check_registration(fact: SchoolRegistered) -> None:
    check_orgnr("orgnr", fact.orgnr)
    if fact.lowest_grade > fact.highest_grade:
        raise GradesReversed("highest_grade", lowest=fact.lowest_grade, highest=fact.highest_grade)


def _check_post(school: Running, fact: PrincipalAppointed) -> None:
    holder = school.principals.get(fact.from_date)
    if holder is not None and holder != fact.principal:
        raise PostBeganAlready("from_date", from_date=fact.from_date)
