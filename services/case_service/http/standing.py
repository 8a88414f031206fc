"""What somebody is in the school owner's service today: her roles, where, and whether she has left."""

from __future__ import annotations

import msgspec

from events.lists.people import Role
from services.case_service.http.account import Account


class Standing(msgspec.Struct, frozen=True):
    """The roles of today. ``schools`` are the organisation numbers where they hold. ``left``: she is in nobody's service now."""

    roles: frozenset[Role]
    schools: tuple[str, ...]
    left: bool = False


def standing_of(account: Account) -> Standing:
    """What the one behind an account is today."""
    return Standing(frozenset(account.roles), account.schools)
