"""A case in which every text that anybody can write down says the same thing."""

from __future__ import annotations

from typing import Any

import msgspec
from builders import PATTERNS, TEXTS, example
from town import SINCE, A, Town, matter, person

from events.base import Event, Stream
from events.lists.people import GuardianKind, Role
from events.organisation import SchoolRenamed, StaffMemberRegistered, StaffRoleAssigned
from events.pupil import GuardianRegistered, PupilIdentityCorrected
from services.case_service.domain.command import Refused
from services.case_service.streams import school_stream, staff_stream

NEWCOMER = person("nyansatt")

ENDINGS = ("CaseClosed", "CaseOpened", "CaseReopened", "CaseJoined", "Withdrawn", "Moved", "Erased", "Destroyed")
"""Facts after which a case is another one; they have no text that others do not have too."""


def saying(value: Any, text: str) -> Any:
    """The same fact with ``text`` wherever somebody writes freely."""
    if type(value) is str:
        return value if value in {*PATTERNS.values(), *TEXTS.values()} else text
    if isinstance(value, tuple):
        return tuple(saying(each, text) for each in value)
    if isinstance(value, msgspec.Struct):
        given = {one.name: saying(getattr(value, one.name), text) for one in msgspec.structs.fields(value)}
        return msgspec.structs.replace(value, **given)
    return value


def tell_everything(town: Town, text: str) -> int:
    """Record every kind of fact that the case "sak" can hold, all of them saying ``text``; and name the people so."""
    recorded = 0
    for stream, fact in town.commands:
        if stream is Stream.CASE and not fact.__name__.endswith(ENDINGS):
            recorded += _told(town, saying(_fitting(town, example(fact)), text))
    name_people(town, text)
    return recorded


def name_people(town: Town, text: str) -> None:
    """Let the child, her mother, the school and a new member of staff be called ``text``."""
    mother = GuardianRegistered(guardian=person("mor"), kind=GuardianKind.PARENTAL_RESPONSIBILITY, verified=True, name=text)
    town.happens(Stream.PUPIL, person("elev"), PupilIdentityCorrected(name=text, born_on="2017-05-04"), mother)
    town.happens(Stream.SCHOOL, school_stream("lyngfjord", A), SchoolRenamed(name=text))
    town.happens(
        Stream.STAFF_MEMBER,
        staff_stream(NEWCOMER),
        StaffMemberRegistered(person=NEWCOMER, name=text),
        StaffRoleAssigned(role=Role.EMPLOYEE, at_school=A, from_date=SINCE),
        by="skoleeier",
    )


def _fitting(town: Town, fact: Event) -> Event:
    own = {"pupil": person("elev"), "case": matter("sak"), "case_handler": person("saksbehandler"), "measure": _measure(town)}
    return msgspec.structs.replace(fact, **{name: value for name, value in own.items() if hasattr(fact, name)})


def _measure(town: Town) -> Any:
    return next(one.event.measure for one in town.events(matter("sak")) if one.topic == "case.MeasureAdded")


def _told(town: Town, fact: Event) -> bool:
    try:
        town.happens(Stream.CASE, matter("sak"), fact)
    except Refused:
        return False
    return True
