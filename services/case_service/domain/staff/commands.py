"""Commands for a member of staff."""

from __future__ import annotations

from typing import TypeAlias

from events.organisation import (
    PrivacyTrainingAttested,
    StaffMemberLeft,
    StaffMemberRegistered,
    StaffRoleAssigned,
    StaffRoleEnded,
)
from services.case_service.domain.command import Command


class RegisterStaffMember(Command[StaffMemberRegistered], frozen=True):
    """Register someone who works at a school."""


class AssignStaffRole(Command[StaffRoleAssigned], frozen=True):
    """Give a role at a school, or in the municipality."""


class EndStaffRole(Command[StaffRoleEnded], frozen=True):
    """End a role."""


class AttestPrivacyTraining(Command[PrivacyTrainingAttested], frozen=True):
    """Attest that she knows privacy and security."""


class RecordStaffMemberLeft(Command[StaffMemberLeft], frozen=True):
    """Record that she left; every role ends."""


StaffCommand: TypeAlias = RegisterStaffMember | AssignStaffRole | EndStaffRole | AttestPrivacyTraining | RecordStaffMemberLeft
