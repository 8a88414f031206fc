"""From what the register says and what Varde knows to what an import would do. Pure: nothing is read or written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Final
from uuid import UUID

from services.case_service.roster.guardian_plan import GuardianPlanner, wanted_guardians
from services.case_service.roster.known import Known
from services.case_service.roster.matching import Matched, match
from services.case_service.roster.pupil_plan import PupilPlanner, wanted_pupils
from services.case_service.roster.register import Register
from services.case_service.roster.staff_plan import StaffPlanner, wanted_staff
from services.case_service.roster.steps import Change, LargeEnd, Note, Noted, Plan, Step

MANY: Final = 5
SHARE: Final = 4
"""When at least MANY, and one in SHARE, of a school's staff, pupils or guardians would end, somebody has to say so twice."""

WHAT_ENDS: Final = {
    Change.STAFF_LEFT: "staff",
    Change.ROLE_ENDED: "staff",
    Change.PUPIL_LEFT: "pupils",
    Change.GUARDIAN_ENDED: "guardians",
}


def make_plan(
    register: Register, known: Known, *, person: Callable[[str], UUID], on: date, protected: Collection[UUID] = ()
) -> Plan:
    """What an import of ``register`` would do on a day. ``protected``: people whom it leaves as they are."""
    matched = match(register, known, person)
    schools = covered_schools(register, known)
    covered = frozenset(schools.values())
    guardians, strangers = wanted_guardians(register, matched.ids)
    staff, leaders = wanted_staff(register, matched.ids, schools, on)
    for_guardians = GuardianPlanner(on)
    for_pupils = PupilPlanner(known.pupils, known.schools, covered, for_guardians, on)
    for_staff = StaffPlanner(known.staff, covered, protected, on)
    steps = (
        *for_staff.plan(staff),
        *for_pupils.plan(wanted_pupils(register, matched.ids, schools, guardians, on)),
    )
    return Plan(
        on=on,
        steps=steps,
        notes=(
            *_of_schools(register, known, schools),
            *_twice(register, matched),
            *leaders,
            *for_staff.notes,
            *for_pupils.notes,
            *strangers,
            *for_guardians.notes,
        ),
        large_ends=tuple(_large_ends(steps, known, covered)),
        unchanged={"staff": for_staff.unchanged, "pupils": for_pupils.unchanged, "guardians": for_guardians.unchanged},
    )


def covered_schools(register: Register, known: Known) -> dict[str, str]:
    """The organisation number of each school of the register that Varde has and that is not discontinued."""
    return {
        ref: school.number
        for ref, school in register.schools.items()
        if (row := known.schools.get(school.number)) is not None and row.discontinued_on is None
    }


def _of_schools(register: Register, known: Known, schools: dict[str, str]) -> Iterable[Noted]:
    for ref, school in register.schools.items():
        if ref not in schools:
            yield Noted(Note.SCHOOL_UNKNOWN, school.name)
    for orgnr, row in known.schools.items():
        if orgnr not in schools.values() and row.discontinued_on is None:
            yield Noted(Note.SCHOOL_NOT_IN_FILE, row.name)


def _twice(register: Register, matched: Matched) -> Iterable[Noted]:
    return (Noted(Note.SAME_PERSON_TWICE, register.people[ref].name) for ref in sorted(matched.twice))


def _large_ends(steps: Iterable[Step], known: Known, covered: Collection[str]) -> Iterable[LargeEnd]:
    ended: Counter[tuple[str, str]] = Counter()
    for step in steps:
        ends = {(WHAT_ENDS[told.change], told.school) for told in step.told if told.change in WHAT_ENDS}
        stays = {told.school for told in step.told if told.change is Change.ROLE_GIVEN}
        ended.update((what, place) for what, place in ends if place is not None and (what != "staff" or place not in stays))
    before = _before(known)
    for (what, place), lost in sorted(ended.items()):
        all_of_them = before[what, place]
        if place in covered and lost and (lost >= all_of_them or (lost >= MANY and lost * SHARE >= all_of_them)):
            yield LargeEnd(school=place, what=what, ended=lost, before=max(lost, all_of_them))


def _before(known: Known) -> Counter[tuple[str, str]]:
    """How many of each the register gave a school, and still has there: people, pupils, and pupils with guardians."""
    found: Counter[tuple[str, str]] = Counter()
    for one in known.staff.values():
        found.update({("staff", place) for _, place in one.given if place is not None})
    for pupil in known.pupils.values():
        held = [each for each in pupil.state.enrolments if each.to_date is None]
        if held and pupil.enrolled_by_register:
            place = held[-1].orgnr
            found["pupils", place] += 1
            acting = any(given and pupil.state.guardians[key].to_date is None for key, (_, given) in pupil.guardians.items())
            found["guardians", place] += acting
    return found
