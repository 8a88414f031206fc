"""What is known of a school, and what held on a given day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias, TypeVar
from uuid import UUID

import msgspec

from events.lists.year import ClosedDay

T = TypeVar("T")


class NotRegistered(msgspec.Struct, frozen=True, kw_only=True):
    """Waits to be registered."""


class KioskCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code for reporting without an account, until the end of a day (None: until it is revoked)."""

    valid_to: date | None = None
    revoked: bool = False

    def works_on(self, day: date) -> bool:
        """Whether the code is in use on a day."""
        return not self.revoked and (self.valid_to is None or day <= self.valid_to)


class Deputy(msgspec.Struct, frozen=True, kw_only=True):
    """Who does the principal's work from a day to a day (None: until another holds the post)."""

    person: UUID
    from_date: date
    to_date: date | None

    def holds_on(self, day: date) -> bool:
        """Whether she is deputy on a day."""
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A school at work. Principals and rulebooks stand by the day from which they hold, pupils by the day they were counted."""

    orgnr: str
    name: str
    lowest_grade: int
    highest_grade: int
    principals: Mapping[date, UUID] = {}
    rulebooks: Mapping[date, str] = {}
    pupils: Mapping[date, int] = {}
    closed_days: Mapping[date, ClosedDay] = {}
    deputies: tuple[Deputy, ...] = ()
    kiosk_codes: Mapping[str, KioskCode] = {}
    map_version: int = 0


class Discontinued(msgspec.Struct, frozen=True, kw_only=True):
    """Closed for good on a day. ``before`` is what was known; its cases stay."""

    before: Running
    on: date


State: TypeAlias = NotRegistered | Running | Discontinued


def known_school(state: State) -> Running | None:
    """What is known of the school, whether it runs or not; None before it is registered."""
    match state:
        case NotRegistered():
            return None
        case Running():
            return state
        case Discontinued(before=before):
            return before


def principal_on(state: State, day: date) -> UUID | None:
    """Who was principal on a day: the one who took up the post last. None when that is not recorded, or the school was gone."""
    school = known_school(state)
    if school is None or (isinstance(state, Discontinued) and day > state.on):
        return None
    return _holding(school.principals, day)


def deputy_on(state: State, day: date) -> UUID | None:
    """Who does the principal's work on a day: the deputy who was appointed last. None when there is none."""
    school = known_school(state)
    if school is None:
        return None
    holding = [deputy.person for deputy in school.deputies if deputy.holds_on(day)]
    return holding[-1] if holding else None


def rulebook_on(state: State, day: date) -> str | None:
    """The municipal plan that applied at the school on a day; None when none was chosen."""
    school = known_school(state)
    return None if school is None else _holding(school.rulebooks, day)


def pupils_on(state: State, day: date) -> int | None:
    """The number of pupils by the last count on or before a day; None when there was none."""
    school = known_school(state)
    return None if school is None else _holding(school.pupils, day)


def _holding(by_day: Mapping[date, T], day: date) -> T | None:
    begun = [start for start in by_day if start <= day]
    return by_day[max(begun)] if begun else None
