"""What the municipality's register says on a day: schools, who works there, who goes there, and who acts for whom.

Only what Varde needs is taken out of the tables. Addresses, telephone numbers, passwords and what the demographics say beside the
date of birth are never read: what Varde does not have, it cannot show to the wrong person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from unicodedata import normalize

import msgspec

from services.case_service.domain.checks import GRADES
from services.case_service.roster.bundle import Row, Table
from services.case_service.roster.bundle import opened as open_bundle
from services.case_service.roster.checking import check, listed
from services.case_service.roster.columns import GUARDIANS, HOMEROOM, LEADERS, STUDENT, TEACHER, WORKERS

GONE: Final = "tobedeleted"
EMPTY: Final = Table("", (), ())


class School(msgspec.Struct, frozen=True, kw_only=True):
    """A school of the register; ``number`` is what it gives as identifier, for us the organisation number."""

    ref: str
    name: str
    number: str


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A role at a school of the register, from a day to a day where it says so."""

    role: str
    school: str
    primary: bool
    begins: date | None
    ends: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it is held on a day."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)


class Someone(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the register. ``known_as``: what else she is called there, by which those registered by hand are found."""

    ref: str
    name: str
    email: str
    known_as: frozenset[str]
    roles: tuple[Held, ...]
    agents: frozenset[str]
    grades: tuple[str, ...]
    born_on: date | None


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``classes``: the name of each pupil's class, by pupil and school; ``form_teachers``: person and school."""

    schools: Mapping[str, School]
    people: Mapping[str, Someone]
    classes: Mapping[tuple[str, str], str]
    class_grades: Mapping[tuple[str, str], tuple[str, ...]]
    form_teachers: frozenset[tuple[str, str]]


def read_register(content: bytes) -> Register:
    """What a bundle says. Raises BundleError with all that is wrong with it."""
    tables = open_bundle(content)
    check(tables)
    return _register(tables)


def works(held: Held) -> bool:
    """Whether it is work at a school."""
    return held.role in WORKERS


def leads(held: Held) -> bool:
    """Whether it is to lead a school."""
    return held.role in LEADERS


def attends(held: Held) -> bool:
    """Whether it is to be a pupil."""
    return held.role == STUDENT


def acts_for_a_pupil(someone: Someone) -> bool:
    """Whether the register knows her as guardian."""
    return any(held.role in GUARDIANS for held in someone.roles)


def grade_of(codes: tuple[str, ...]) -> int | None:
    """The grade that a list of codes stands for, such as ``04`` or ``4``; None when it is none, or several."""
    found = {int(code) for code in codes if code.isascii() and code.isdigit() and len(code) < 3}  # noqa: PLR2004 - two digits
    return found.pop() if len(found) == 1 and found <= set(GRADES) else None


def _register(tables: Mapping[str, Table]) -> Register:
    schools = {
        row.cells["sourcedId"]: School(
            ref=row.cells["sourcedId"], name=row.cells["name"].strip(), number=row.cells["identifier"].replace(" ", "")
        )
        for row in _rows(tables, "orgs")
        if row.cells["type"] == "school"
    }
    homerooms = {row.cells["sourcedId"]: row for row in _rows(tables, "classes") if row.cells["classType"] == HOMEROOM}
    members = [
        (row, homerooms[row.cells["classSourcedId"]])
        for row in _rows(tables, "enrollments")
        if row.cells["classSourcedId"] in homerooms
    ]
    pupils = [(_member(row, room), room) for row, room in members if row.cells["role"] == STUDENT]
    return Register(
        schools=schools,
        people=_people(tables, frozenset(schools)),
        classes={member: room.cells["title"].strip() for member, room in pupils},
        class_grades={member: listed(room.cells["grades"]) for member, room in pupils},
        form_teachers=frozenset(_member(row, room) for row, room in members if row.cells["role"] == TEACHER),
    )


def _member(enrollment: Row, room: Row) -> tuple[str, str]:
    return enrollment.cells["userSourcedId"], room.cells["schoolSourcedId"]


def _people(tables: Mapping[str, Table], schools: frozenset[str]) -> dict[str, Someone]:
    roles = defaultdict(list)
    for row in _rows(tables, "roles"):
        if row.cells["orgSourcedId"] in schools or row.cells["role"] in GUARDIANS:
            roles[row.cells["userSourcedId"]].append(_held(row))
    born = {row.cells["sourcedId"]: _day(row.cells["birthDate"]) for row in _rows(tables, "demographics")}
    return {
        ref: Someone(
            ref=ref,
            name=_name(row),
            email=row.cells["email"].strip(),
            known_as=frozenset(_known_as(row)),
            roles=tuple(roles[ref]),
            agents=frozenset(listed(row.cells["agentSourcedIds"])),
            grades=listed(row.cells["grades"]),
            born_on=born.get(ref),
        )
        for row in _rows(tables, "users")
        for ref in [row.cells["sourcedId"]]
    }


def _name(row: Row) -> str:
    """The whole name, each letter in one piece: å written as a and a ring is the same name."""
    parts = (row.cells[column].strip() for column in ("givenName", "middleName", "familyName"))
    return normalize("NFC", " ".join(part for part in parts if part))


def _held(row: Row) -> Held:
    return Held(
        role=row.cells["role"],
        school=row.cells["orgSourcedId"],
        primary=row.cells["roleType"] == "primary",
        begins=_day(row.cells["beginDate"]),
        ends=_day(row.cells["endDate"]),
    )


def _known_as(row: Row) -> Iterator[str]:
    """Her names in other systems, in small letters: ``userIds`` holds several, each as {kind:id}."""
    cells = row.cells
    for one in (cells["username"], cells["email"], cells["identifier"], cells["userMasterIdentifier"]):
        if one.strip():
            yield one.strip().casefold()
    for one in listed(cells["userIds"]):
        named = one.strip("{}").partition(":")[2].strip()
        if named:
            yield named.casefold()


def _rows(tables: Mapping[str, Table], name: str) -> Iterator[Row]:
    """The rows that hold; what is to be deleted counts as gone."""
    return (row for row in tables.get(name, EMPTY).rows if row.cells["status"] != GONE)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
