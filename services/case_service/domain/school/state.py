"""What is known of a school."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias
from uuid import UUID

import msgspec

from events.lists.year import ClosedDay


class NotRegistered(msgspec.Struct, frozen=True, kw_only=True):
    """Waits to be registered."""


class KioskCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code for reporting without an account, until the end of a day (None: until it is revoked)."""

    valid_to: date | None = None
    revoked: bool = False


class Deputy(msgspec.Struct, frozen=True, kw_only=True):
    """Who does the principal's work from a day to a day (None: until another holds the post)."""

    person: UUID
    from_date: date
    to_date: date | None


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
