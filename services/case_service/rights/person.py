"""Who asks: which roles she holds where and when, and how surely it is she."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from events.lists.people import Role
from services.case_service.domain.staff.held_role import HeldRole


class Kind(StrEnum):
    """In what capacity somebody is logged in."""

    STAFF = "staff"
    GUARDIAN = "guardian"
    PUPIL = "pupil"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is logged in.

    ``trained``: her training in privacy is attested and valid (opplæringsforskrifta § 20-2). ``second_factor``: she logged in with
    one; ``stepped_up_at``: when she last confirmed it in this session. ``children``: the pupils a guardian acts for, on a verified
    basis and not blocked from.
    """

    id: UUID
    login: str
    name: str
    kind: Kind = Kind.STAFF
    roles: tuple[HeldRole, ...] = ()
    trained: bool = False
    second_factor: bool = False
    stepped_up_at: datetime | None = None
    children: frozenset[UUID] = frozenset()

    def roles_on(self, day: date) -> tuple[HeldRole, ...]:
        """The roles held on a day."""
        return tuple(held for held in self.roles if held.holds_on(day))

    def roles_at(self, school: str | None, day: date) -> frozenset[Role]:
        """The roles held on a day at a school, and those held in the municipality as a whole."""
        return frozenset(held.role for held in self.roles_on(day) if held.at_school in {school, None})

    def schools_on(self, day: date) -> frozenset[str]:
        """The schools at which she has a role on a day."""
        return frozenset(held.at_school for held in self.roles_on(day) if held.at_school is not None)
