"""A role that somebody holds: what rights rest on."""

from __future__ import annotations

from datetime import date

import msgspec

from events.lists.people import Role


class HeldRole(msgspec.Struct, frozen=True, kw_only=True):
    """A role at a school (None: in the municipality), from a day to a day, both included. Without ``to_date`` it has no end yet."""

    role: Role
    at_school: str | None
    from_date: date
    to_date: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the role is held on a day."""
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)
