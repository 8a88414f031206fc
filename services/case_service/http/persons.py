"""The person who is logged in, with the roles that the municipality's own events give her today."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import abort, g

from events.lists.access import BlockKind
from events.local_time import OSLO
from services.case_service.domain import fold
from services.case_service.domain.access import RULES as ACCESS
from services.case_service.domain.access.state import Ledger, blocks_of
from services.case_service.domain.staff.held_role import HeldRole
from services.case_service.http.account import Account
from services.case_service.http.identity import SignedIn, current_login
from services.case_service.http.standing import is_damaged
from services.case_service.http.web import the_desk, the_web
from services.case_service.read_model import StaffRow
from services.case_service.rights import Kind, Person
from services.case_service.streams import access_stream

SHUTTING: frozenset[BlockKind] = frozenset(BlockKind)
"""Every manual block shuts a guardian out of the child's matters: a secret address may stand in any letter."""


def current_person() -> Person:
    """The person who asks; 401 when nobody is logged in."""
    if "person" not in g:
        signed_in = current_login()
        if signed_in is None:
            abort(401)
        g.person = _person(signed_in)
    found: Person = g.person
    return found


def _person(signed_in: SignedIn) -> Person:
    account = signed_in.account
    roles, trained = _standing(account)
    return Person(
        id=account.person,
        login=account.login,
        name=account.name,
        kind=account.kind,
        roles=roles,
        trained=trained,
        second_factor=signed_in.second_factor,
        stepped_up_at=signed_in.stepped_up_at,
        children=_children(account.person) if account.kind is Kind.GUARDIAN else frozenset(),
    )


def _standing(account: Account) -> tuple[tuple[HeldRole, ...], bool]:
    """Roles and training, from the staff stream; from the account for whoever has no stream yet (the first administrator)."""
    if account.kind is not Kind.STAFF:
        return (), False
    row = the_desk().read_model.staff(account.person)
    if row is None and is_damaged(account.person):
        return (), False
    if row is None:
        places: tuple[str | None, ...] = account.schools or (None,)
        roles = tuple(HeldRole(role=role, at_school=place, from_date=date.min) for role in account.roles for place in places)
        return roles, False
    return standing_on(row, the_web().clock().astimezone(OSLO).date())


def standing_on(row: StaffRow, day: date) -> tuple[tuple[HeldRole, ...], bool]:
    """The roles of a member of staff, and whether her training holds on a day; nothing after she left."""
    if row.left_on is not None and row.left_on < day:
        return (), False
    return row.roles, any(last is None or day <= last for last in row.trained_to)


def _children(guardian: UUID) -> frozenset[UUID]:
    """The pupils she acts for on a verified basis. A block by hand outranks any register, and may be what cannot be read."""
    desk = the_desk()
    registered = {
        pupil
        for pupil in desk.read_model.children_of(guardian)
        if any(one.guardian == guardian and one.verified for one in desk.read_model.guardians_of(pupil))
    }
    return frozenset(pupil for pupil in registered if not _blocked(guardian, pupil))


def _blocked(guardian: UUID, pupil: UUID) -> bool:
    decided = the_desk().store.readable(access_stream(pupil))
    ledger: Ledger = fold(ACCESS, (one.event for one in decided.events))
    return bool(decided.damaged) or not SHUTTING.isdisjoint(blocks_of(ledger, guardian, pupil))
