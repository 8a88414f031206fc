"""Pupils: who is new, who changed school, grade or class, who has left. Nobody's history goes away; a new fact is added to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeAlias
from uuid import UUID

import msgspec

from events.base import Stream
from events.lists.people import EnrolmentEnd
from events.pupil import PupilEnrolled, PupilIdentityCorrected, PupilLeftSchool, PupilRegistered
from events.sealing import UNREADABLE
from services.case_service.domain.pupil.commands import CorrectPupilIdentity, EnrolPupil, RecordPupilLeftSchool, RegisterPupil
from services.case_service.domain.pupil.state import Enrolment
from services.case_service.read_model import SchoolRow
from services.case_service.roster.guardian_plan import GuardianPlanner
from services.case_service.roster.known import KnownPupil
from services.case_service.roster.register import Held, Register, Someone, attends, grade_of
from services.case_service.roster.steps import Change, Note, Noted, Order, Step, Told

Orders: TypeAlias = list[tuple[Order, Told]]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the register says of a pupil: where she goes (None: to no school that Varde knows), in which grade and class."""

    someone: Someone
    pupil: UUID
    school: str | None
    grade: int | None
    class_name: str | None
    begins: date | None
    guardians: Mapping[UUID, str]

    @property
    def born_on(self) -> str | None:
        """Her day of birth, where the register gives it."""
        return None if self.someone.born_on is None else self.someone.born_on.isoformat()


class PupilPlanner:
    """Plans for the pupils of the schools in ``covered``, on a day."""

    def __init__(
        self,
        known: Mapping[UUID, KnownPupil],
        schools: Mapping[str, SchoolRow],
        covered: Collection[str],
        guardians: GuardianPlanner,
        on: date,
    ) -> None:
        self._known = known
        self._schools = schools
        self._covered = covered
        self._guardians = guardians
        self._on = on
        self.notes: list[Noted] = []
        self.unchanged = 0

    def plan(self, wanted: Mapping[UUID, Wanted]) -> Iterator[Step]:
        """The steps for everybody in the register, then for those whom the register no longer has."""
        for one in wanted.values():
            known = self._known.get(one.pupil)
            if known is None:
                yield from self._new(one)
            elif known.name != UNREADABLE:  # whose key is destroyed, of her nothing more is written
                yield from self._changed(known, one)
        for pupil, known in self._known.items():
            if pupil not in wanted and known.name != UNREADABLE and (orders := self._gone(known)):
                yield from self._step(known.pupil, known.version, orders)

    def _new(self, wanted: Wanted) -> Iterator[Step]:
        if wanted.school is None:
            return
        if wanted.grade is None:
            self.notes.append(Noted(Note.PUPIL_WITHOUT_GRADE, wanted.someone.name, wanted.school))
            return
        fact = PupilRegistered(name=wanted.someone.name, born_on=wanted.born_on)
        told = Told(Change.PUPIL_ADDED, wanted.someone.name, wanted.school, _place(wanted.grade, wanted.class_name))
        orders = [(Order(RegisterPupil(fact=fact), wanted.school), told), self._enrolment(wanted, wanted.grade, None)]
        orders += self._guardians.orders(None, wanted.someone.name, wanted.school, wanted.guardians)
        yield from self._step(wanted.pupil, 0, orders)

    def _changed(self, known: KnownPupil, wanted: Wanted) -> Iterator[Step]:
        orders: Orders = []
        born_on = wanted.born_on or known.born_on
        if (known.name, known.born_on) != (wanted.someone.name, born_on):
            fact = PupilIdentityCorrected(name=wanted.someone.name, birth_number=known.birth_number, born_on=born_on)
            told = Told(Change.IDENTITY_CORRECTED, wanted.someone.name, wanted.school)
            orders.append((Order(CorrectPupilIdentity(fact=fact), wanted.school), told))
        orders += self._elsewhere(known) if wanted.school is None else self._enrolled(known, wanted)
        orders += self._guardians.orders(known, wanted.someone.name, wanted.school, wanted.guardians)
        yield from self._step(known.pupil, known.version, orders)

    def _enrolled(self, known: KnownPupil, wanted: Wanted) -> Orders:
        now = _lasting(known)
        if now is None or now.orgnr != wanted.school:
            if wanted.grade is None:
                self.notes.append(Noted(Note.PUPIL_WITHOUT_GRADE, known.name, wanted.school))
                return []
            change = Change.PUPIL_MOVED if now is not None else Change.PUPIL_BACK
            start = self._start(wanted, now)
            left = [] if now is None else [self._left(known, now, start, EnrolmentEnd.MOVED_SCHOOL, None)]
            return [*left, self._enrolment(wanted, wanted.grade, start, change)]
        grade, class_name = wanted.grade or now.grade, wanted.class_name or known.class_name
        if known.enrolled_by_register and (grade, class_name) == (now.grade, known.class_name):
            return []
        return [self._enrolment(wanted, grade, self._on, Change.PUPIL_CHANGED)]

    def _elsewhere(self, known: KnownPupil) -> Orders:
        """She goes to a school of the register that Varde does not have."""
        now = _lasting(known)
        if now is None or now.orgnr not in self._covered or not known.enrolled_by_register:
            return []
        return [self._left(known, now, self._on, EnrolmentEnd.MOVED_SCHOOL, Change.PUPIL_LEFT)]

    def _gone(self, known: KnownPupil) -> Orders:
        now = _lasting(known)
        if now is None or now.orgnr not in self._covered:
            return []
        if not known.enrolled_by_register:
            self.notes.append(Noted(Note.PUPIL_BY_HAND, known.name, now.orgnr))
            return []
        finished = now.grade >= self._schools[now.orgnr].highest_grade
        reason = EnrolmentEnd.FINISHED if finished else EnrolmentEnd.MOVED_MUNICIPALITY
        return [self._left(known, now, self._on, reason, Change.PUPIL_LEFT)]

    def _left(
        self, known: KnownPupil, now: Enrolment, start: date, reason: EnrolmentEnd, change: Change | None
    ) -> tuple[Order, Told]:
        """Her last day is the one before ``start``. Of whoever moves, the move is told and not the leaving."""
        fact = PupilLeftSchool(orgnr=now.orgnr, on=max(now.from_date, start - timedelta(days=1)), reason=reason)
        told = Told(change or Change.PUPIL_MOVED, known.name if change else "", now.orgnr)
        return Order(RecordPupilLeftSchool(fact=fact), now.orgnr), told

    def _enrolment(self, wanted: Wanted, grade: int, start: date | None, change: Change | None = None) -> tuple[Order, Told]:
        assert wanted.school is not None  # noqa: S101 - whoever goes to no school is not enrolled
        since = start or wanted.begins or self._on
        fact = PupilEnrolled(orgnr=wanted.school, grade=grade, from_date=since, class_name=wanted.class_name)
        name = wanted.someone.name if change else ""
        told = Told(change or Change.PUPIL_ADDED, name, wanted.school, _place(grade, wanted.class_name))
        return Order(EnrolPupil(fact=fact), wanted.school), told

    def _start(self, wanted: Wanted, now: Enrolment | None) -> date:
        if wanted.begins is not None and (now is None or wanted.begins > now.from_date):
            return wanted.begins
        return self._on

    def _step(self, pupil: UUID, version: int, orders: Orders) -> Iterator[Step]:
        if not orders:
            self.unchanged += 1
            return
        yield Step(
            stream=Stream.PUPIL,
            stream_id=pupil,
            version=version,
            orders=tuple(order for order, _ in orders),
            told=tuple(told for _, told in orders if told.name),
        )


