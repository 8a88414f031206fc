"""What is known of a member of staff, and which roles she had on a given day."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias
from uuid import UUID

import msgspec

from events.lists.people import Role
from services.case_service.domain.staff.held_role import HeldRole


class NotRegistered(msgspec.Struct, frozen=True, kw_only=True):
    """Waits to be registered."""


class Employed(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who works at a school or for the municipality.

    ``trained_to`` holds the last day of each attested training; None stands for one without end.
    """

    person: UUID
    roles: tuple[HeldRole, ...] = ()
    trained_to: tuple[date | None, ...] = ()


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """Left on a day, which was the last in every role. ``before`` is what was known."""

    before: Employed
    on: date


State: TypeAlias = NotRegistered | Employed | Left


def known_person(state: State) -> Employed | None:
    """What is known of the person, whether she has left or not; None before she is registered."""
    match state:
        case NotRegistered():
            return None
        case Employed():
            return state
        case Left(before=before):
            return before


def roles_on(state: State, day: date) -> tuple[HeldRole, ...]:
    """The roles that she had on a day, and where."""
    person = known_person(state)
    return () if person is None else tuple(held for held in person.roles if held.holds_on(day))


def had_role(state: State, role: Role, at_school: str | None, day: date) -> bool:
    """Whether she had a role at a school (None: in the municipality) on a day."""
    return any(held.role is role and held.at_school == at_school for held in roles_on(state, day))
