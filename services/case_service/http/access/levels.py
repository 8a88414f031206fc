"""What somebody can be given access to, as whoever gives it thinks of it: the whole case, a task, or what is shared."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

import msgspec

from events.lists.access import Purpose
from events.lists.people import Role


class Level(StrEnum):
    """How much of a matter is given, and for what. The texts are ``access.level.<value>``."""

    HANDLE = "handle"
    TASK = "task"
    SHARED = "shared"
    RELEASE = "release"
    AUDIT = "audit"
    ARCHIVE = "archive"


class Means(msgspec.Struct, frozen=True):
    """In which roles a level is given, and for which purpose. The first role is given to who holds none of them."""

    roles: tuple[Role, ...]
    purpose: Purpose
    only_holders: bool = False


LEVELS: Final = {
    Level.HANDLE: Means((Role.CASE_HANDLER, Role.DEPARTMENT_HEAD, Role.AFTER_SCHOOL_LEADER), Purpose.CASE_HANDLING),
    Level.TASK: Means((Role.EMPLOYEE, Role.FORM_TEACHER, Role.OBSERVER), Purpose.CARRY_OUT_MEASURE),
    Level.SHARED: Means((Role.SCHOOL_NURSE, Role.EDUCATIONAL_PSYCHOLOGY_SERVICE), Purpose.CARRY_OUT_MEASURE, only_holders=True),
    Level.RELEASE: Means((Role.GUARDIAN,), Purpose.OWN_CASE),
    Level.AUDIT: Means((Role.DATA_PROTECTION_OFFICER, Role.AUDITOR), Purpose.AUDIT, only_holders=True),
    Level.ARCHIVE: Means((Role.ARCHIVIST,), Purpose.ARCHIVE, only_holders=True),
}


def role_for(level: Level, held: Collection[Role]) -> Role | None:
    """The role in which the level is given to somebody who holds these roles; None when it is not for her."""
    means = LEVELS[level]
    fitting = [role for role in means.roles if role in held]
    if fitting:
        return fitting[0]
    return None if means.only_holders else means.roles[0]
