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
