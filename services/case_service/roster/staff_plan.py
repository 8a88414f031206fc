"""Staff: who is new, who gets or loses a role, who has left.

A file gives no role that opens cases: whoever works at a school becomes an employee there, or the form teacher of a class.
Principals and all others are appointed by hand. Whoever no longer works at a school loses every role there, given by hand or not
(opplæringsforskrifta § 20-2); what somebody decided by hand since is not overruled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec

from events.base import Stream
from events.lists.people import EmploymentEnd, Role
from events.organisation import StaffMemberLeft, StaffMemberRegistered, StaffRoleAssigned, StaffRoleEnded
from events.sealing import UNREADABLE
from services.case_service.domain.staff.commands import AssignStaffRole, EndStaffRole, RecordStaffMemberLeft, RegisterStaffMember
from services.case_service.domain.staff.held_role import HeldRole
from services.case_service.domain.staff.state import Left, known_person
from services.case_service.roster.known import KnownStaff
from services.case_service.roster.register import Held, Register, Someone, leads, works
from services.case_service.roster.steps import Change, Note, Noted, Order, Step, Told
from services.case_service.streams import staff_stream

FROM_REGISTER: Final = frozenset({Role.EMPLOYEE, Role.FORM_TEACHER})
"""The only roles that an import gives."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the register says of somebody who works: her role at each school that Varde knows, and since when."""

    someone: Someone
    person: UUID
    roles: Mapping[str, tuple[Role, date]]
    elsewhere: bool


