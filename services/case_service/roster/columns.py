"""The columns of the files that are read, and what may stand in them.

Source: 1EdTech OneRoster 1.2 CSV Binding (final, 2022), tables of orgs.csv, users.csv, roles.csv, classes.csv, enrollments.csv,
courses.csv, academicSessions.csv, demographics.csv and userProfiles.csv. A register may add columns named ``metadata.…``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

BASE: Final = ("sourcedId", "status", "dateLastModified")
OWN: Final = "metadata."
"""What a register's own columns begin with. They are not read."""

STATUSES: Final = frozenset({"", "active", "tobedeleted"})


class Reference(msgspec.Struct, frozen=True):
    """A column that names a row of another file; ``many``: several, with commas between."""

    column: str
    to: str
    many: bool = False


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """A file's columns: all that the standard knows, those that must hold something, and what they refer to."""

    known: tuple[str, ...]
    filled: tuple[str, ...] = ()
    refers: tuple[Reference, ...] = ()
    dates: tuple[str, ...] = ()
    required: bool = False


def _columns(names: str) -> tuple[str, ...]:
    return (*BASE, *names.split())


FILES: Final[Mapping[str, Columns]] = {
    "orgs": Columns(
        known=_columns("name type identifier parentSourcedId"),
        filled=("name", "type"),
        refers=(Reference("parentSourcedId", "orgs"),),
        required=True,
    ),
    "users": Columns(
        known=_columns(
            "enabledUser username userIds givenName familyName middleName identifier email sms phone agentSourcedIds grades"
            " password userMasterIdentifier preferredGivenName preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns"
        ),
        filled=("givenName", "familyName"),
        refers=(Reference("agentSourcedIds", "users", many=True), Reference("primaryOrgSourcedId", "orgs")),
        required=True,
    ),
    "roles": Columns(
        known=_columns("userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId"),
        filled=("userSourcedId", "roleType", "role", "orgSourcedId"),
        refers=(Reference("userSourcedId", "users"), Reference("orgSourcedId", "orgs")),
        dates=("beginDate", "endDate"),
        required=True,
    ),
    "classes": Columns(
        known=_columns(
            "title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds subjects subjectCodes periods"
        ),
        filled=("title", "classType", "schoolSourcedId"),
        refers=(Reference("schoolSourcedId", "orgs"), Reference("courseSourcedId", "courses")),
    ),
    "enrollments": Columns(
        known=_columns("classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate"),
        filled=("classSourcedId", "userSourcedId", "role"),
        refers=(
            Reference("classSourcedId", "classes"),
            Reference("userSourcedId", "users"),
            Reference("schoolSourcedId", "orgs"),
        ),
        dates=("beginDate", "endDate"),
    ),
    "courses": Columns(
        known=_columns("schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes"),
        refers=(Reference("orgSourcedId", "orgs"), Reference("schoolYearSourcedId", "academicSessions")),
    ),
    "academicSessions": Columns(
        known=_columns("title type startDate endDate parentSourcedId schoolYear"),
        refers=(Reference("parentSourcedId", "academicSessions"),),
        dates=("startDate", "endDate"),
    ),
    "demographics": Columns(
        known=_columns(
            "birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican nativeHawaiianOrOtherPacificIslander white"
            " demographicRaceTwoOrMoreRaces hispanicOrLatinoEthnicity countryOfBirthCode stateOfBirthAbbreviation cityOfBirth"
            " publicSchoolResidenceStatus"
        ),
        refers=(Reference("sourcedId", "users"),),
        dates=("birthDate",),
    ),
    "userProfiles": Columns(
        known=_columns("userSourcedId profileType vendorId applicationId description credentialType username password"),
        refers=(Reference("userSourcedId", "users"),),
    ),
}
"""Files that are not named here belong to other uses of OneRoster, such as results, and are left alone."""

STUDENT: Final = "student"
GUARDIANS: Final = frozenset({"guardian", "parent"})
LEADERS: Final = frozenset({"principal", "siteAdministrator"})
WORKERS: Final = frozenset({"teacher", "aide", "counselor", "proctor", "administrator"}) | LEADERS
ELSEWHERE: Final = frozenset({"districtAdministrator", "systemAdministrator", "relative"})
"""Roles in the whole municipality, which nobody gets from a file; and relatives, who do not act for a pupil."""

ROLES: Final = frozenset({STUDENT}) | GUARDIANS | WORKERS | ELSEWHERE
HOMEROOM: Final = "homeroom"
TEACHER: Final = "teacher"
CHOICES: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("roles", "role"): ROLES,
    ("roles", "roleType"): frozenset({"primary", "secondary"}),
}
"""Closed lists that matter here. The standard lets a register add to them with ``ext:…``; such a value means nothing to us."""
