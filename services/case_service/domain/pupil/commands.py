"""Commands for a pupil's identity and enrolment."""

from __future__ import annotations

from typing import TypeAlias

from events.pupil import (
    GuardianRegistered,
    GuardianRemoved,
    PupilEnrolled,
    PupilIdentityCorrected,
    PupilLeftSchool,
    PupilRegistered,
)
from services.case_service.domain.command import Command


class RegisterPupil(Command[PupilRegistered], frozen=True):
    """Register a pupil."""


class CorrectPupilIdentity(Command[PupilIdentityCorrected], frozen=True):
    """Correct a pupil's identity; the earlier record stays."""


class EnrolPupil(Command[PupilEnrolled], frozen=True):
    """Record that the pupil attends a school from a date, in a grade."""


class RecordPupilLeftSchool(Command[PupilLeftSchool], frozen=True):
    """Record that the pupil no longer attends a school."""


class RegisterGuardian(Command[GuardianRegistered], frozen=True):
    """Register an adult who acts for the pupil."""


class RemoveGuardian(Command[GuardianRemoved], frozen=True):
    """Record that an adult no longer acts for the pupil."""


PupilCommand: TypeAlias = (
    RegisterPupil | CorrectPupilIdentity | EnrolPupil | RecordPupilLeftSchool | RegisterGuardian | RemoveGuardian
)
