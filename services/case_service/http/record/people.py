"""Whom a form can name: those who work at the school, the matter's pupils, the guardians; by name, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from events.base import Stream
from events.local_time import OSLO
from services.case_service.forms import Choice
from services.case_service.http.case_access import Matter
from services.case_service.http.languages import current_language, t
from services.case_service.http.web import the_desk, the_web
from services.case_service.read_model import StaffRow
from texts import label


def today() -> date:
    """The day on Norwegian calendars."""
    return the_web().clock().astimezone(OSLO).date()


def staff_choices(matter: Matter) -> tuple[Choice, ...]:
    """Everybody who works at the matter's school, or for the municipality where it leads; the recorder is always among them."""
    read_model, row = the_desk().read_model, matter.row
    people: dict[UUID, StaffRow] = {}
    if row.school is not None:
        people |= {one.person: one for one in read_model.staff_at(row.school, today())}
    if row.school is None or row.stream in {Stream.ENFORCEMENT, Stream.AVVIK} or row.led_by_owner:
        people |= {one.person: one for one in read_model.staff_of_municipality(today())}
    own = read_model.staff(matter.person.id)
    if own is not None:
        people.setdefault(own.person, own)
    found = [Choice(value=str(one.person), text=_with_role(one), group=t("record.group.staff")) for one in people.values()]
    return tuple(sorted(found, key=lambda choice: choice.text.casefold()))


def pupil_choices(matter: Matter) -> tuple[Choice, ...]:
    """The pupils whom the matter is known to concern, its own first."""
    return tuple(
        Choice(value=str(pupil), text=_known(matter.pupil_name(pupil)), group=t("record.group.pupils"))
        for pupil in _subjects(matter)
    )


def any_pupil_choices(matter: Matter) -> tuple[Choice, ...]:
    """The matter's pupils, and those of the same grade: fellow pupils who are talked with or observed."""
    desk, row = the_desk(), matter.row
    pupil = desk.read_model.pupil(row.pupil) if row.pupil is not None else None
    if matter.for_family or row.school is None or pupil is None or pupil.grade is None:
        return pupil_choices(matter)
    known = set(_subjects(matter))
    others = (one.pupil for one in desk.read_model.pupils_at(row.school, pupil.grade) if one.pupil not in known)
    group = t("record.group.grade", grade=pupil.grade)
    named = [Choice(value=str(one), text=_known(desk.names.pupil(one)), group=group) for one in others]
    return (*pupil_choices(matter), *sorted(named, key=lambda choice: choice.text.casefold()))


def guardian_choices(matter: Matter) -> tuple[Choice, ...]:
    """Those who act for the matter's pupil on a verified basis; nobody else is a party (opplæringslova § 24-4)."""
    pupil = matter.row.pupil
    if pupil is None:
        return ()
    desk = the_desk()
    return tuple(
        Choice(
            value=str(one.guardian),
            text=_known(desk.names.guardian(pupil, one.guardian)),
            group=t("record.group.guardians"),
        )
        for one in desk.read_model.guardians_of(pupil)
        if one.verified
    )


def _subjects(matter: Matter) -> Iterator[UUID]:
    row = matter.row
    return iter(dict.fromkeys([*([row.pupil] if row.pupil is not None else []), *row.subjects]))


def _with_role(row: StaffRow) -> str:
    language, day = current_language(), today()
    does = ", ".join(dict.fromkeys(label(one.role, language) for one in row.roles if one.holds_on(day)))
    name = _known(the_desk().names.staff(row.person))
    return f"{name} ({does})" if does else name


def _known(name: str) -> str:
    return name or t("record.name_unknown")
