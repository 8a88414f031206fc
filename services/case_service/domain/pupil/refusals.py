"""What a pupil's register does not accept."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class PupilRegisteredAlready(Refused):
    """The pupil is registered already; what is wrong in it is corrected."""

    code = "PUP-001"


class PupilNotRegistered(Refused):
    """Nothing is known of a pupil before she is registered."""

    code = "PUP-002"


class NotEnrolledThere(Refused):
    """The pupil did not attend that school on that day."""

    code = "PUP-003"


class UnknownGuardian(Refused):
    """No adult with this id acts for the pupil."""

    code = "PUP-004"
