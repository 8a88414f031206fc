"""Who takes part: roles, reporters, and what a pupil is in a matter."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """The role in which somebody acted."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    EMPLOYEE = "employee"
    FORM_TEACHER = "form_teacher"
    OBSERVER = "observer"
    CASE_HANDLER = "case_handler"
    DEPARTMENT_HEAD = "department_head"
    AFTER_SCHOOL_LEADER = "after_school_leader"
    PRINCIPAL = "principal"
    SCHOOL_NURSE = "school_nurse"
    EDUCATIONAL_PSYCHOLOGY_SERVICE = "educational_psychology_service"
    SCHOOL_OWNER = "school_owner"
    OWNER_ADVISER = "owner_adviser"
    HUMAN_RESOURCES = "human_resources"
    ARCHIVIST = "archivist"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    AUDITOR = "auditor"
    STATSFORVALTER = "statsforvalter"
    UDIR = "udir"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


FAMILY: Final = frozenset({Role.PUPIL, Role.GUARDIAN})
"""The roles of those whom a matter is about, and of the adults who act for them."""


class Reporter(StrEnum):
    """Who raised a concern (melder)."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    EMPLOYEE = "employee"
    EDUCATIONAL_PSYCHOLOGY_SERVICE = "educational_psychology_service"
    HEALTH_SERVICE = "health_service"
    OTHER_PUPIL = "other_pupil"
    ANONYMOUS = "anonymous"
    OTHER = "other"


class PupilRole(StrEnum):
    """What a pupil is in the matter; it can change over time."""

    EXPOSED = "exposed"
    OFFENDING = "offending"
    BOTH = "both"
    AFFECTED = "affected"


class GuardianKind(StrEnum):
    """On what basis an adult acts for a pupil (opplæringslova § 24-4; barnelova)."""

    PARENTAL_RESPONSIBILITY = "parental_responsibility"
    FOSTER_HOME = "foster_home"
    INSTITUTION = "institution"
    CHILD_WELFARE = "child_welfare"
    REPRESENTATIVE = "representative"


class Suspected(StrEnum):
    """Who is suspected of offending a pupil in a heightened case (§ 12-5)."""

    EMPLOYEE = "employee"
    LEADER = "leader"


class EmploymentEnd(StrEnum):
    """Why a member of staff no longer belongs to the school."""

    LEFT = "left"
    MOVED_SCHOOL = "moved_school"
    REGISTERED_IN_ERROR = "registered_in_error"


class EnrolmentEnd(StrEnum):
    """Why a pupil no longer belongs to the school."""

    MOVED_SCHOOL = "moved_school"
    FINISHED = "finished"
    MOVED_MUNICIPALITY = "moved_municipality"
    REGISTERED_IN_ERROR = "registered_in_error"
