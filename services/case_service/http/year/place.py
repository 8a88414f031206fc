"""Whose year a page is about, which year, and what the reader may do there.

Everybody who works at a school may know what the school has set out to do; its principal and its heads of department keep the
year. The school owner reads every school's year, and keeps the municipality's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from flask import abort, url_for

from events import Recorded
from events.base import Stream
from events.envelope import SCHOOL_YEAR_STARTS_IN_MONTH
from events.lists.people import Role
from events.lists.year import WheelScope
from services.case_service.domain.wheel.commands import WheelCommand
from services.case_service.http.case_access import current_person
from services.case_service.http.languages import current_language, t
from services.case_service.http.moments import When
from services.case_service.http.recording import Entry
from services.case_service.http.rights import SEES_ALL_SCHOOLS, SEES_OWN_SCHOOL, WORKS_AT_A_SCHOOL
from services.case_service.http.school_reach import MUNICIPALITY, answers_for_all, today
from services.case_service.http.web import the_desk
from services.case_service.read_model import SchoolRow
from services.case_service.rights import Kind, Person
from services.case_service.streams import wheel_stream
from texts import label


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A school's year (``orgnr``), or the municipality's own (None); ``starts_in`` is the year of its August."""

    orgnr: str | None
    name: str
    starts_in: int
    keeps: bool

    @property
    def address(self) -> str:
        """What an address calls it."""
        return self.orgnr or MUNICIPALITY

    @property
    def years(self) -> str:
        """The school year as people write it: 2026/2027."""
        return years_text(self.starts_in)

    @property
    def scope(self) -> WheelScope:
        """Whose year it is."""
        return WheelScope.MUNICIPALITY if self.orgnr is None else WheelScope.SCHOOL

    @property
    def stream_id(self) -> UUID:
        """Where the year is written down."""
        return wheel_stream(the_desk().store.tenant, self.orgnr, self.starts_in)

    def url(self, endpoint: str, **more: object) -> str:
        """The address of one of the year's pages."""
        return url_for(f"year.{endpoint}", orgnr=self.address, year=self.starts_in, **more)  # type: ignore[arg-type]

    def beside(self, years: int) -> Place | None:
        """The same place's year before or after; None beyond what the calendar knows."""
        other = msgspec.structs.replace(self, starts_in=self.starts_in + years)
        return other if known_year(other.starts_in) else None

    def recorded(self) -> Sequence[Recorded]:
        """All that is written down of the year."""
        return the_desk().store.read(self.stream_id)

    def has_answered(self, key: str) -> bool:
        """Whether the reader's form with this key is written down already: a double click is led on as the first click was."""
        own = f"{current_person().id}:{key}"
        return any(one.envelope.idempotency_key == own for one in self.recorded())

    def entry(self, command: WheelCommand, *, when: When | None = None, **more: object) -> Entry:
        """A command in this year, to be recorded."""
        return Entry(
            stream=Stream.ANNUAL_WHEEL,
            stream_id=self.stream_id,
            command=command,
            when=when,
            school=self.orgnr,
            **more,  # type: ignore[arg-type]
        )

    def require_keeper(self) -> None:
        """403 for whoever may read the year and not change it."""
        if not self.keeps:
            abort(403)


def open_place(address: str, starts_in: int) -> Place:
    """The year, when the reader may know of it; else 404, as if there were no such school."""
    if not known_year(starts_in):
        abort(404)
    person, day = current_person(), today()
    if address == MUNICIPALITY:
        if not answers_for_all():
            abort(404)
        return Place(orgnr=None, name=t("year.municipality"), starts_in=starts_in, keeps=True)
    school = the_desk().read_model.school(address)
    if school is None or not _may_read(person, address, day):
        abort(404)
    keeps = any(held.at_school == address and held.role in SEES_OWN_SCHOOL for held in person.roles_on(day))
    return Place(orgnr=address, name=school.name, starts_in=starts_in, keeps=keeps)


def readable_schools() -> tuple[SchoolRow, ...]:
    """The schools whose year the reader may know of, by name."""
    person, day = current_person(), today()
    found = (one for one in the_desk().read_model.schools() if one.discontinued_on is None and _may_read(person, one.orgnr, day))
    return tuple(sorted(found, key=lambda one: one.name))


def own_schools() -> tuple[str, ...]:
    """The schools at which the reader herself has a role today, of those whose year she may know of."""
    own = current_person().schools_on(today())
    return tuple(one.orgnr for one in readable_schools() if one.orgnr in own)


def works_at(orgnr: str) -> bool:
    """Whether the reader works at the school today."""
    return not WORKS_AT_A_SCHOOL.isdisjoint(current_person().roles_at(orgnr, today()))


def people_at(place: Place) -> list[tuple[str, str]]:
    """Whom a task can be given to: those who have a role there today, with name and role, by name."""
    desk, day = the_desk(), today()
    staff = desk.read_model.staff_of_municipality(day) if place.orgnr is None else desk.read_model.staff_at(place.orgnr, day)
    found = []
    for one in staff:
        roles = [held.role for held in one.roles if held.at_school == place.orgnr and held.holds_on(day)]
        if roles and (place.orgnr is not None or not SEES_ALL_SCHOOLS.isdisjoint(roles)):
            leading = max(roles, key=tuple(Role).index)
            found.append((str(one.person), f"{name_of(one.person)}, {label(leading, current_language())}"))
    return sorted(found, key=lambda one: one[1].casefold())


def names_at(place: Place) -> list[tuple[str, str]]:
    """Those who have a role there today by name alone, for where the role would take too much room."""
    return sorted(((value, name_of(UUID(value))) for value, _ in people_at(place)), key=lambda one: one[1].casefold())


def name_of(person: UUID | None) -> str:
    """What somebody is called; says so when that is not known."""
    return t("year.nobody") if person is None else the_desk().names.staff(person) or t("year.unknown_person")


def current_year() -> int:
    """The August in which the school year of today began."""
    return year_of(today())


def year_of(day: date) -> int:
    """The August in which the school year of a day began."""
    return day.year if day.month >= SCHOOL_YEAR_STARTS_IN_MONTH else day.year - 1


def first_and_last(starts_in: int) -> tuple[date, date]:
    """The first and the last day of a school year."""
    return date(starts_in, SCHOOL_YEAR_STARTS_IN_MONTH, 1), date(starts_in + 1, SCHOOL_YEAR_STARTS_IN_MONTH - 1, 31)


def known_year(starts_in: int) -> bool:
    """Whether the calendar reckons with the school year."""
    calendar = the_desk().calendar
    return calendar.first_year < starts_in < calendar.last_year


def years_text(starts_in: int) -> str:
    """A school year as people write it: 2026/2027."""
    return f"{starts_in}/{starts_in + 1}"


def _may_read(person: Person, orgnr: str, day: date) -> bool:
    if person.kind is not Kind.STAFF:
        return False
    return answers_for_all() or not WORKS_AT_A_SCHOOL.isdisjoint(person.roles_at(orgnr, day))
