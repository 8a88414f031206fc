"""What Varde knows of staff and pupils before an import, with what the register gave and what was decided by hand kept apart.

What the register gave stands in events of the channel ``import``. Whoever ended a role by hand, or recorded that somebody left, is
not overruled by a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

import msgspec

from events import Recorded
from events.lists.concern import Channel
from events.lists.people import Role
from events.organisation import StaffMemberLeft, StaffMemberRegistered, StaffRoleAssigned, StaffRoleEnded
from events.pupil import (
    GuardianRegistered,
    GuardianRemoved,
    PupilEnrolled,
    PupilIdentityCorrected,
    PupilLeftSchool,
    PupilRegistered,
)
from services.case_service.domain import fold
from services.case_service.domain.pupil import RULES as PUPIL
from services.case_service.domain.pupil.state import Registered
from services.case_service.domain.staff import RULES as STAFF
from services.case_service.domain.staff import state as staff
from services.case_service.read_model import SchoolRow

RoleThere: TypeAlias = tuple[Role, str | None]
Read: TypeAlias = Callable[[UUID], Sequence[Recorded]]


class KnownStaff(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff. ``given``: lasting roles from the register; ``taken_back``: those that somebody ended by hand since."""

    person: UUID
    version: int
    state: staff.State
    name: str
    known_as: frozenset[str]
    given: frozenset[RoleThere]
    taken_back: frozenset[RoleThere]
    ever_given: frozenset[RoleThere]
    left_by_hand: bool


class KnownPupil(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil. ``guardians``: everybody who acts or has acted for her, by id, with the name and whether the register gave her."""

    pupil: UUID
    version: int
    state: Registered
    name: str
    born_on: str | None
    birth_number: str | None
    class_name: str | None
    from_register: bool
    enrolled_by_register: bool
    guardians: Mapping[UUID, tuple[str, bool]]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; schools by organisation number."""

    schools: Mapping[str, SchoolRow]
    staff: Mapping[UUID, KnownStaff]
    pupils: Mapping[UUID, KnownPupil]


def known_staff(persons: Iterable[UUID], read: Read, stream_of: Callable[[UUID], UUID]) -> dict[UUID, KnownStaff]:
    """What is known of each of them who is registered."""
    found = ((person, read(stream_of(person))) for person in persons)
    return {person: one for person, recorded in found if recorded and (one := _staff(person, recorded)) is not None}


def known_pupils(pupils: Iterable[UUID], read: Read) -> dict[UUID, KnownPupil]:
    """What is known of each of them who is registered."""
    found = ((one, read(one)) for one in pupils)
    return {one: known for one, recorded in found if recorded and (known := _pupil(one, recorded)) is not None}


def _imported(one: Recorded) -> bool:
    return one.envelope.channel is Channel.IMPORT


def _staff(person: UUID, recorded: Sequence[Recorded]) -> KnownStaff | None:
    state = fold(STAFF, (one.event for one in recorded))
    if isinstance(state, staff.NotRegistered):
        return None
    given: set[RoleThere] = set()
    ever: set[RoleThere] = set()
    back: set[RoleThere] = set()
    registered, left_by_hand = None, False
    for one in recorded:
        event, by_register = one.event, _imported(one)
        match event:
            case StaffMemberRegistered():
                registered = event
            case StaffRoleAssigned():
                there = (event.role, event.at_school)
                back.discard(there)
                if by_register:
                    given.add(there)
                    ever.add(there)
            case StaffRoleEnded():
                there = (event.role, event.at_school)
                if not by_register and there in given:
                    back.add(there)
                given.discard(there)
            case StaffMemberLeft():
                given.clear()
                left_by_hand = not by_register
            case _:
                pass
    return KnownStaff(
        person=person,
        version=recorded[-1].version,
        state=state,
        name="" if registered is None else registered.name,
        known_as=frozenset() if registered is None else _marks(registered.feide_id, registered.email),
        given=frozenset(given),
        taken_back=frozenset(back),
        ever_given=frozenset(ever),
        left_by_hand=left_by_hand and isinstance(state, staff.Left),
    )


def _pupil(id_: UUID, recorded: Sequence[Recorded]) -> KnownPupil | None:
    state = fold(PUPIL, (one.event for one in recorded))
    if not isinstance(state, Registered):
        return None
    identity: Any = None
    enrolment: Recorded | None = None
    class_name = None
    guardians: dict[UUID, tuple[str, bool]] = {}
    for one in recorded:
        match one.event:
            case PupilRegistered() | PupilIdentityCorrected() as event:
                identity = event
            case PupilEnrolled() as event:
                enrolment, class_name = one, event.class_name
            case GuardianRegistered() as event:
                before = guardians.get(event.guardian, ("", False))
                guardians[event.guardian] = (event.name, before[1] or _imported(one))
            case GuardianRemoved() | PupilLeftSchool() | _:
                pass
    return KnownPupil(
        pupil=id_,
        version=recorded[-1].version,
        state=state,
        name=identity.name,
        born_on=identity.born_on,
        birth_number=identity.birth_number,
        class_name=class_name,
        from_register=any(_imported(one) for one in recorded),
        enrolled_by_register=enrolment is not None and _imported(enrolment),
        guardians=guardians,
    )


def _marks(*given: str | None) -> frozenset[str]:
    return frozenset(one.strip().casefold() for one in given if one and one.strip())
