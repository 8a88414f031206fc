"""What a member of staff does not accept."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class StaffRegisteredAlready(Refused):
    """The member of staff is registered already."""

    code = "STF-001"


class StaffNotRegistered(Refused):
    """Nothing is known of a member of staff before she is registered."""

    code = "STF-002"


class RoleNotHeld(Refused):
    """The role was never assigned at that school, or had ended by then."""

    code = "STF-003"


class NotAStaffRole(Refused):
    """Pupils, guardians and the system itself are not members of staff."""

    code = "STF-004"


class LeftAlready(Refused):
    """The member of staff has left already."""

    code = "STF-005"


class AttestedByHerself(Refused):
    """Nobody attests her own training."""

    code = "STF-006"