class StaffPlanner:
    """Plans for the staff of the schools in ``covered``, on a day; nothing for those in ``protected``."""

    def __init__(self, known: Mapping[UUID, KnownStaff], covered: Collection[str], protected: Collection[UUID], on: date) -> None:
        self._known = known
        self._covered = covered
        self._protected = protected
        self._on = on
        self.notes: list[Noted] = []
        self.unchanged = 0

    def plan(self, wanted: Mapping[UUID, Wanted]) -> Iterator[Step]:
        """The steps for everybody in the register, then for those whom the register no longer has."""
        for one in wanted.values():
            yield from self._one(one)
        for person, known in self._known.items():
            if person not in wanted:
                yield from self._gone(known)

    def _one(self, wanted: Wanted) -> Iterator[Step]:
        known = self._known.get(wanted.person)
        if known is None:
            if wanted.roles:
                yield self._step(wanted.person, 0, [self._registration(wanted), *self._given(wanted.roles, wanted, new=True)])
            return
        if known.name == UNREADABLE:  # whose key is destroyed, of her nothing more is written
            return
        if known.left_by_hand:
            self.notes.append(Noted(Note.STAFF_LEFT_BY_HAND, known.name))
            return
        if known.name != wanted.someone.name:
            self.notes.append(Noted(Note.NAME_DIFFERS, known.name))
        back = isinstance(known.state, Left)
        orders = [self._registration(wanted, back=True)] if back and wanted.roles else []
        orders += self._ended(known, wanted)
        orders += self._given(self._missing(known, wanted), wanted, new=back)
        yield from self._if_any(known, orders)

    def _gone(self, known: KnownStaff) -> Iterator[Step]:
        if isinstance(known.state, Left):
            return
        if not known.given:
            self.notes.append(Noted(Note.STAFF_BY_HAND, known.name))
            return
        lasting = self._lasting(known)
        wholly = all(place in self._covered for _, place in known.given)
        if wholly and all(held.at_school is not None for held in lasting):
            fact = StaffMemberLeft(on=self._on - timedelta(days=1), reason=EmploymentEnd.LEFT)
            school = min(place for _, place in known.given if place is not None)
            told = Told(Change.STAFF_LEFT, known.name, school)
            yield from self._if_any(known, [(Order(RecordStaffMemberLeft(fact=fact)), told)])
            return
        if wholly:
            self.notes.append(Noted(Note.ROLE_IN_MUNICIPALITY, known.name))
        yield from self._if_any(known, list(self._all_ended(known, lasting, {})))

    def _missing(self, known: KnownStaff, wanted: Wanted) -> dict[str, tuple[Role, date]]:
        """The roles to give: not those that somebody ended by hand."""
        found = {}
        for place, (role, since) in wanted.roles.items():
            if (role, place) in known.given:
                continue
            if any((each, place) in known.taken_back for each in FROM_REGISTER):
                self.notes.append(Noted(Note.ROLE_TAKEN_BACK, known.name, place))
            else:
                found[place] = (role, since)
        return found

    def _ended(self, known: KnownStaff, wanted: Wanted) -> list[tuple[Order, Told]]:
        return list(self._all_ended(known, self._lasting(known), wanted.roles))

    def _all_ended(
        self, known: KnownStaff, lasting: Collection[HeldRole], kept: Mapping[str, tuple[Role, date]]
    ) -> Iterator[tuple[Order, Told]]:
        """At a school that she has left every role ends; where she has another role of the register, the earlier one."""
        left = {place for _, place in known.given if place in self._covered and place not in kept}
        for role, place in dict.fromkeys((held.role, held.at_school) for held in lasting):
            if place is None:
                continue
            replaced = (role, place) in known.given and place in kept and kept[place][0] is not role
            if place in left or replaced:
                begun = max(held.from_date for held in lasting if (held.role, held.at_school) == (role, place))
                last = max(begun, self._on - timedelta(days=1))
                fact = StaffRoleEnded(role=role, at_school=place, on=last)
                yield Order(EndStaffRole(fact=fact), place), Told(Change.ROLE_ENDED, known.name, place, role.value)

    def _given(self, roles: Mapping[str, tuple[Role, date]], wanted: Wanted, *, new: bool) -> list[tuple[Order, Told]]:
        """The roles at their schools. Of whoever is new, the registration tells the first."""
        first = next(iter(wanted.roles), None) if new else None
        return [
            (
                Order(AssignStaffRole(fact=StaffRoleAssigned(role=role, at_school=place, from_date=since)), place),
                Told(Change.ROLE_GIVEN, "" if place == first else wanted.someone.name, place, role.value),
            )
            for place, (role, since) in roles.items()
        ]

    def _registration(self, wanted: Wanted, *, back: bool = False) -> tuple[Order, Told]:
        place, (role, _) = next(iter(wanted.roles.items()))
        fact = StaffMemberRegistered(person=wanted.person, name=wanted.someone.name, email=wanted.someone.email or None)
        change = Change.STAFF_BACK if back else Change.STAFF_ADDED
        return Order(RegisterStaffMember(fact=fact), place), Told(change, wanted.someone.name, place, role.value)

    def _lasting(self, known: KnownStaff) -> tuple[HeldRole, ...]:
        employed = known_person(known.state)
        held = () if employed is None else employed.roles
        return tuple(one for one in held if one.to_date is None or one.to_date >= self._on)

    def _if_any(self, known: KnownStaff, orders: list[tuple[Order, Told]]) -> Iterator[Step]:
        if not orders:
            self.unchanged += 1
        elif known.person in self._protected:
            self.notes.append(Noted(Note.PROTECTED, known.name))
        else:
            yield self._step(known.person, known.version, orders)

    def _step(self, person: UUID, version: int, orders: list[tuple[Order, Told]]) -> Step:
        return Step(
            stream=Stream.STAFF_MEMBER,
            stream_id=staff_stream(person),
            version=version,
            orders=tuple(order for order, _ in orders),
            told=tuple(told for _, told in orders if told.name),
        )


def wanted_staff(
    register: Register, ids: Mapping[str, UUID], schools: Mapping[str, str], on: date
) -> tuple[dict[UUID, Wanted], list[Noted]]:
    """Everybody who works somewhere on a day, by person. ``schools``: organisation numbers by the register's own references."""
    found: dict[UUID, Wanted] = {}
    notes: list[Noted] = []
    for ref, person in ids.items():
        someone = register.people[ref]
        at_work = [held for held in someone.roles if works(held) and held.holds_on(on)]
        if not at_work:
            continue
        roles: dict[str, tuple[Role, date]] = {}
        for held in sorted((one for one in at_work if one.school in schools), key=lambda one: (schools[one.school], one.role)):
            place = schools[held.school]
            roles[place] = (_role(register, ref, held), _since(held, roles.get(place), on))
            if leads(held):
                notes.append(Noted(Note.LEADER_BY_HAND, someone.name, place))
        elsewhere = any(held.school not in schools for held in at_work)
        found[person] = Wanted(someone=someone, person=person, roles=roles, elsewhere=elsewhere)
    return found, notes


def _role(register: Register, ref: str, held: Held) -> Role:
    return Role.FORM_TEACHER if (ref, held.school) in register.form_teachers else Role.EMPLOYEE


def _since(held: Held, before: tuple[Role, date] | None, on: date) -> date:
    since = held.begins or on
    return since if before is None else min(since, before[1])