def _lasting(known: KnownPupil) -> Enrolment | None:
    """Where she goes, or is about to: of what has no end, what begins last."""
    held = [one for one in known.state.enrolments if one.to_date is None]
    return max(reversed(held), key=lambda one: one.from_date, default=None)


def wanted_pupils(
    register: Register, ids: Mapping[str, UUID], schools: Mapping[str, str], guardians: Mapping[str, Mapping[UUID, str]], on: date
) -> dict[UUID, Wanted]:
    """Every pupil of the register, by id. ``schools``: organisation numbers by the register's own references."""
    found = {}
    for ref, pupil in ids.items():
        someone = register.people[ref]
        held = _where(someone, schools, on)
        if held is None:
            continue
        place = (ref, held.school)
        found[pupil] = Wanted(
            someone=someone,
            pupil=pupil,
            school=schools.get(held.school),
            grade=grade_of(someone.grades) or grade_of(register.class_grades.get(place, ())),
            class_name=register.classes.get(place),
            begins=held.begins,
            guardians=guardians.get(ref, {}),
        )
    return found


def _where(someone: Someone, schools: Mapping[str, str], on: date) -> Held | None:
    """Of her schools, the one she goes to on a day, or else will go to first; her main school before others."""
    lasting = [held for held in someone.roles if attends(held) and (held.ends is None or on <= held.ends)]
    return min(
        lasting,
        key=lambda one: (not one.holds_on(on), not one.primary, one.school not in schools, one.begins or date.min, one.school),
        default=None,
    )


def _place(grade: int, class_name: str | None) -> str:
    return class_name or str(grade)
