"""How roles end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from events.lists.people import Role
from services.case_service.domain.staff.held_role import HeldRole


def ends(roles: tuple[HeldRole, ...], role: Role, at_school: str | None, on: date) -> tuple[HeldRole, ...]:
    """Which roles the ending of a role on a day concerns: those held that day, else those that were to begin later."""
    same = [held for held in roles if held.role is role and held.at_school == at_school]
    return tuple(held for held in same if held.holds_on(on)) or tuple(held for held in same if held.from_date > on)


def ended(roles: tuple[HeldRole, ...], concerned: tuple[HeldRole, ...], on: date) -> tuple[HeldRole, ...]:
    """The roles, with those ``concerned`` ended on a day, which is their last; what was to begin later never does."""
    return tuple(_ended(roles, concerned, on))


def _ended(roles: tuple[HeldRole, ...], concerned: tuple[HeldRole, ...], on: date) -> Iterator[HeldRole]:
    for held in roles:
        if held not in concerned:
            yield held
        elif held.from_date <= on:
            yield replace(held, to_date=on)


def all_ended(roles: tuple[HeldRole, ...], on: date) -> tuple[HeldRole, ...]:
    """Every role, none lasting beyond a day."""
    return ended(roles, tuple(held for held in roles if held.to_date is None or held.to_date > on), on)
