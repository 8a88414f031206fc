"""What somebody is in the school owner's service today: her roles, where, and whether she has left."""

from __future__ import annotations

import logging
from uuid import UUID

import msgspec
from flask import abort, g

from events.lists.people import Role
from events.local_time import OSLO
from services.case_service.http.account import Account
from services.case_service.http.web import the_desk, the_web
from services.case_service.read_model import StaffRow
from services.case_service.rights.person import Kind
from services.case_service.store import StoreError
from services.case_service.streams import staff_stream

log = logging.getLogger(__name__)


class Standing(msgspec.Struct, frozen=True):
    """The roles of today. ``schools`` are the organisation numbers where they hold. ``left``: she is in nobody's service now."""

    roles: frozenset[Role]
    schools: tuple[str, ...]
    left: bool = False


def standing_of(account: Account) -> Standing:
    """What the one behind an account is today; read once in a request. 503 when the store cannot tell: closed, not open."""
    known: dict[str, Standing] = g.setdefault("standings", {})
    if account.login not in known:
        known[account.login] = _standing(account)
    return known[account.login]


def _standing(account: Account) -> Standing:
    if account.kind is not Kind.STAFF:
        return Standing(frozenset(account.roles), account.schools)
    try:
        row = the_desk().read_model.staff(account.person)
        damaged = row is None and is_damaged(account.person)
    except StoreError as error:
        log.error("nobody can be let in while the store does not answer: %s", type(error).__name__)  # noqa: TRY400 - no traceback
        abort(503)
    if damaged:
        return Standing(frozenset(), ())
    # Whom no event knows has what the account says: so the first administrator comes in.
    return Standing(frozenset(account.roles), account.schools) if row is None else _of_row(row)


def is_damaged(person: UUID) -> bool:
    """Whether something that was recorded of a member of staff cannot be read: then she holds no role, until it can."""
    return bool(the_desk().read_model.damaged((staff_stream(person),)))


def _of_row(row: StaffRow) -> Standing:
    today = the_web().clock().astimezone(OSLO).date()
    if row.left_on is not None and row.left_on < today:
        return Standing(frozenset(), (), left=True)
    held = [role for role in row.roles if role.holds_on(today)]
    schools = dict.fromkeys(role.at_school for role in held if role.at_school is not None)
    return Standing(frozenset(role.role for role in held), tuple(schools))
