"""The demo's people: invented pupils with their guardians, and the names of those who have a login."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random
from uuid import UUID, uuid5

import msgspec

from events import Event
from events.lists.people import GuardianKind, Role
from events.pupil import GuardianRegistered, PupilEnrolled, PupilRegistered
from varde.demo.municipality import DATA_PROTECTION_OFFICER, DEMO, OWNER, OWNER_ADVISER, SCHOOLS, DemoSchool

PUPILS_PER_SCHOOL = 60
"""Fewer than a school counts: enough for lists and searches to look like a school's."""

GIVEN = (
    *("Agnes", "Alma", "Amund", "Anton", "Ask", "Aurora", "Birk", "Bo", "Dag", "Ebba", "Edda", "Eilif", "Elvar", "Embla", "Even"),
    *("Fredrikke", "Frøya", "Gard", "Gudrun", "Haldis", "Halvard", "Ida", "Ingrid", "Jakob", "Kari", "Lavrans", "Live", "Lone"),
    *("Mathea", "Niillas", "Olav", "Ravna", "Runa", "Sander", "Saga", "Selma", "Sigurd", "Sunniva", "Tiril", "Torbjørn", "Ulrik"),
    *("Vebjørn", "Vilde", "Ylva", "Åse", "Øyvind", "Áilu", "Elle Máret"),
)
FAMILY = (
    *("Aspheim", "Bakkerud", "Brattvoll", "Dyrnes", "Elvemo", "Fagerli", "Furuseth", "Grindal", "Haugstad", "Heggdal", "Hovland"),
    *("Kjellberg", "Kvamsdal", "Lillebakk", "Moldskred", "Nordvik", "Oterholm", "Rognlien", "Skarstad", "Solbakken", "Storlien"),
    *("Sæterdal", "Tangvik", "Torsnes", "Ulvestad", "Vassdal", "Vestby", "Vikøren", "Ødegard", "Åsmoen"),
)
PRINCIPAL, HANDLER = SCHOOLS[0].principal, SCHOOLS[0].person("case-handler")
TEACHER, TEACHER_2 = SCHOOLS[0].person("teacher-0"), SCHOOLS[0].person("teacher-1")
AFTER_SCHOOL, NURSE = SCHOOLS[0].person("after-school-leader"), SCHOOLS[0].person("nurse")
OTHER_PRINCIPAL = SCHOOLS[2].principal
SUSPECTED = SCHOOLS[0].person("teacher-3")
ADMINISTRATOR, ARCHIVIST, AUDITOR = (uuid5(DEMO, post) for post in ("administrator", "archivist", "auditor"))

NAMES: dict[UUID, str] = {
    OWNER: "Oda Kvitsand",
    OWNER_ADVISER: "Leif Granhaug",
    PRINCIPAL: "Gro Bergtun",
    OTHER_PRINCIPAL: "Iver Myrdal",
    HANDLER: "Hedda Lyngmo",
    TEACHER: "Aksel Heiane",
    TEACHER_2: "Mira Fossli",
    AFTER_SCHOOL: "Brage Ospelund",
    SUSPECTED: "Falk Oterholm",
    NURSE: "Jorunn Rypdal",
    ADMINISTRATOR: "Kaja Dalmo",
    ARCHIVIST: "Njål Nesbakk",
    AUDITOR: "Pål Granhaug",
    DATA_PROTECTION_OFFICER: "Dina Bergtun",
}
"""Those whom one can log in as are called the same on the login page and in the cases."""

MUNICIPAL: tuple[tuple[UUID, Role], ...] = (
    (OWNER, Role.SCHOOL_OWNER),
    (OWNER_ADVISER, Role.OWNER_ADVISER),
    (ADMINISTRATOR, Role.ADMINISTRATOR),
    (ARCHIVIST, Role.ARCHIVIST),
    (AUDITOR, Role.AUDITOR),
    (DATA_PROTECTION_OFFICER, Role.DATA_PROTECTION_OFFICER),
)


class DemoPupil(msgspec.Struct, frozen=True, kw_only=True):
    """A made-up pupil of a made-up school."""

    id: UUID
    name: str
    grade: int
    born: date
    class_name: str
    family: str

    def guardian(self, number: int = 1) -> UUID:
        """One of the two adults who act for the pupil."""
        return uuid5(self.id, f"guardian:{number}")


@cache
def pupils(school: DemoSchool, first_day: date) -> tuple[DemoPupil, ...]:
    """The school's pupils, the same for the same school; grades and births are those of the school year that begins now."""
    rng = Random(f"pupils:{school.orgnr}")
    lowest, highest = school.grades
    grades = (lowest + number % (highest - lowest + 1) for number in range(PUPILS_PER_SCHOOL))
    return tuple(_pupil(school, number, grade, first_day, rng) for number, grade in enumerate(grades))


def pupil_of(school: DemoSchool, story: str, which: str = "exposed") -> UUID:
    """The pupil whom a story of the school is about; ``which`` tells apart those who take part in it."""
    return pupil_id(school, uuid5(school.stream_id, f"{which}:{story}").int % PUPILS_PER_SCHOOL)


def pupil_id(school: DemoSchool, number: int) -> UUID:
    """The pseudonym of the school's pupil with a number, from 0."""
    return uuid5(school.stream_id, f"pupil:{number % PUPILS_PER_SCHOOL}")


def told_of_pupils(school: DemoSchool, first_day: date) -> Iterator[tuple[UUID, Event]]:
    """What registers the school's pupils and their guardians, each with the stream it stands in."""
    for pupil in pupils(school, first_day):
        yield pupil.id, PupilRegistered(name=pupil.name, born_on=pupil.born.isoformat())
        yield pupil.id, PupilEnrolled(orgnr=school.orgnr, grade=pupil.grade, from_date=first_day, class_name=pupil.class_name)
        for number in (1, 2):
            yield (
                pupil.id,
                GuardianRegistered(
                    guardian=pupil.guardian(number),
                    kind=GuardianKind.PARENTAL_RESPONSIBILITY,
                    verified=True,
                    name=guardian_name(pupil, number),
                ),
            )


def guardian_name(pupil: DemoPupil, number: int = 1) -> str:
    """What one of the two adults is called."""
    return f"{Random(f'{pupil.id}:{number}').choice(GIVEN)} {pupil.family}"


def _pupil(school: DemoSchool, number: int, grade: int, first_day: date, rng: Random) -> DemoPupil:
    family = rng.choice(FAMILY)
    return DemoPupil(
        id=pupil_id(school, number),
        name=f"{rng.choice(GIVEN)} {family}",
        grade=grade,
        born=date(first_day.year - grade - 5, rng.randint(1, 12), rng.randint(1, 28)),
        class_name=f"{grade}{rng.choice('AB')}",
        family=family,
    )
