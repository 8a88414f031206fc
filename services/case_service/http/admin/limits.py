"""How far the hands of those who administrate reach, so that no one person can make herself somebody who reads cases.

Nobody changes her own roles. A school owner's roles and login are a school owner's to change. Training, without which nobody reads
content (opplæringsforskrifta § 20-2), is attested by a school owner; an administrator attests that of the school owners.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from events.lists.people import FAMILY, Role
from services.case_service.http.admin.office import is_owner
from services.case_service.http.admin.people import has_role
from services.case_service.http.persons import current_person

THE_OWNERS: Final = frozenset({Role.SCHOOL_OWNER, Role.ADMINISTRATOR})
"""Roles that a school owner alone gives and ends."""

NEVER_GIVEN: Final = FAMILY | {Role.STATSFORVALTER, Role.UDIR, Role.SYSTEM}

OF_THE_MUNICIPALITY: Final = frozenset(
    {
        Role.SCHOOL_OWNER,
        Role.OWNER_ADVISER,
        Role.HUMAN_RESOURCES,
        Role.ARCHIVIST,
        Role.DATA_PROTECTION_OFFICER,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)
"""Roles that hold for all schools, never for one."""

ANYWHERE: Final = frozenset({Role.SCHOOL_NURSE, Role.EDUCATIONAL_PSYCHOLOGY_SERVICE})
"""Roles that hold at a school or for all of them; every other one holds at a school."""


def roles_to_give() -> tuple[Role, ...]:
    """The roles that the one who administrates may give."""
    kept = NEVER_GIVEN if is_owner() else NEVER_GIVEN | THE_OWNERS
    return tuple(role for role in Role if role not in kept)


def may_end(role: Role) -> bool:
    """Whether she may end a role."""
    return role not in THE_OWNERS or is_owner()


def may_change(person: UUID) -> bool:
    """Whether she may change somebody's roles, say that she left, or see to her login."""
    return person != current_person().id and (is_owner() or not has_role(person, Role.SCHOOL_OWNER))


def may_attest(person: UUID) -> bool:
    """Whether she may attest somebody's training."""
    return person != current_person().id and (is_owner() or has_role(person, Role.SCHOOL_OWNER))


def belongs(role: Role, at_school: str | None) -> bool:
    """Whether a role can hold there."""
    if role in ANYWHERE:
        return True
    return (role in OF_THE_MUNICIPALITY) is (at_school is None)
