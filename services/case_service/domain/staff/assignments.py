"""How roles end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from events.lists.people import Role
from services.case_service.domain.staff.state import Assignment


def ends(assignments: tuple[Assignment, ...], role: Role, at_school: str | None, on: date) -> tuple[Assignment, ...]:
    """Which assignments the ending of a role on a day concerns: those held that day, else those that were to begin later."""
    same = [held for held in assignments if held.role is role and held.at_school == at_school]
    return tuple(held for held in same if held.holds_on(on)) or tuple(held for held in same if held.from_date > on)


def ended(assignments: tuple[Assignment, ...], concerned: tuple[Assignment, ...], on: date) -> tuple[Assignment, ...]:
    """The assignments, with those ``concerned`` ended on a day, which is their last; what was to begin later never does."""
    return tuple(_ended(assignments, concerned, on))


def _ended(assignments: tuple[Assignment, ...], concerned: tuple[Assignment, ...], on: date) -> Iterator[Assignment]:
    for held in assignments:
        if held not in concerned:
            yield held
        elif held.from_date <= on:
            yield replace(held, to_date=on)


def all_ended(assignments: tuple[Assignment, ...], on: date) -> tuple[Assignment, ...]:
    """Every assignment, none lasting beyond a day."""
    return ended(assignments, tuple(held for held in assignments if held.to_date is None or held.to_date > on), on)
