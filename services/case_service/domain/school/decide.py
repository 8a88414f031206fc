"""What is decided on commands about a school."""

from __future__ import annotations

from typing import assert_never

from events.base import Event
from events.organisation import KioskCodeIssued, KioskCodeRevoked, PrincipalAppointed, SchoolMapPublished, SchoolRegistered
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances
from services.case_service.domain.school.commands import (
    AppointDeputy,
    AppointPrincipal,
    ChooseRulebook,
    CloseSchoolDay,
    DiscontinueSchool,
    IssueKioskCode,
    PublishSchoolMap,
    RegisterSchool,
    RenameSchool,
    ReopenSchoolDay,
    ReportPupilCount,
    RevokeKioskCode,
    SchoolCommand,
)
from services.case_service.domain.school.orgnr import check_orgnr
from services.case_service.domain.school.refusals import (
    DayNotClosed,
    DiscontinuedAlready,
    GradesReversed,
    KioskCodeExists,
    MapVersionTaken,
    PostBeganAlready,
    SchoolNotRegistered,
    SchoolRegisteredAlready,
    UnknownKioskCode,
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
        case IssueKioskCode(fact=fact):
            _check_new_code(_registered(school), fact)
        case RevokeKioskCode(fact=fact):
            _check_code_in_use(_registered(school), fact)
        case PublishSchoolMap(fact=fact):
            _check_map(_registered(school), fact)
        case ReopenSchoolDay(fact=fact):
            if fact.day not in _registered(school).closed_days:
                raise DayNotClosed("day", day=fact.day)
        case DiscontinueSchool():
            _registered(school)
            if isinstance(state, Discontinued):
                raise DiscontinuedAlready("on", on=state.on)
        case RenameSchool() | ReportPupilCount() | AppointDeputy() | CloseSchoolDay() | ChooseRulebook():
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


def _check_new_code(school: Running, fact: KioskCodeIssued) -> None:
    if fact.code_hash in school.kiosk_codes:
        raise KioskCodeExists


def _check_code_in_use(school: Running, fact: KioskCodeRevoked) -> None:
    code = school.kiosk_codes.get(fact.code_hash)
    if code is None or code.revoked:
        raise UnknownKioskCode


def _check_map(school: Running, fact: SchoolMapPublished) -> None:
    if fact.map_version <= school.map_version:
        raise MapVersionTaken("map_version", version=fact.map_version, latest=school.map_version)
