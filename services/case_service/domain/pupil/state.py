"""Where a pupil goes to school, and who acts for her, on a given day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias
from uuid import UUID

import msgspec

from events.lists.people import GuardianKind


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """A grade at a school, from a day to a day, both included. ``to_date`` is None while it has no end."""

    orgnr: str
    grade: int
    from_date: date
    to_date: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the pupil attended on a day."""
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


class Guardian(msgspec.Struct, frozen=True, kw_only=True):
    """An adult who acts for the pupil; ``to_date`` is the last day, None while it has no end."""

    kind: GuardianKind
    verified: bool
    to_date: date | None = None


class NotRegistered(msgspec.Struct, frozen=True, kw_only=True):
    """Waits to be registered."""


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """A known pupil."""

    enrolments: tuple[Enrolment, ...] = ()
    guardians: Mapping[UUID, Guardian] = {}


State: TypeAlias = NotRegistered | Registered


def enrolment_on(state: State, day: date) -> Enrolment | None:
    """Where, and in which grade, the pupil went on a day: the enrolment that began last, of one day's the one told last.

    None when not enrolled.
    """
    match state:
        case NotRegistered():
            return None
        case Registered():
            held = [enrolment for enrolment in state.enrolments if enrolment.holds_on(day)]
            return max(reversed(held), key=lambda enrolment: enrolment.from_date, default=None)


def guardians_on(state: State, day: date) -> Mapping[UUID, Guardian]:
    """The adults who act for the pupil on a day, as far as they are registered."""
    match state:
        case NotRegistered():
            return {}
        case Registered():
            return {key: adult for key, adult in state.guardians.items() if adult.to_date is None or day <= adult.to_date}
