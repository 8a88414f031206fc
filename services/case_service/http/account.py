"""One person's login."""

from __future__ import annotations

from uuid import UUID

import msgspec

from events.lists.people import Role
from services.case_service.rights.person import Kind


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person's login.

    ``person`` is her id in every stream. ``password_hash`` is None when she comes through a login provider alone.
    ``totp`` is the sealed secret of her authenticator app, ``recovery`` the hashes of the codes that can stand in for it.
    ``group`` and ``sentence`` are keys of the text catalogue: where the demo's login page lists her, and what to try as her.
    """

    login: str
    name: str
    person: UUID
    kind: Kind = Kind.STAFF
    roles: tuple[Role, ...] = ()
    schools: tuple[str, ...] = ()
    password_hash: str | None = None
    totp: bytes | None = None
    recovery: tuple[bytes, ...] = ()
    disabled: bool = False
    demo: bool = False
    group: str | None = None
    sentence: str | None = None


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is to have an account. Without a ``password`` she comes through a login provider."""

    login: str
    name: str
    person: UUID | None = None
    kind: Kind = Kind.STAFF
    roles: tuple[Role, ...] = ()
    schools: tuple[str, ...] = ()
    password: str | None = None
    demo: bool = False
    group: str | None = None
    sentence: str | None = None
