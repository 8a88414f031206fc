"""What lists, rights and deadlines ask: facts from the log, never a text. A cache that is made anew from the log at need."""

from services.case_service.read_model.matter_lists import place_after
from services.case_service.read_model.model import ReadModel
from services.case_service.read_model.rows import (
    AccessRow,
    AvvikRow,
    DenialRow,
    EmergencyRow,
    GrantRow,
    GuardianRow,
    MatterRow,
    ObligationRow,
    Page,
    PupilRow,
    SchoolRow,
    StaffRow,
)

__all__ = [
    "AccessRow",
    "AvvikRow",
    "DenialRow",
    "EmergencyRow",
    "GrantRow",
    "GuardianRow",
    "MatterRow",
    "ObligationRow",
    "Page",
    "PupilRow",
    "ReadModel",
    "SchoolRow",
    "StaffRow",
    "place_after",
]
